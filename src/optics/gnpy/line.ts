import type { Diagnostic, Result } from '../../diagnostics/index.ts'
import type { Amplifier } from '../amplifier.ts'
import type { AmplifierSetting, Element, RoadmTarget } from '../element.ts'
import type { Fibre } from '../fibre.ts'
import type { Line } from '../line-input.ts'
import type { ChannelGroup } from '../spectrum.ts'
import { amplifierNamed } from './amplifier-lookup.ts'
import type { Lookup } from './amplifier-lookup.ts'
import type { GnpyAmplifiers, GnpyElement, GnpyRoadm } from './element.ts'
import type { GnpyEquipment } from './equipment.ts'
import type { GnpyFibre } from './fibre.ts'
import type { GnpyNetwork } from './network.ts'
import { shortestWay } from './path.ts'
import type { RoadmPass } from './roadm-kind.ts'

/**
 * A line of a GNPy network: from one transceiver to another along the shortest way, every part as the two files have it. Nothing is
 * designed here: a network whose amplifiers have no gain yet is refused, since GNPy's design step would also change its parts.
 */
export interface GnpyLineRequest {
  readonly network: GnpyNetwork
  readonly equipment: GnpyEquipment
  readonly from: string
  readonly to: string
  /** Elements to pass on the way, in order. */
  readonly via?: readonly string[]
  /** Instead of the default spectrum of the equipment. */
  readonly channels?: readonly ChannelGroup[]
  readonly launchDbm?: number
}

export function gnpyLine(request: GnpyLineRequest): Result<Line> {
  const found: Diagnostic[] = []
  const report = (diagnostic: Omit<Diagnostic, 'severity'>): void =>
    void found.push({ severity: 'error', ...diagnostic })
  const way = wayOf(request, report)
  const [spectrum] = request.equipment.spectra
  const channels = request.channels ?? (spectrum === undefined ? undefined : [spectrum.group])
  if (channels === undefined) {
    const message = 'the equipment has no spectrum ("SI") and the request none either'
    report({ code: 'gnpy/no-spectrum', pointer: '/SI', message })
  }
  const { equipment } = request
  const elements = way.flatMap((element, i): readonly Element[] =>
    partsOf({ element, equipment, report, before: way[i - 1], after: way[i + 1] }),
  )
  if (found.length > 0 || channels === undefined) return { ok: false, diagnostics: found }
  const launchDbm = request.launchDbm ?? spectrum?.launchDbm ?? 0
  return { ok: true, value: { channels, launchDbm, elements }, notes: [] }
}

type Report = Lookup['report']

function wayOf(
  { network, from, to, via = [] }: GnpyLineRequest,
  report: Report,
): readonly GnpyElement[] {
  const uids = new Set(network.elements.map(({ uid }) => uid))
  const stops = [from, ...via, to]
  const unknown = stops.filter((uid) => !uids.has(uid))
  for (const uid of unknown) {
    const message = `no element has the uid ${JSON.stringify(uid)}`
    report({ code: 'gnpy/unknown-stop', pointer: '/elements', message })
  }
  if (unknown.length > 0) return []
  const way = shortestWay(network, stops)
  if (way !== undefined) return way
  const message = `there is no way from ${JSON.stringify(from)} to ${JSON.stringify(to)}${via.length === 0 ? '' : ` over ${via.join(', ')}`}`
  report({ code: 'gnpy/no-way', pointer: '/connections', message })
  return []
}

interface Part extends Lookup {
  readonly element: GnpyElement
  readonly before: GnpyElement | undefined
  readonly after: GnpyElement | undefined
}

function partsOf(part: Part): readonly Element[] {
  const { element } = part
  const name = element.uid
  switch (element.kind) {
    case 'transceiver':
      return []
    case 'fused':
      return [{ kind: 'loss', name, lossDb: element.lossDb }]
    case 'fibre':
      return spanOf(element, part)
    case 'amplifier':
      return amplifierOf(element, part)
    case 'roadm':
      return roadmOf(element, part)
  }
}

