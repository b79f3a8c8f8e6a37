import type { Figure } from './figure.ts'
import { figureOfCell } from './figure.ts'
import type { Cell } from './figure.ts'
import { published } from './table-cells.ts'

/**
 * Money facts that are not of one chip or one supply: capital per gigawatt, cost of capital, lives of assets, fibre in
 * the ground. Whether a gigawatt is of IT or at the meter stands in the unit, because sources mix them up.
 */
export interface EconomicFact {
  readonly id: string
  readonly name: string
  readonly value: Figure
}

const epoch = {
  ...published(
    'Epoch AI, cost of 1 GW of IT, all GB200 NVL72, owned by a hyperscaler',
    '2026-05-14',
  ),
  licence: 'CC BY 4.0',
}
const bernstein = published('Bernstein: 5.9 million USD per NVL72 rack, 3.4 of them IT', '2025-10')
const sec = published(
  'SEC, CoreWeave quarterly report to 30 June 2025, effective rates (XBRL R41)',
  '2025-06-30',
  'high',
)
const tco = published("SemiAnalysis, Rubin article: owner's cost per GPU-hour", '2026-07')
const inferenceX = (owner: string) => ({
  ...published(
    `SemiAnalysis, InferenceX constants: ${owner}, economic life of four years`,
    '2026-04',
  ),
  licence: 'facts cited, no file taken (GPL-3.0)',
})
const fibre = published(
  'Fiber Broadband Association and Cartesian, cost annual: median of the United States',
  '2025',
  'high',
)
const afl = published('AFL 2001, quoting Bellcore: service-affecting failures', '2001')
const depreciation = (text: string, year = '2025') =>
  published(`Annual reports, by press: ${text}`, year)

type About = readonly [id: string, name: string, unit: string]

const fact = ([id, name, unit]: About, cell: Cell): EconomicFact => ({
  id: `money-${id}`,
  name,
  value: figureOfCell(cell, unit),
})

const capital: readonly EconomicFact[] = [
  fact(
    ['capex-per-gw-it', 'Capital for 1 GW of IT, all in', 'billion USD/GW IT'],
    [
      38,
      epoch,
      {
        choice:
          'It says what it counts, and its yearly cost agrees with an independent one per GPU-hour',
        others: [
          [35, { ...bernstein, source: `${bernstein.source}; per GW at the meter` }],
          [47, published('Foxconn, for Vera Rubin racks, by press', '2026', 'low')],
          [
            55,
            published(
              'NVIDIA, second quarter of fiscal 2026: 50 to 60 billion for future products',
              '2025-08',
            ),
          ],
        ],
      },
    ],
  ),
  fact(['opex-per-gw-it', 'Yearly operation of 1 GW of IT', 'billion USD/yr/GW IT'], [0.9, epoch]),
  fact(
    ['owner-cost-per-gw-it', 'Yearly cost of owning 1 GW of IT', 'billion USD/yr/GW IT'],
    [8.5, epoch],
  ),
  fact(
    ['rack-nvl72', 'GB200 NVL72 rack with its share of the building', 'million USD'],
    [5.9, bernstein],
  ),
  fact(
    ['shell-per-mw', 'Building with power and cooling, without land and servers', 'million USD/MW'],
    [
      11.7,
      published(
        'Cushman & Wakefield: mean of US markets, 9.3 in San Antonio to 15.0 in Reno',
        '2025',
      ),
      {
        choice: 'The one that names its range',
        others: [[11.3, published('JLL, data centre outlook', '2026')]],
      },
    ],
  ),
  fact(
    ['owner-cost-gb200', "Owner's cost of a GB200", 'USD/h'],
    [
      1.84,
      tco,
      {
        choice: 'The youngest; the older split by owner is beside it',
        others: [
          [2.21, inferenceX('hyperscaler')],
          [2.75, inferenceX('neocloud')],
        ],
      },
    ],
  ),
  fact(['owner-cost-gb300', "Owner's cost of a GB300", 'USD/h'], [2.36, tco]),
  fact(['owner-cost-vr-nvl72', "Owner's cost of a Vera Rubin NVL72 GPU", 'USD/h'], [3.57, tco]),
  fact(
    ['owner-cost-h100', "Owner's cost of an H100", 'USD/h'],
    [
      1.3,
      inferenceX('hyperscaler'),
      {
        choice: 'The cheapest owner; a neocloud borrows dearer',
        others: [[1.69, inferenceX('neocloud')]],
      },
    ],
  ),
]

