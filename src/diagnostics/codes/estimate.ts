import { pagesOf } from '../code-page.ts'

/** Questions to the models that have no answer. */
export const estimateCodes = pagesOf({
  'estimate/bad-series': [
    'The file is not a series by the hour',
    'A series is a CSV file with one line for each hour, whose last columns are numbers; a first line of titles is left out.',
    'gridloom estimate power --facility 300MW --load-series notes.txt',
    'Write 8,760 lines, one for each hour of a year.',
  ],
  'estimate/impossible': [
    'The figures do not make something that can be built',
    'Counts that do not divide, a link without a rate, a chip that lacks the number format: the message says which.',
    'gridloom estimate train --gpus 1000 --sites 3',
    'Change what the message names.',
  ],
  'estimate/infeasible': [
    'The question is sound and the answer is that it cannot be',
    'No mode can be lit over such a line, no batch keeps such a limit, or nothing was measured there: the message says which.',
    'gridloom estimate link --km 20000 --span 200km --margin 10dB',
    'The hint says what would make it feasible.',
  ],
  'estimate/missing-option': [
    'A figure is missing that cannot be guessed',
    'A model, the number of accelerators and the batch decide everything else.',
    'gridloom estimate train --model llama3-70b',
    'Give the options that the message names, or start from a preset.',
  ],
  'estimate/out-of-memory': [
    'The model does not fit on so few accelerators',
    'Every layout was tried: weights, gradients, optimizer and activations need more memory than each accelerator has.',
    'gridloom estimate train --model llama3.1-405b --gpus 64 --batch 64',
    'Take more accelerators, or some with more memory.',
  ],
  'estimate/unknown-name': [
    'The catalogue has nothing of this name',
    'Models, accelerators, fibres and metros are named as in the catalogue; presets are listed in the message.',
    'gridloom estimate train --model lama3-70b',
    'Take a name that "gridloom catalog list" shows.',
  ],
})
