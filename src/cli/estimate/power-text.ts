import { accelerator, grids, type Figure } from '../../catalog/index.ts'
import { chainFigures } from '../../power/index.ts'
import type { Chain, Headroom } from '../../power/index.ts'
import { formatQuantity } from '../../units/index.ts'
import { formatTable } from '../table.ts'
import { given } from './given.ts'
import { limitDefault, type PowerAnswer, type PowerQuestion } from './power-answer.ts'
import { restsOnTable, type RestsOn } from './rests-on.ts'

/** All of `estimate power`: the chain from chip to connection once, the year, and what the grid can take. */
export function powerInWords(question: PowerQuestion, answer: PowerAnswer): string {
  const { chain, perMw } = answer
  return [
    `${count(chain.accelerators)} ${chain.kind} in ${count(chain.nodes)} nodes`,
    formatTable(chainRows(question, chain), ['POWER', 'MW', 'HOW'], new Set([1])),
    '',
    `a megawatt at the meter feeds ${perMw.accelerators.toFixed(0)} ${chain.kind}: ${formatQuantity(perMw.itMw, 'IT MW')}, ${count(perMw.peakBf16Pflops)} PFLOP/s dense bf16 at peak; each takes ${count(chain.facilityWPerAccelerator)} W there`, // prettier-ignore
    '',
    formatTable(yearRows(question, answer)),
    ...compareLines(answer),
    ...headroomLines(question, answer.headroom),
    '',
    restsOnTable(powerRestsOn(question, chain)),
    'how far off the chain is: gridloom validate --only power',
  ].join('\n')
}

const count = (value: number): string =>
  (Math.abs(value) < 1000 ? Number(value.toPrecision(3)) : Math.round(value)).toLocaleString('en-US') // prettier-ignore
const mw = (value: number): string => value.toFixed(value < 100 ? 2 : 1)

