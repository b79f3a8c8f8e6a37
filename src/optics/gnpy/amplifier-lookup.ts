import type { Diagnostic } from '../../diagnostics/index.ts'
import type { Amplifier } from '../amplifier.ts'
import type { GnpyEquipment } from './equipment.ts'

/** What is needed to find a part by its name, and to say that it is missing. */
export interface Lookup {
  readonly equipment: GnpyEquipment
  readonly report: (diagnostic: Omit<Diagnostic, 'severity'>) => void
}

/** The amplifier that an element of the network names; one of two stages is put together from what it names. */
export function amplifierNamed(
  variety: string | undefined,
  pointer: string,
  { equipment, report }: Lookup,
): Amplifier | undefined {
  const at = `${pointer}/type_variety`
  if (variety === undefined) {
    const message = 'the amplifier has no type_variety'
    const hint = 'run the design step of GNPy and read the network it saves (--save-network)'
    report({ code: 'gnpy/not-designed', pointer: at, message, hint })
    return undefined
  }
  const kind = Object.hasOwn(equipment.amplifiers, variety)
    ? equipment.amplifiers[variety]
    : undefined
  if (kind?.kind === 'single') {
    if (!kind.isRaman) return kind.amplifier
    report({ code: 'gnpy/raman-amplifier', pointer: at, message: ramanMessage(variety) })
    return undefined
  }
  if (kind?.kind === 'stages') {
    const [first, second] = [kind.first, kind.second].map((name) =>
      amplifierNamed(name, pointer, { equipment: withoutStages(equipment), report }),
    )
    if (first === undefined || second === undefined) return undefined
    return stagesOf(kind.gainMinDb, first, second)
  }
  const message =
    kind === undefined
      ? `the equipment has no amplifier ${JSON.stringify(variety)} that can be computed`
      : `${JSON.stringify(variety)} is a set of bands, not an amplifier`
  report({ code: 'gnpy/unknown-variety', pointer: at, message })
  return undefined
}

/** The first stage runs at full gain; the last one gives the power. */
const stagesOf = (gainMinDb: number, first: Amplifier, second: Amplifier): Amplifier => ({
  gainMinDb,
  gainMaxDb: first.gainMaxDb + second.gainMaxDb,
  ...(second.powerMaxDbm === undefined ? {} : { powerMaxDbm: second.powerMaxDbm }),
  ...(second.shape === undefined ? {} : { shape: second.shape }),
  noise: { kind: 'cascade', first, second },
})

const ramanMessage = (variety: string): string =>
  `${JSON.stringify(variety)} stands for Raman gain as if it were an amplifier at one point, which it is not`

/** Stages may not be made of stages: a file could name itself. */
const withoutStages = (equipment: GnpyEquipment): GnpyEquipment => ({
  ...equipment,
  amplifiers: Object.fromEntries(
    Object.entries(equipment.amplifiers).filter(([, { kind }]) => kind === 'single'),
  ),
})
