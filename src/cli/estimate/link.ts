import { Option, type Command } from 'commander'
import { renderDiagnostics } from '../../diagnostics/index.ts'
import type { LinkEstimate, LinkOutcome, LinkRequest } from '../../optics/index.ts'
import { finish, type Session } from '../command.ts'
import { failed, good, simple, type Outcome } from '../failure.ts'
import { writeChart } from './chart-file.ts'
import { given } from './given.ts'
import { linkPresets } from './link-presets.ts'
import { refusalInWords } from './link-refusal.ts'
import { findMetro, findNamed, noAnswer } from './names.ts'
import { readGbps, readKm, readNumber, readQuantity } from './read-option.ts'

interface Options {
  readonly preset?: string
  readonly km?: number
  readonly from?: string
  readonly to?: string
  readonly routeFactor?: number
  readonly fibre?: string
  readonly band?: 'C' | 'C+L'
  readonly want?: number
  readonly wave?: number
  readonly span?: number
  readonly margin?: number
  readonly loss?: number
  readonly cable?: 'buried' | 'opgw' | 'adss'
  readonly repair?: number
  readonly disjoint?: number | true
  readonly shared?: number
  readonly svg?: string
}

const readFactor = readNumber({ what: 'a route factor', min: 1, max: 5, example: '1.4' })
const readMargin = readNumber({ what: 'a margin in dB', min: 0, max: 20, example: '3dB' }, 'dB')
const readLoss = readNumber({ what: 'a loss in dB/km', min: 0.01, max: 10, example: '0.2' }, 'dB/km') // prettier-ignore

export function registerEstimateLink(estimate: Command, session: Session): void {
  const command = estimate
    .command('link')
    .description(
      'What a fibre link takes and gives: huts, modes, rate of a pair, round trip, power, availability',
    )
    .option('--preset <name>', `${Object.keys(linkPresets).join(', ')}; options beside it win`)
    .option('--km <length>', 'length of the fibre, as in 1580km', readKm)
    .option(
      '--from <metro>',
      'one end, where the length is not known: "gridloom catalog list metros"',
    )
    .option('--to <metro>', 'the other end')
    .option(
      '--route-factor <factor>',
      'fibre over straight line between them (default: 1.3)',
      readFactor,
    )
    .option('--fibre <type>', 'of the catalog, or a usual name (default: ssmf)')
    .addOption(new Option('--band <band>', 'lit spectrum (default: C)').choices(['C', 'C+L']))
    .option(
      '--want <rate>',
      'what the link is to carry, as in 10Tb/s (default: one pair)',
      readGbps,
    ) // prettier-ignore
    .option('--wave <rate>', 'only modes of this rate, as in 400G', readGbps)
    .option('--span <length>', 'longest distance between amplifiers (default: 90km)', readKm)
    .option('--margin <dB>', 'for ageing and repairs (default: 2dB)', readMargin)
    .option('--loss <dB/km>', 'of the cable (default: that of the fibre type)', readLoss)
    .addOption(
      new Option('--cable <kind>', 'how it is laid (default: buried)').choices([
        'buried',
        'opgw',
        'adss',
      ]),
    ) // prettier-ignore
    .option('--repair <time>', 'of a cut cable (default: 12h)', readQuantity('h', 'h'))
    .option('--disjoint [length]', 'a second path, of its own length', readKm)
    .option('--shared <length>', 'what both paths share', readKm)
    .option('--svg <file>', 'a chart: rate of a pair by length')
  finish<Options>(command, session, {
    isRemote: false,
    examples: [
      'gridloom estimate link --km 1580 --fibre ssmf --band C+L --want 10Tb/s --span 80km --margin 3dB',
      'gridloom estimate link --from madrid --to paris --want 1.6T --disjoint 1900km',
      'gridloom estimate link --preset two-sites-21ms --svg link.svg',
    ],
    act: async (_, options) => {
      const asked = toRequest(options)
      if (!asked.ok) return asked
      const { estimateLink } = await import('../../optics/index.ts')
      const found = answered(estimateLink(asked.value))
      if (!found.ok) return found
      const second = secondOf(options, asked.value)
      const other = second === undefined ? undefined : answered(estimateLink(second))
      if (other?.ok === false) return other
      const estimate = found.value
      if (options.svg !== undefined) {
        const { linkChart } = await import('./link-chart.ts')
        const written = await writeChart(options.svg, linkChart(asked.value, estimate))
        if (!written.ok) return written
      }
      const secondPath = other?.value
      const { linkInWords, linkRestsOn } = await import('./link-text.ts')
      const restsOn = linkRestsOn(asked.value)
      const answer = { request: asked.value, estimate, ...(secondPath && { secondPath }), restsOn }
      if (options.json !== true && estimate.warnings.length > 0)
        session.terminal.err(renderDiagnostics(estimate.warnings, () => undefined))
      return good({ json: answer, text: linkInWords({ ...answer, ...titleOf(options) }) })
    },
  })
}

