import type { Fields } from '../import/json-fields.ts'
import type { ChannelGroup } from '../spectrum.ts'
import type { PlacedRow } from './placed-row.ts'

/** What a network is loaded with unless a request says otherwise (`SI`). */
export interface GnpySpectrum {
  readonly group: ChannelGroup
  readonly launchDbm: number
}

/** GNPy places channels at f_min + k spacing for k from 1 to floor((f_max - f_min) / spacing). */
export function readSpectra(rows: readonly PlacedRow[], fields: Fields): readonly GnpySpectrum[] {
  return rows.flatMap(({ row, pointer }) => {
    const read = (key: string, isRequired = false): number | undefined =>
      fields.number({ from: row, key, pointer, isRequired })
    const [from, to] = [read('f_min', true), read('f_max', true)]
    const [rate, spacing] = [read('baud_rate', true), read('spacing', true)]
    if (from === undefined || to === undefined || rate === undefined || spacing === undefined)
      return []
    const rollOff = read('roll_off')
    const transmitterOsnrDb = read('tx_osnr')
    const group: ChannelGroup = {
      channels: Math.floor(((to - from) / spacing) * (1 + roundingShare)),
      firstThz: (from + spacing) * 1e-12,
      spacingGhz: spacing * 1e-9,
      symbolRateGbd: rate * 1e-9,
      ...(rollOff === undefined ? {} : { rollOff }),
      ...(transmitterOsnrDb === undefined ? {} : { transmitterOsnrDb }),
    }
    return [{ group, launchDbm: read('tx_power_dbm') ?? read('power_dbm') ?? 0 }]
  })
}

/** So that 96 spacings that a double holds as 95.999... are 96. */
const roundingShare = 1e-12
