import type { PowerOptions } from './power-options.ts'

type Preset = Pick<PowerOptions, 'facility' | 'gpus' | 'accelerator' | 'price' | 'carbon' | 'compare'> // prettier-ignore

/** Worked examples of `gridloom estimate power`. */
export const powerPresets: Readonly<Record<string, Preset>> = {
  'one-megawatt': { facility: 1, compare: true },
  '300mw': { facility: 300, accelerator: 'gb200-nvl72', price: 62, carbon: 400 },
  '100k-gb200': { gpus: 100_000, accelerator: 'gb200-nvl72', price: 62, carbon: 400 },
}