function spanOf(
  fibre: GnpyFibre & { readonly uid: string; readonly pointer: string },
  { equipment, report }: Lookup,
): readonly Element[] {
  const kind = Object.hasOwn(equipment.fibres, fibre.variety)
    ? equipment.fibres[fibre.variety]
    : undefined
  const { uid, pointer } = fibre
  if (kind === undefined && fibre.variety !== '') {
    const message = `the equipment has no fibre ${JSON.stringify(fibre.variety)}`
    report({ code: 'gnpy/unknown-variety', pointer: `${pointer}/type_variety`, message })
  }
  const figures: Partial<Fibre> = { ...kind, ...fibre.figures }
  const { lossDbPerKm, dispersionPsPerNmKm, effectiveAreaUm2 } = figures
  if (lossDbPerKm === undefined) {
    const message = `the fibre ${JSON.stringify(uid)} states no loss`
    report({ code: 'gnpy/no-figure', pointer: `${pointer}/params/loss_coef`, message })
    return []
  }
  const { pumps, temperatureK } = fibre
  return [
    {
      kind: 'span',
      name: uid,
      fibre: {
        ...figures,
        lossDbPerKm,
        dispersionPsPerNmKm: dispersionPsPerNmKm ?? gnpyDefaults.dispersionPsPerNmKm,
        effectiveAreaUm2: effectiveAreaUm2 ?? gnpyDefaults.effectiveAreaUm2,
      },
      lengthKm: fibre.lengthKm,
      inputConnectorDb: fibre.inputConnectorDb ?? equipment.inputConnectorDb,
      outputConnectorDb: fibre.outputConnectorDb ?? equipment.outputConnectorDb,
      paddingDb: fibre.paddingDb,
      ...(fibre.lumpedLosses.length === 0 ? {} : { lumpedLosses: fibre.lumpedLosses }),
      ...(pumps === undefined ? {} : { pumps }),
      ...(temperatureK === undefined ? {} : { temperatureK }),
    },
  ]
}

/** Of a fibre that states neither (`gnpy/core/parameters.py::FiberParams`, 2.14). */
const gnpyDefaults = { dispersionPsPerNmKm: 16.7, effectiveAreaUm2: 83 }

function amplifierOf(
  site: GnpyAmplifiers & { readonly uid: string; readonly pointer: string },
  lookup: Lookup,
): readonly Element[] {
  const bands = site.bands.flatMap((band, i): readonly AmplifierSetting[] => {
    const pointer = site.isMultiband ? `${site.pointer}/amplifiers/${i}` : site.pointer
    const amplifier = amplifierNamed(band.variety, pointer, lookup)
    const { gainDb, tiltDb, inputVoaDb, outputVoaDb } = band
    if (gainDb === undefined) {
      const message = `the amplifier ${JSON.stringify(site.uid)} has no gain`
      const hint = 'run the design step of GNPy and read the network it saves (--save-network)'
      const at = `${pointer}/operational/gain_target`
      lookup.report({ code: 'gnpy/not-designed', pointer: at, message, hint })
      return []
    }
    if (amplifier === undefined) return []
    const setting = { amplifier, gainDb, tiltDb, inputVoaDb, outputVoaDb }
    return [site.isMultiband ? { ...setting, band: bandOf(amplifier) } : setting]
  })
  return [{ kind: 'amplifier', name: site.uid, bands }]
}

const bandOf = ({ shape }: Amplifier): NonNullable<AmplifierSetting['band']> => ({
  minThz: shape?.minThz ?? 0,
  maxThz: shape?.maxThz ?? Infinity,
})

function roadmOf(
  roadm: GnpyRoadm & { readonly uid: string; readonly pointer: string },
  { equipment, report, before, after }: Part,
): readonly Element[] {
  const name = roadm.variety === 'default' ? '' : roadm.variety
  const kind = Object.hasOwn(equipment.roadms, name) ? equipment.roadms[name] : undefined
  if (kind === undefined) {
    const message = `the equipment has no ROADM ${name === '' ? 'by default' : JSON.stringify(name)}`
    report({ code: 'gnpy/unknown-variety', pointer: `${roadm.pointer}/type_variety`, message })
    return []
  }
  const towards = after?.uid ?? ''
  const degree = Object.hasOwn(roadm.targetTowards, towards)
    ? roadm.targetTowards[towards]
    : undefined
  const target: RoadmTarget | undefined = degree ?? roadm.target ?? kind.target
  if (target === undefined) {
    const message = `the ROADM ${JSON.stringify(roadm.uid)} has no target to level to`
    report({ code: 'gnpy/no-figure', pointer: `${roadm.pointer}/params`, message })
    return []
  }
  const { lossDb, pmdPs, osnrDb } = kind.passes[passOf(before, after)]
  const noise = osnrDb === undefined ? {} : { osnrDb }
  return [{ kind: 'roadm', name: roadm.uid, target, lossDb, pmdPs, ...noise }]
}

const passOf = (before: GnpyElement | undefined, after: GnpyElement | undefined): RoadmPass => {
  if (before?.kind === 'transceiver') return 'add'
  return after?.kind === 'transceiver' ? 'drop' : 'express'
}
