import type { AcceleratorCells } from './accelerator-cells.ts'
import * as origin from './accelerator-origins.ts'
import { assumed, published } from './table-cells.ts'

const { dgxA100, dgxHopper, h100, h200, h200TestSystem, h800 } = origin
const { inferenceX, rentChoice, skyPilot, threeYearRent } = origin

const listPriceH100 = published(
  'Market surveys (aimultiple, aitechconnect): median on-demand list price of 37 sellers',
  '2026-05',
)
const a100Common = {
  bf16: [312, dgxA100],
  scaleUpGbPerS: [600, dgxA100],
  scaleUpDomain: [8, dgxA100],
  nicGbps: [200, dgxA100],
  chipTdpW: [400, dgxA100],
  nodeItKw: [6.5, dgxA100],
  perNode: [8, dgxA100],
  rentUsdPerH: [
    0.8,
    published('Market surveys: lowest of the long tail of sellers', '2026', 'low'),
    {
      choice: 'An old chip is rented where it is cheapest; hyperscalers still ask more',
      others: [[3, published('Market surveys: hyperscalers, on demand', '2026', 'low')]],
    },
  ],
} satisfies Partial<AcceleratorCells>

const hopperCommon = {
  bf16: [989, h100],
  fp8: [1979, h100],
  scaleUpDomain: [8, dgxHopper],
  nicGbps: [400, dgxHopper],
  nodeItKw: [10.2, dgxHopper],
} satisfies Partial<AcceleratorCells>

export const ampereAndHopper: readonly AcceleratorCells[] = [
  {
    kind: 'a100-sxm-40g',
    name: 'NVIDIA A100 SXM 40 GB',
    ...a100Common,
    memoryGb: [40, dgxA100],
    memoryTbPerS: [1.555, dgxA100],
  },
  {
    kind: 'a100-sxm-80g',
    name: 'NVIDIA A100 SXM 80 GB',
    ...a100Common,
    memoryGb: [80, dgxA100],
    memoryTbPerS: [2.039, dgxA100],
  },
  {
    kind: 'h100-sxm',
    name: 'NVIDIA H100 SXM',
    ...hopperCommon,
    memoryGb: [80, dgxHopper],
    memoryTbPerS: [3.35, h100],
    scaleUpGbPerS: [900, h100],
    chipTdpW: [700, dgxHopper],
    perNode: [8, dgxHopper],
    facilityW: [
      1790,
      published(
        'SemiAnalysis, energy per token on 128 H100, times tokens per second of dgxc-benchmarking v25.02: 1,782 to 1,791 W',
        '2025-08',
      ),
      {
        choice: 'Two models and two precisions agree on it within half a percent',
        others: [[1730, inferenceX]],
      },
    ],
    priceUsd: [
      31_250,
      published('SemiAnalysis: 250,000 USD all-in for a server of 8, divided by 8', '2025-08'),
    ],
    rentUsdPerH: [
      1.3,
      threeYearRent,
      {
        choice: rentChoice,
        others: [
          [2.95, listPriceH100],
          [2.35, published('SemiAnalysis, one-year contract, March 2026', '2026-03')],
          [1.7, published('SemiAnalysis, one-year contract, October 2025', '2025-10')],
        ],
      },
    ],
  },
  {
    kind: 'h200-sxm',
    name: 'NVIDIA H200 SXM',
    ...hopperCommon,
    memoryGb: [141, h200TestSystem],
    memoryTbPerS: [4.8, h200],
    scaleUpGbPerS: [900, h200],
    chipTdpW: [700, h200TestSystem],
    perNode: [8, h200TestSystem],
    facilityW: [1730, inferenceX],
    rentUsdPerH: [
      1.6,
      threeYearRent,
      {
        choice: rentChoice,
        others: [
          [3.5, skyPilot],
          [4.54, published('Spheron, price list of 17 March 2026', '2026-03-17')],
        ],
      },
    ],
  },
  {
    kind: 'h800',
    name: 'NVIDIA H800',
    ...hopperCommon,
    memoryGb: [80, h800],
    memoryTbPerS: [3.35, h800],
    scaleUpGbPerS: [400, h800],
    scaleUpDomain: [8, h800],
    nicGbps: [400, h800],
    chipTdpW: [700, h800],
    nodeItKw: [10.2, assumed('As a DGX H100: the same chip with half the NVLink', '2024-12')],
    perNode: [8, h800],
    rentUsdPerH: [
      2,
      published('DeepSeek-AI, DeepSeek-V3 technical report: assumed rental price', '2024-12'),
    ],
  },
]
