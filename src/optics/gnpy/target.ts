import type { RoadmTarget } from '../element.ts'
import type { Fields } from '../import/json-fields.ts'
import type { JsonObject } from '../import/json-reader.ts'

/** What a ROADM levels to: GNPy knows three ways to say it, of which a ROADM has one. */
export function readTarget(
  from: JsonObject,
  pointer: string,
  fields: Fields,
): RoadmTarget | undefined {
  const dbm = fields.number({ from, key: 'target_pch_out_db', pointer })
  const density = fields.number({ from, key: 'target_psd_out_mWperGHz', pointer })
  const slot = fields.number({ from, key: 'target_out_mWperSlotWidth', pointer })
  if ([dbm, density, slot].filter((each) => each !== undefined).length > 1) {
    const message = 'a ROADM levels by power, by density or by slot width, not by two of them'
    fields.report({ code: 'gnpy/two-targets', pointer, message })
  }
  if (dbm !== undefined) return { kind: 'channel', dbm }
  if (density !== undefined) return { kind: 'symbol-rate', mwPerGhz: density }
  return slot === undefined ? undefined : { kind: 'slot', mwPerGhz: slot }
}
