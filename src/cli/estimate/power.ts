import { Option, type Command } from 'commander'
import { renderDiagnostics } from '../../diagnostics/index.ts'
import { finish, type Session } from '../command.ts'
import { failed, good, simple, type Outcome } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { writeChart } from './chart-file.ts'
import { given } from './given.ts'
import { findAccelerator, findGrid, findNamed, noAnswer } from './names.ts'
import type { PowerQuestion } from './power-answer.ts'
import type { PowerOptions } from './power-options.ts'
import { powerPresets } from './power-presets.ts'
import { readCount, readNumber, readQuantity, readShare, readTemperatures } from './read-option.ts'
import { readSeries } from './series-file.ts'

const readRatio = readNumber({ what: 'a ratio at the meter', min: 1, max: 5, example: '1.25' })
const readPowerFactor = readNumber({ what: 'a power factor', min: 0.5, max: 1, example: '0.95' })
const readNetwork = readNumber({ what: 'a share of the nodes', min: 0, max: 2, example: '0.12' })
const coolingKinds = ['evaporative', 'adiabatic', 'dry', 'closed-loop-liquid']

export function registerEstimatePower(estimate: Command, session: Session): void {
  const command = estimate
    .command('power')
    .description(
      'What megawatts feed, or what accelerators need: chain from chip to connection, energy, cost, carbon, water, headroom',
    )
  finish<PowerOptions>(withOptions(command), session, {
    isRemote: false,
    examples: [
      'gridloom estimate power --facility 300MW --accelerator gb200-nvl72 --price 62USD/MWh --carbon 400 --wue 1.2',
      'gridloom estimate power --gpus 100000 --accelerator gb200-nvl72 --pue 1.25 --svg power.svg',
      'gridloom estimate power --preset one-megawatt --grid ercot',
      'gridloom estimate power --facility 300MW --load-series load.csv --limit 0.5%',
    ],
    act: async (_, said) => {
      const asked = await toQuestion(said, session.terminal)
      if (!asked.ok) return asked
      const question = asked.value
      const { answerPower } = await import('./power-answer.ts')
      const answer = answerPower(question)
      if ('diagnostics' in answer) return failed('refused', answer.diagnostics)
      const { chain } = answer
      if (chain.nodes === 0 && question.options.gpus === undefined)
        return noAnswer('denied', { code: 'estimate/infeasible', hint: 'give more power' }, [
          `${question.options.facility} MW at the meter do not feed one node of ${chain.kind}`,
        ])
      if (said.svg !== undefined) {
        const { powerChart } = await import('./power-chart.ts')
        const written = await writeChart(said.svg, powerChart(answer))
        if (!written.ok) return written
      }
      // Assumed ratios stand in the table of sources already.
      const found = answer.warnings.filter(({ code }) => code !== 'energy/assumed-ratio')
      if (said.json !== true && found.length > 0)
        session.terminal.err(renderDiagnostics(found, () => undefined))
      const { powerInWords, powerRestsOn } = await import('./power-text.ts')
      const json = { ...answer, restsOn: powerRestsOn(question, chain) }
      return good({ json, text: powerInWords(question, answer) })
    },
  })
}

const withOptions = (command: Command): Command =>
  command
    .option('--preset <name>', `${Object.keys(powerPresets).join(', ')}; options beside it win`)
    .option(
      '--facility <power>',
      'at the meter, as in 300MW',
      readQuantity('facility MW', 'MW facility'),
    ) // prettier-ignore
    .option('--gpus <n>', 'accelerators to power, in place of --facility', readCount)
    .option('--accelerator <kind>', 'of the catalog (default: gb200-nvl72)')
    .option('--compare', 'every accelerator of the catalog beside it')
    .option('--pue <ratio>', 'facility over IT energy of a year (default: 1.25)', readRatio)
    .option(
      '--design-peak <ratio>',
      'facility over IT power on the design day (default: median of campuses)',
      readRatio,
    ) // prettier-ignore
    .option('--network-share <share>', 'network and storage on top of the nodes', readNetwork)
    .option('--power-factor <factor>', 'MW over MVA (default: 0.95)', readPowerFactor)
    .option('--load-factor <share>', 'mean over nameplate in a year (default: 1)', readShare)
    .option(
      '--node-power <power>',
      'measured, in place of the catalog',
      readQuantity('node kW', 'kW'),
    ) // prettier-ignore
    .addOption(new Option('--cooling <kind>', 'PUE and water by the climate').choices(coolingKinds))
    .option('--climate <file>', 'CSV of 24 or 8,760 hours that ends with dry bulb, wet bulb in C')
    .option('--temperature <dry,wet>', 'one climate for all hours, as in 15,10', readTemperatures)
    .option('--grid <id>', 'of the catalog: its price and carbon where none is stated, its wait')
    .option('--price <price>', 'of energy, as in 62USD/MWh', readQuantity('USD/MWh', 'USD/MWh'))
    .option('--carbon <intensity>', 'of energy, in g/kWh', readQuantity('kg/MWh', 'g/kWh'))
    .option(
      '--wue <water>',
      'evaporated on the site, in L per IT kWh',
      readQuantity('L/kWh', 'L/kWh'),
    ) // prettier-ignore
    .option('--load-series <file>', 'CSV of a grid’s load in MW, 8,760 hours a year: adds headroom')
    .option('--limit <share>', 'of energy that may be curtailed (default: 0.5%)', readShare)
    .option('--svg <file>', 'a chart: where the megawatts go')

