import type { AcceleratorCells } from './accelerator-cells.ts'
import * as origin from './accelerator-origins.ts'
import type { Cell } from './figure.ts'
import { published } from './table-cells.ts'

const { dgxB200, epochRack, gb200Chip, gb200TestSystem, gb300Chip, gb300Rack, hgxB200 } = origin
const { hgxB300, inferenceX, nvl72, rentChoice, rubin, rubinEstimate } = origin
const { skyPilot, threeYearRent } = origin

type Peaks = readonly [taken: number, hgx: number, between: number]

/** Vendor pages, benchmarks and papers divide by three different peaks for one chip. */
const gb200Peak = ([taken, hgx, between]: Peaks, format: string): Cell => [
  taken,
  published(
    `NVIDIA, GB200 NVL72 page: 72 GPUs, ${format} with sparsity halved; the same peak in GB200 cluster reports`,
    '2024-03',
    'medium',
  ),
  {
    choice:
      'The GB200 data sheet of the rack is taken, because rows of GB200 are measured in such racks; the HGX peak understates it by a tenth and moves the utilisation by as much',
    others: [
      [hgx, published('NVIDIA, HGX B200 data sheet, often used for GB200 too', '2024-03')],
      [
        between,
        published(
          'Reports that reckon with 2,450 TFLOP/s BF16, doubled for each halving of precision',
          '2025',
        ),
      ],
    ],
  },
]

