import type { LinkEstimate } from '../../optics/index.ts'

type ModeRefusal = LinkEstimate['refusals'][number]

const reasons = {
  'signal-short': 'lacks signal',
  'beyond-reach': 'is beyond the reach its agreement names',
  'beyond-dispersion': 'undoes less dispersion',
  'beyond-pmd': 'undoes less polarisation dispersion',
} as const satisfies Readonly<Record<ModeRefusal['reason'], string>>

/** No receiver measures a ratio below this: the line model gives it where nothing of the signal is left. */
const leastSignalDb = -50

const figure = (value: number, unit: string): string => `${Number(value.toPrecision(4))} ${unit}`

/** What keeps a mode dark: the reason, what the line has and what the mode asks of it. */
export const refusalCells = ({ reason, has, needs, unit }: ModeRefusal): readonly string[] => [
  reasons[reason],
  reason === 'signal-short' && has < leastSignalDb ? 'none' : figure(has, unit),
  `${reason === 'signal-short' ? 'at least' : 'at most'} ${figure(needs, unit)}`,
]

export function refusalInWords(refusal: ModeRefusal): string {
  const [reason, has, needs] = refusalCells(refusal)
  return `${reason}: ${has}, ${needs} needed`
}