const finance: readonly EconomicFact[] = [
  fact(['debt-rate-ddtl1', 'Rate of the first loan against GPUs of a neocloud', '1'], [0.15, sec]),
  fact(['debt-rate-ddtl2', 'Rate of the second loan against GPUs', '1'], [0.11, sec]),
  fact(['debt-rate-notes', 'Rate of unsecured notes', '1'], [0.1, sec]),
  fact(['debt-rate-revolver', 'Rate of the revolving credit', '1'], [0.07, sec]),
  fact(
    ['life-hyperscaler', 'Depreciation of servers, hyperscaler', 'years'],
    [
      6,
      depreciation('Microsoft and Alphabet six years'),
      {
        choice: 'The most common; the lower values are argued for GPUs',
        others: [
          [5, depreciation('Amazon for some servers since 2025')],
          [5.5, depreciation('Meta')],
        ],
      },
    ],
  ),
  fact(
    ['life-neocloud', 'Depreciation of servers, neocloud', 'years'],
    [
      4,
      depreciation('Nebius four years'),
      { choice: 'The prudent one', others: [[6, depreciation('CoreWeave six years')]] },
    ],
  ),
  fact(['life-facility', 'Life of building, power and cooling', 'years'], [14, epoch]),
  fact(
    ['contract-gb300', 'GB300 under a five-year contract', 'USD/h'],
    [
      2.91,
      published('IREN and Microsoft: 9.7 billion USD, five years, 76,000 GPUs, divided', '2025-11'),
    ],
  ),
  fact(
    ['h100-list', 'H100 on demand, median of list prices', 'USD/h'],
    [2.95, published('aimultiple and aitechconnect: 37 sellers', '2026-05')],
  ),
  fact(
    ['egress-aws', 'Egress to the internet, first tier', 'USD/GB'],
    [
      0.09,
      published('AWS list price, by cloudtoolstack', '2026'),
      {
        choice: 'The largest seller',
        others: [
          [0.087, published('Azure list price, by cloudtoolstack', '2026')],
          [0.12, published('Google Cloud list price, by thundercompute', '2026')],
        ],
      },
    ],
  ),
]

const route: readonly EconomicFact[] = [
  fact(
    ['fibre-buried', 'Buried fibre, construction', 'USD/km'],
    [
      59_055,
      fibre,
      {
        choice: 'A median of many builds; the others are programmes of one kind',
        others: [
          [
            92_000,
            published(
              'NTIA middle mile awards: 1.778 billion USD over 12,000 miles',
              '2023-06-16',
              'high',
            ),
          ],
          [
            275_000,
            published(
              'NTIA middle mile award to BGE, urban underground: 30.9 million USD over 69.9 miles',
              '2023-06-16',
              'high',
            ),
          ],
        ],
      },
    ],
  ),
  fact(['fibre-aerial', 'Aerial fibre, construction', 'USD/km'], [26_247, fibre]),
  fact(['cuts-buried', 'Failures of buried cable', '1/(1000 km yr)'], [2.13, afl]),
  fact(
    ['cuts-opgw', 'Failures of cable in the earth wire of a power line', '1/(1000 km yr)'],
    [0.085, { ...afl, source: 'AFL 2001, a vendor of such cable' }],
  ),
]

export const economicFacts: readonly EconomicFact[] = [...capital, ...finance, ...route]