export const blackwellAndRubin: readonly AcceleratorCells[] = [
  {
    kind: 'b200',
    name: 'NVIDIA B200 (HGX, DGX)',
    bf16: [2250, hgxB200],
    fp8: [4500, dgxB200],
    fp4: [9000, dgxB200],
    memoryGb: [180, dgxB200],
    memoryTbPerS: [
      8,
      dgxB200,
      {
        choice: 'The data sheet of the DGX gives 64 TB/s for eight',
        others: [[7.7, published('NVIDIA, HGX B200 platform page', '2025')]],
      },
    ],
    scaleUpGbPerS: [1800, hgxB200],
    scaleUpDomain: [8, hgxB200],
    nicGbps: [400, dgxB200],
    chipTdpW: [1000, hgxB200],
    nodeItKw: [14.3, dgxB200],
    perNode: [8, dgxB200],
    facilityW: [2170, inferenceX],
    rentUsdPerH: [
      2.9,
      threeYearRent,
      {
        choice: rentChoice,
        others: [
          [5.5, skyPilot],
          [6.03, published('Spheron, price list of 17 March 2026', '2026-03-17')],
        ],
      },
    ],
  },
  {
    kind: 'b300',
    name: 'NVIDIA B300 (HGX)',
    bf16: [2250, hgxB300],
    fp8: [4500, hgxB300],
    fp4: [
      14_000,
      hgxB300,
      {
        choice: 'The HGX page is younger than the one of the DGX',
        others: [[13_500, published('NVIDIA, DGX B300: 108 PFLOP/s dense FP4 for eight', '2025')]],
      },
    ],
    memoryGb: [
      270,
      hgxB300,
      {
        choice: 'What software may use; the stacks hold 288 GB',
        others: [[288, gb300Chip]],
      },
    ],
    memoryTbPerS: [7.7, hgxB300],
    scaleUpGbPerS: [1800, hgxB300],
    scaleUpDomain: [8, hgxB300],
    nicGbps: [800, hgxB300],
    chipTdpW: [1100, hgxB300],
    nodeItKw: [14, hgxB300],
    perNode: [8, hgxB300],
    facilityW: [2170, inferenceX],
    rentUsdPerH: [3.48, { ...threeYearRent, confidence: 'low' }],
  },
  {
    kind: 'gb200-nvl72',
    name: 'NVIDIA GB200 NVL72',
    bf16: gb200Peak([2500, 2250, 2450], '360 PFLOP/s BF16'),
    fp8: gb200Peak([5000, 4500, 4900], '720 PFLOP/s FP8'),
    fp4: gb200Peak([10_000, 9000, 9800], '1,440 PFLOP/s FP4'),
    memoryGb: [
      186,
      gb200TestSystem,
      {
        choice: 'The benchmark reads it from the device; 192 GB is what the stacks hold',
        others: [[192, published('NVIDIA, GB200 announcement', '2024-03')]],
      },
    ],
    memoryTbPerS: [8, nvl72],
    scaleUpGbPerS: [1800, nvl72],
    scaleUpDomain: [72, nvl72],
    nicGbps: [400, nvl72],
    chipTdpW: [1200, gb200Chip],
    nodeItKw: [
      132,
      epochRack,
      {
        choice:
          'The younger one, and with the network and storage of the rack in it, so that it is a maximum',
        others: [[120, published('NVIDIA and integrators: about 120 kW for the rack', '2024')]],
      },
    ],
    perNode: [72, nvl72],
    facilityW: [2100, inferenceX],
    priceUsd: [
      54_167,
      published(
        'SemiAnalysis: 3.9 million USD all-in for a rack of 72 (3.1 of them the rack itself), divided by 72',
        '2025-08',
      ),
    ],
    rentUsdPerH: [
      3.3,
      threeYearRent,
      {
        choice: rentChoice,
        others: [[4.54, published('Spheron, 9.08 USD for a superchip of two', '2026-03-17')]],
      },
    ],
  },
  {
    kind: 'gb300-nvl72',
    name: 'NVIDIA GB300 NVL72',
    bf16: [2500, nvl72],
    fp8: [5000, nvl72],
    fp4: [15_000, gb300Chip],
    memoryGb: [
      288,
      gb300Chip,
      {
        choice: 'The data sheet; what software may use is lower and depends on the driver',
        others: [[279, published('Megatron-Bridge test systems: usable memory', '2026')]],
      },
    ],
    memoryTbPerS: [8, gb300Chip],
    scaleUpGbPerS: [1800, nvl72],
    scaleUpDomain: [72, nvl72],
    nicGbps: [800, nvl72],
    chipTdpW: [1400, gb300Chip],
    nodeItKw: [132, gb300Rack],
    perNode: [72, nvl72],
    facilityW: [2100, { ...inferenceX, confidence: 'low' }],
    priceUsd: [
      48_611,
      {
        ...rubinEstimate,
        source: 'Press estimates of 3 to 4 million USD a rack; the middle over 72',
      },
    ],
    rentUsdPerH: [
      3.96,
      { ...threeYearRent, confidence: 'low' },
      {
        choice:
          'A placeholder of its source (1.2 times GB200), kept because it is on the common basis',
        others: [
          [
            2.91,
            published(
              'IREN and Microsoft: 9.7 billion USD over five years for 76,000 GB300, divided',
              '2025-11',
            ),
          ],
        ],
      },
    ],
  },
  {
    kind: 'vr200-nvl72',
    name: 'NVIDIA Vera Rubin NVL72 (preliminary)',
    bf16: [4000, rubinEstimate],
    fp8: [17_500, rubinEstimate],
    fp4: [
      35_000,
      rubin,
      {
        choice: 'The peak for training; inference uses adaptive compression',
        others: [[50_000, rubin]],
      },
    ],
    memoryGb: [288, rubin],
    memoryTbPerS: [22, rubin],
    scaleUpGbPerS: [3600, rubin],
    scaleUpDomain: [72, rubin],
    nicGbps: [1600, rubinEstimate],
    chipTdpW: [
      1800,
      rubinEstimate,
      { choice: 'The lower of two modes that are reported', others: [[2300, rubinEstimate]] },
    ],
    nodeItKw: [
      190,
      rubinEstimate,
      { choice: 'The rack of the lower mode', others: [[230, rubinEstimate]] },
    ],
    perNode: [72, rubin],
  },
]
