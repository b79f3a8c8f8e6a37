import type { Result } from '../../diagnostics/index.ts'
import { checkModel } from '../dispatch/check-model.ts'
import type { Capacity, Capital } from '../dispatch/model-parts.ts'
import type { EnergyModel } from '../dispatch/model.ts'
import { attributes, ignored, unsupportedComponents, type Component } from './columns.ts'
import { openFolder, type Folder } from './folder.ts'
import {
  readBuses,
  readCarriers,
  readGenerators,
  readLines,
  readLinks,
  readLoads,
  type Reading,
} from './read-components.ts'
import { readLimits } from './read-limits.ts'
import { isOneYear, readSnapshots } from './read-snapshots.ts'
import { readStorageUnits, readStores } from './read-storage.ts'

export interface PypsaOptions {
  /** `pypsa` for parity with its objective; physical, with the loss charged both ways, where left out. */
  readonly linkConvention?: NonNullable<EnergyModel['linkConvention']>
  /**
   * Of what the capital costs are the cost. PyPSA charges them once over whatever horizon it solves, and its files do not
   * say what they were annualised to. May be left out where the horizon is a year: then both are the same.
   */
  readonly capitalPer?: Capital['per']
}

/**
 * A network as `n.export_to_csv_folder` of PyPSA writes it, by file name. What is not supported and would change the answer
 * is refused; what is not known is noted. Nothing is opened here: the contents are handed in.
 */
export function readPypsa(
  files: ReadonlyMap<string, string>,
  options: PypsaOptions = {},
): Result<EnergyModel> {
  const folder = openFolder(files)
  if (!folder.has('buses.csv'))
    folder.add('energy/csv-missing', '/buses.csv', 'the folder has no buses.csv: it is no network')
  checkFiles(folder, files)
  const reading: Reading = { folder, capitalPer: options.capitalPer ?? 'horizon' }
  const model: EnergyModel = {
    snapshots: readSnapshots(folder),
    buses: readBuses(reading),
    carriers: readCarriers(reading),
    generators: readGenerators(reading),
    loads: readLoads(reading),
    storageUnits: readStorageUnits(reading),
    stores: readStores(reading),
    links: readLinks(reading),
    lines: readLines(reading),
    limits: readLimits(reading),
    linkConvention: options.linkConvention ?? 'physical',
  }
  if (options.capitalPer === undefined) checkCapital(folder, model)
  const diagnostics = [...folder.diagnostics]
  const isRead = diagnostics.every(({ severity }) => severity !== 'error')
  if (isRead) diagnostics.push(...checkModel(model))
  return diagnostics.every(({ severity }) => severity !== 'error')
    ? { ok: true, value: model, notes: diagnostics }
    : { ok: false, diagnostics }
}

/** Whole files that would change the answer. */
function checkFiles(folder: Folder, files: ReadonlyMap<string, string>): void {
  for (const component of unsupportedComponents) {
    const file = `${component}.csv`
    const count = folder.sheet(file).rows.length
    const message = `the network has ${count} ${component.replace('_', ' ')}, which are not supported`
    if (count > 0) folder.add('energy/csv-unsupported', `/${file}`, message)
  }
  for (const file of files.keys()) {
    const [, component = '', attribute = ''] = /^([a-z_]+)-([a-z0-9_]+)\.csv$/u.exec(file) ?? []
    if (!Object.hasOwn(attributes, component) || ignored.has(attribute)) continue
    const supported: readonly string[] = attributes[component as Component].series
    const message = `${component} have ${attribute} as a series, which is not supported`
    if (!supported.includes(attribute)) folder.add('energy/csv-unsupported', `/${file}`, message)
  }
}

/** A yearly capital cost against a horizon of days makes building look a hundred times too dear. */
function checkCapital(folder: Folder, model: EnergyModel): void {
  if (isOneYear(model.snapshots)) return
  const hasCost = (capacity: Capacity): boolean =>
    capacity.kind === 'extendable' && capacity.capital.usdPerUnit !== 0
  const flows = [model.generators, model.storageUnits, model.links, model.lines]
  const isCosted =
    flows.some((parts) => parts?.some(({ capacityMw }) => hasCost(capacityMw))) ||
    model.stores?.some(({ energyMwh }) => hasCost(energyMwh))
  const message =
    'the horizon is not a year, and capital costs do not say whether they are per year or for the horizon'
  if (isCosted === true) folder.add('energy/csv-capital', '/snapshots.csv', message)
}