function chainRows({ options }: PowerQuestion, chain: Chain): string[][] {
  const { chipsMw, nodesMw, itMw, facilityMw, connectionMva, designPeakRatio } = chain
  const powerFactor = options.powerFactor ?? chainFigures.powerFactor.value
  return [
    ['chips', mw(chipsMw), `${count(chain.accelerators)} x ${count(chain.chipW)} W`],
    ['nodes', mw(nodesMw), `${count(chain.nodes)} x ${count(chain.nodeKw)} kW, with processors, memory and fans`], // prettier-ignore
    ['IT', mw(itMw), `network and storage add ${percent(chain.networkStorageShare)}`],
    ['facility', mw(facilityMw), `x ${designPeakRatio.toPrecision(4)} on the design day, at the meter`], // prettier-ignore
    ['connection', `${mw(connectionMva)} MVA`, `over a power factor of ${powerFactor}`],
  ]
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`

function yearRows({ options }: PowerQuestion, answer: PowerAnswer): string[][] {
  const { chain, carbon, water } = answer
  const { cooling, loadFactor = chainFigures.loadFactor.value } = options
  const climate = water !== undefined && options.pue === undefined ? `, of ${cooling} cooling in that climate` : '' // prettier-ignore
  const rows = [
    ['IT energy', `${formatQuantity(chain.itEnergyMwh, 'MWh')} a year at ${percent(loadFactor)} of nameplate`], // prettier-ignore
    ['energy', `${formatQuantity(chain.energyMwh, 'MWh')} a year at the meter, PUE ${chain.pue.toPrecision(3)}${climate}`], // prettier-ignore
  ]
  if (chain.energyUsd !== undefined && chain.energyMwh > 0)
    rows.push(['cost', `${count(chain.energyUsd / 1e6)} million USD a year at ${count(chain.energyUsd / chain.energyMwh)} USD/MWh`]) // prettier-ignore
  if (chain.carbonT !== undefined && options.carbon !== undefined)
    rows.push(['carbon', `${count(chain.carbonT)} t a year at ${options.carbon} g/kWh, as stated`])
  else if (carbon !== undefined)
    rows.push(['carbon', `${count(carbon.locationT)} t a year at ${count(carbon.locationGPerKwh)} g/kWh: average of the grid, location-based, ${carbon.scope}`]) // prettier-ignore
  if (chain.waterM3 !== undefined && chain.waterPeakDayM3 !== undefined)
    rows.push(['water', `${count(chain.waterM3)} m3 a year consumed on the site, ${count(chain.waterPeakDayM3)} m3 on a day at full load, as stated`]) // prettier-ignore
  if (water !== undefined)
    rows.push(['water', `${count(water.consumedM3)} m3 a year consumed on the site (${water.wueLPerKwh.toPrecision(2)} L per IT kWh), ${count(water.consumedPeakDayM3)} m3 on the worst day; ${count(water.withdrawnM3)} m3 withdrawn`]) // prettier-ignore
  return [...rows, ...gridRows(options.grid)]
}

const gridOf = (id: string | undefined) => grids.find((one) => one.id === id)

/** What the catalogue knows of waiting for that grid. */
function gridRows(id: string | undefined): string[][] {
  const grid = gridOf(id)
  const { waitMonths, headroomGw } = grid ?? {}
  return [
    ...(waitMonths === undefined ? [] : [['wait', `${waitMonths.value} months for a connection (${waitMonths.provenance}: ${waitMonths.source})`]]), // prettier-ignore
    ...(headroomGw === undefined ? [] : [['headroom', `${headroomGw.value} GW in the grid (${headroomGw.provenance}: ${headroomGw.source})`]]), // prettier-ignore
  ]
}

function compareLines({ compared }: PowerAnswer): string[] {
  if (compared.length === 0) return []
  const rows = compared.map(({ chain, accelerators, itMw, peakBf16Pflops }) => [
    chain.kind,
    mw(chain.facilityMw),
    count(chain.accelerators),
    count(chain.facilityWPerAccelerator),
    accelerators.toFixed(0),
    itMw.toFixed(3),
    count(peakBf16Pflops),
  ])
  const header = ['ACCELERATOR', 'FACILITY MW', 'COUNT', 'W EACH', 'PER MW', 'IT MW PER MW', 'PFLOP/S PER MW'] // prettier-ignore
  return ['', formatTable(rows, header, new Set([1, 2, 3, 4, 5, 6]))]
}

function headroomLines(
  { options }: PowerQuestion,
  room: Omit<Headroom, 'peakMw'> | undefined,
): string[] {
  if (room === undefined) return []
  const { headroomMw, curtailedH, events, meanEventH, maxEventH, staysOn, caveats } = room
  const half = staysOn.find(({ atLeast }) => atLeast === 0.5)
  return [
    '',
    `headroom: the grid takes ${formatQuantity(headroomMw, 'facility MW')} more if it may curtail ${percent(options.limit ?? limitDefault)} of its energy`, // prettier-ignore
    `  called ${count(curtailedH)} h a year in ${count(events)} events, ${meanEventH.toPrecision(2)} h on the mean, ${maxEventH} h at most${half === undefined ? '' : `; at least half stays on in ${percent(half.shareOfHours)} of those hours`}`, // prettier-ignore
    ...caveats.map((caveat) => `  not in it: ${caveat}`),
  ]
}

/** What the answer rests on and the options did not say. */
export function powerRestsOn({ options }: PowerQuestion, chain: Chain): RestsOn {
  const entry = accelerator(chain.kind)
  const grid = gridOf(options.grid)
  // Cooling and climate decide both ratios where neither is stated.
  const isCooled = options.cooling !== undefined
  const unless = (said: unknown, figure: Figure | undefined): Figure | undefined =>
    said === undefined ? figure : undefined
  return given({
    'chip': entry?.chipTdpW,
    'node': unless(options.nodePower, entry?.nodeItKw),
    'network and storage': chain.networkStorageShare > 0 ? unless(options.networkShare, chainFigures.networkStorageShare) : undefined, // prettier-ignore
    'design-peak ratio': isCooled ? undefined : unless(options.designPeak, chainFigures.designPeakRatio), // prettier-ignore
    'PUE of a year': isCooled ? undefined : unless(options.pue, chainFigures.pue),
    'power factor': unless(options.powerFactor, chainFigures.powerFactor),
    'load factor': unless(options.loadFactor, chainFigures.loadFactor),
    'price': unless(options.price, grid?.wholesaleUsdPerMwh),
    'carbon': unless(options.carbon, grid?.lifecycleGPerKwh),
  }) // prettier-ignore
}
