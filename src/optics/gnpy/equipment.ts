import type { Result } from '../../diagnostics/index.ts'
import type { Fibre } from '../fibre.ts'
import { createFields, own } from '../import/json-fields.ts'
import type { Fields } from '../import/json-fields.ts'
import { openJson } from '../import/json-reader.ts'
import type { JsonObject } from '../import/json-reader.ts'
import { readAmplifierKind } from './amplifier-kind.ts'
import type { AmplifierKind } from './amplifier-kind.ts'
import { readFigures } from './fibre.ts'
import { readRoadmKind } from './roadm-kind.ts'
import type { RoadmKind } from './roadm-kind.ts'
import type { PlacedRow } from './placed-row.ts'
import { readSpectra } from './spectrum.ts'
import type { GnpySpectrum } from './spectrum.ts'

/** An equipment file of GNPy (`oopt-gnpy` 2.14, `docs/json.rst`): kinds of parts by their `type_variety`, and defaults. */
export interface GnpyEquipment {
  readonly amplifiers: Readonly<Record<string, AmplifierKind>>
  readonly fibres: Readonly<Record<string, Partial<Fibre>>>
  readonly roadms: Readonly<Record<string, RoadmKind>>
  readonly spectra: readonly GnpySpectrum[]
  readonly inputConnectorDb: number
  /** With the margin for ageing, which GNPy counts there. */
  readonly outputConnectorDb: number
}

export interface EquipmentOptions {
  readonly fileName?: string
  /** Further files that the equipment refers to (`advanced_config_from_json`), by name. */
  readonly attachments?: Readonly<Record<string, string>>
}

export function readGnpyEquipment(
  text: string,
  { fileName = 'equipment.json', attachments = {} }: EquipmentOptions = {},
): Result<GnpyEquipment> {
  const { root, findings } = openJson(text, fileName)
  if (root === undefined) return findings.conclude(() => none)
  const fields = createFields(findings)
  const [span] = rowsOf(root, 'Span', fields)
  const spanNumber = (key: string): number =>
    span === undefined
      ? 0
      : (fields.number({ from: span.row, key, pointer: span.pointer, min: 0 }) ?? 0)
  const equipment: GnpyEquipment = {
    amplifiers: byVariety(rowsOf(root, 'Edfa', fields), ({ row, pointer }) =>
      readAmplifierKind(row, pointer, { fields, attachments }),
    ),
    fibres: {
      ...byVariety(rowsOf(root, 'RamanFiber', fields), figuresOf(fields)),
      ...byVariety(rowsOf(root, 'Fiber', fields), figuresOf(fields)),
    },
    roadms: byVariety(rowsOf(root, 'Roadm', fields), ({ row, pointer }) =>
      readRoadmKind(row, pointer, fields),
    ),
    spectra: readSpectra(rowsOf(root, 'SI', fields), fields),
    inputConnectorDb: spanNumber('con_in'),
    outputConnectorDb: spanNumber('con_out') + spanNumber('EOL'),
  }
  if (['Edfa', 'Fiber', 'Roadm', 'SI'].every((key) => !Object.hasOwn(root, key))) {
    const message = 'there is none of "Edfa", "Fiber", "Roadm" and "SI" in the file'
    findings.add({ code: 'import/not-this-format', pointer: '', message })
  }
  return findings.conclude(() => equipment)
}

const none: GnpyEquipment = {
  amplifiers: {},
  fibres: {},
  roadms: {},
  spectra: [],
  inputConnectorDb: 0,
  outputConnectorDb: 0,
}

const rowsOf = (root: JsonObject, key: string, fields: Fields): readonly PlacedRow[] =>
  fields.list(root, key, '').flatMap((value, i) => {
    const pointer = `/${key}/${i}`
    const row = fields.object(value, pointer)
    return row === undefined ? [] : [{ row, pointer }]
  })

/** The kind without a name, or of the name `default`, stands under the empty name. */
function byVariety<T>(
  rows: readonly PlacedRow[],
  read: (placed: PlacedRow) => T | undefined,
): Readonly<Record<string, T>> {
  const entries = rows.flatMap((placed): [string, T][] => {
    const variety = own(placed.row, 'type_variety')
    const kind = read(placed)
    const name = typeof variety === 'string' && variety !== 'default' ? variety : ''
    return kind === undefined ? [] : [[name, kind]]
  })
  return Object.fromEntries(entries)
}

const figuresOf =
  (fields: Fields) =>
  ({ row, pointer }: PlacedRow): Partial<Fibre> =>
    readFigures(row, pointer, fields)