function toRequest(options: Options): Outcome<LinkRequest> {
  const preset = options.preset === undefined ? good(undefined) : findNamed('preset', options.preset, linkPresets) // prettier-ignore
  if (!preset.ok) return preset
  const places = endsOf(options)
  if (!places.ok) return places
  const { ends } = places.value
  // Two places given beside a preset are another link: its length is not theirs.
  const { routeKm: presetKm, ...rest } = preset.value?.request ?? {}
  const routeKm = options.km ?? (ends === undefined ? presetKm : undefined)
  if (routeKm === undefined && ends === undefined)
    return simple('refused', {
      code: 'estimate/missing-option',
      message: 'a link needs the length of its fibre, or its two ends',
      hint: 'give --km, or --from and --to, or start from "--preset two-sites-21ms"',
    })
  const { disjoint } = options
  const own = {
    routeKm,
    ends,
    routeFactor: options.routeFactor,
    fibre: options.fibre,
    band: options.band,
    spanMaxKm: options.span,
    lossDbPerKm: options.loss,
    waveGbps: options.wave,
    wantedGbps: options.want,
    marginDb: options.margin,
    cable: options.cable,
    repairH: options.repair,
    secondRouteKm: typeof disjoint === 'number' ? disjoint : undefined,
    sharedKm: options.shared,
  }
  return good({ ...rest, ...given(own) })
}

function endsOf({ from, to }: Options): Outcome<Pick<LinkRequest, 'ends'>> {
  if (from === undefined && to === undefined) return good({})
  if (from === undefined || to === undefined)
    return simple('refused', {
      code: 'estimate/missing-option',
      message: 'a link has two ends',
      hint: `give ${from === undefined ? '--from' : '--to'} as well`,
    })
  const [a, b] = [findMetro(from), findMetro(to)]
  if (!a.ok) return a
  if (!b.ok) return b
  const place = ({ latitudeDeg, longitudeDeg }: typeof a.value) => ({
    latitudeDeg: latitudeDeg.value,
    longitudeDeg: longitudeDeg.value,
  })
  return good({ ends: [place(a.value), place(b.value)] })
}

/** The second path as a link of its own: it is built and powered like the first. */
function secondOf({ disjoint }: Options, request: LinkRequest): LinkRequest | undefined {
  if (disjoint === undefined) return undefined
  const { secondRouteKm, sharedKm: _, ...alone } = request
  if (secondRouteKm === undefined) return alone
  const { ends: __, ...rest } = alone
  return { ...rest, routeKm: secondRouteKm }
}

/** How far a mode is from what its line would have to be; 1 is enough. */
const shortfall = ({ has, needs, reason }: ModeRefusal): number =>
  reason === 'signal-short' ? 10 ** ((needs - has) / 10) : has / needs

type ModeRefusal = LinkEstimate['refusals'][number]

/** A link that cannot be lit is well formed: exit 3; figures that cannot be are refused: exit 2. */
function answered(outcome: LinkOutcome): Outcome<LinkEstimate> {
  if (outcome.kind === 'estimated') return good(outcome)
  if (outcome.kind === 'refused') return failed('refused', outcome.diagnostics)
  const nearest = outcome.refusals.toSorted((a, b) => shortfall(a) - shortfall(b))[0]
  const length = `${Number(outcome.routeKm.toPrecision(4))} km`
  const why =
    nearest === undefined
      ? `no mode of this rate is known, for ${length} or any other length`
      : `no mode can be lit over ${length}: ${nearest.modeId}, the nearest, ${refusalInWords(nearest)}`
  const hint = 'shorter spans, better fibre, less margin, or electrical regeneration on the way'
  return noAnswer('denied', { code: 'estimate/infeasible', hint }, [why])
}

/** Two places of one's own are no longer the link that a preset is about. */
function titleOf({ from, to, preset }: Options): {
  readonly title: string
  readonly about?: string
} {
  if (from !== undefined && to !== undefined) return { title: `${from} to ${to}` }
  const about = preset === undefined ? undefined : linkPresets[preset]?.about
  return { title: 'Link', ...given({ about }) }
}
