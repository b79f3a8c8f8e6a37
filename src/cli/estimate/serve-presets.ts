import type { ServeOptions } from './serve-question.ts'

type Preset = Pick<ServeOptions, 'model' | 'accelerator' | 'gpus' | 'precision' | 'input' | 'output' | 'slo'> // prettier-ignore

/** Worked examples of `gridloom estimate serve`: two by the roofline, two from measured curves. */
export const servePresets: Readonly<Record<string, Preset>> = {
  'llama3-70b-h200': {
    model: 'llama3-70b',
    accelerator: 'h200-sxm',
    gpus: 2,
    precision: 'fp8',
    input: 8192,
    output: 1024,
    slo: 'llama2-70b-server',
  },
  'llama3.1-405b-b200': {
    model: 'llama3.1-405b',
    accelerator: 'b200',
    gpus: 8,
    precision: 'fp8',
    input: 8192,
    output: 1024,
    slo: 'llama3.1-405b-server',
  },
  'kimi-k2-b200': {
    model: 'kimi-k2',
    accelerator: 'b200',
    gpus: 4,
    precision: 'fp4',
    input: 8192,
    output: 1024,
  },
  'deepseek-r1-gb200': {
    model: 'deepseek-v3',
    accelerator: 'gb200-nvl72',
    gpus: 72,
    precision: 'fp4',
    input: 1024,
    output: 1024,
  },
}
