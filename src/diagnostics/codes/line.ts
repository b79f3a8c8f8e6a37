import { pagesOf } from '../code-page.ts'

/** What the description of a fibre line may not be. */
export const lineCodes = pagesOf({
  'line/bad-comb': [
    'The channels of a line are none, or too many',
    'From 1 to 2,000 channels are estimated together: all that share one fibre and one direction.',
    'channels: []',
    'Give at least one group of channels, and one direction only.',
  ],
  'line/bad-table': [
    'A table over frequency cannot be read between its points',
    'Loss and dispersion are interpolated, never guessed beyond what the table covers. Frequencies rise, each with one value.',
    'a loss table from 191 to 195 THz for channels up to 196 THz',
    'Extend the table over all channels, or state one figure.',
  ],
  'line/below-quantum-limit': [
    'A noise figure is below what physics allows',
    'An amplifier that treats both quadratures alike adds at least 2 (1 - 1/G) of noise: 3 dB at large gain.',
    'a noise figure of 2.5 dB at 20 dB of gain',
    'Correct the figure; Raman gain within the fibre is described by its pumps instead.',
  ],
  'line/mode-not-guided': [
    'The effective area does not fit the mode model',
    'Between wavelengths the area follows the mode of a step-index core. So large an area has no guided mode there.',
    'effectiveAreaUm2: 8000',
    'Correct the area, or state "areaModel": "constant" for a fibre of another kind.',
  ],
  'line/nested-cascade': [
    'A stage of an amplifier has stages itself',
    'An amplifier of two stages is put together from two single ones.',
    'a cascade whose first stage is a cascade',
    'Name single amplifiers as stages.',
  ],
  'line/no-amplifier': [
    'No amplifier takes a channel',
    'Each channel passes the amplifier whose band holds it. A channel between the bands would be lost without a word.',
    'a channel at 190.5 THz and bands that end at 190.1 and begin at 191.2 THz',
    'Move the channel, or widen a band.',
  ],
  'line/no-two-stage': [
    'No two-stage amplifier has these noise figures',
    'The noise at least and at full gain is put down to two coils with an attenuator between. For these figures no plausible pair exists.',
    '6.1 dB at 24 dB of gain and 19.2 dB at 5 dB',
    'State the noise figure as a polynomial in gain, from the data sheet.',
  ],
  'line/out-of-range': [
    'A figure of a line is out of range',
    'Lengths are above zero, losses not below it, and nothing is infinite. The limits lie well beyond what is built.',
    'lengthKm: -80',
    'Correct the figure; the message names the limits and the unit.',
  ],
  'line/overlap': [
    'Two channels overlap',
    'Channels stand at least half the sum of their symbol rates apart.',
    '64 GBd on a 50 GHz grid',
    'Widen the spacing, or lower the symbol rate.',
  ],
  'line/too-long': [
    'A line has too many elements',
    'Up to 10,000 elements are estimated: more than any fibre on Earth.',
    'a list of a million spans',
    'Check how the line was made.',
  ],
  'line/too-much-raman': [
    'Raman scattering is asked for on too large a line',
    'Solving one span of a hundred channels takes about a second, so lines that would take minutes are refused.',
    'Raman scattering on 300 spans',
    'Ask for it on fewer spans or channels.',
  ],
})