const missing = (message: string, hint: string): Outcome<never> =>
  simple('refused', { code: 'estimate/missing-option', message, hint })

async function toQuestion(said: PowerOptions, terminal: Terminal): Promise<Outcome<PowerQuestion>> {
  const options = combine(said)
  if (!options.ok) return options
  const { accelerator, facility, gpus } = options.value
  if (accelerator !== undefined) {
    const found = findAccelerator(accelerator)
    if (!found.ok) return found
  }
  const grid = options.value.grid === undefined ? good(undefined) : findGrid(options.value.grid)
  if (!grid.ok) return grid
  if (facility === undefined && gpus === undefined)
    return missing('power is asked for from one end or the other', 'give --facility, or --gpus, or start from "--preset one-megawatt"') // prettier-ignore
  if (facility !== undefined && gpus !== undefined)
    return noAnswer('refused', { code: 'estimate/impossible', hint: 'give --facility or --gpus, not both' }, ['both ends of the chain are given']) // prettier-ignore
  const climate = await climateOf(options.value, terminal)
  if (!climate.ok) return climate
  const load = await loadOf(options.value, terminal)
  if (!load.ok) return load
  const series = given({ climate: climate.value, loadMwByHour: load.value })
  const named = given({ grid: grid.value?.id })
  return good({ options: { ...options.value, ...named }, ...series })
}

function combine({ preset: name, ...own }: PowerOptions): Outcome<PowerOptions> {
  if (name === undefined) return good(own)
  const preset = findNamed('preset', name, powerPresets)
  if (!preset.ok) return preset
  const { facility, gpus, ...rest } = preset.value
  // One end given beside a preset takes the place of the other.
  const isOther = own.facility !== undefined || own.gpus !== undefined
  return good({ ...rest, ...(isOther ? {} : given({ facility, gpus })), ...own })
}

async function climateOf(
  { cooling, climate, temperature }: PowerOptions,
  terminal: Terminal,
): Promise<Outcome<PowerQuestion['climate']>> {
  if (cooling === undefined && climate === undefined && temperature === undefined) return good(undefined) // prettier-ignore
  if (cooling === undefined) return missing('a climate says nothing without cooling', 'give --cooling') // prettier-ignore
  if (climate === undefined) {
    const [dryBulbC, wetBulbC = dryBulbC] = temperature ?? []
    if (dryBulbC === undefined || wetBulbC === undefined)
      return missing('cooling depends on the climate', 'give --climate, or --temperature as in 15,10') // prettier-ignore
    return good({ dryBulbC, wetBulbC })
  }
  const read = await readSeries(climate, 2, terminal)
  if (!read.ok) return read
  const [dryBulbC = [], wetBulbC = []] = read.value
  return good({ dryBulbC, wetBulbC })
}

const hoursPerYear = 8760

async function loadOf(
  { loadSeries, limit }: PowerOptions,
  terminal: Terminal,
): Promise<Outcome<PowerQuestion['loadMwByHour']>> {
  if (loadSeries === undefined)
    return limit === undefined ? good(undefined) : missing('a limit of curtailment says nothing without a load', 'give --load-series') // prettier-ignore
  const read = await readSeries(loadSeries, 1, terminal)
  if (!read.ok) return read
  const [hours = []] = read.value
  const years = Math.max(1, Math.ceil(hours.length / hoursPerYear))
  return good(Array.from({ length: years }, (_, year) => hours.slice(year * hoursPerYear, (year + 1) * hoursPerYear))) // prettier-ignore
}
