import type { AcceleratorCells } from './accelerator-cells.ts'
import * as origin from './accelerator-origins.ts'
import { assumed } from './table-cells.ts'

const { inferenceX, mi300Links, mi300x, mi325x, mi355x, mi355xLinks, scaledNode, threeYearRent } =
  origin
const { tpu7x, tpuV5p, tpuV6e, trainium2, trainium2Network, trainium3, unstatedPower } = origin

const amdNic = assumed('One 400 Gb/s NIC per accelerator, as in the reference servers', '2025')

const amd: readonly AcceleratorCells[] = [
  {
    kind: 'mi300x',
    name: 'AMD Instinct MI300X',
    bf16: [1307, mi300x],
    fp8: [2615, mi300x],
    memoryGb: [192, mi300x],
    memoryTbPerS: [5.3, mi300x],
    scaleUpGbPerS: [896, mi300Links],
    scaleUpDomain: [8, mi300x],
    nicGbps: [400, amdNic],
    chipTdpW: [750, mi300x],
    nodeItKw: [10.6, scaledNode(1.79)],
    perNode: [8, mi300x],
    facilityW: [1790, inferenceX],
    rentUsdPerH: [1.55, threeYearRent],
  },
  {
    kind: 'mi325x',
    name: 'AMD Instinct MI325X',
    bf16: [1307, mi325x],
    fp8: [2615, mi325x],
    memoryGb: [256, mi325x],
    memoryTbPerS: [6, mi325x],
    scaleUpGbPerS: [896, mi300Links],
    scaleUpDomain: [8, mi325x],
    nicGbps: [400, amdNic],
    chipTdpW: [1000, mi325x],
    nodeItKw: [12.9, scaledNode(2.18)],
    perNode: [8, mi325x],
    facilityW: [2180, inferenceX],
    rentUsdPerH: [1.8, threeYearRent],
  },
  {
    kind: 'mi355x',
    name: 'AMD Instinct MI355X',
    bf16: [2500, mi355x],
    fp8: [5000, mi355x],
    fp4: [10_050, mi355x],
    memoryGb: [288, mi355x],
    memoryTbPerS: [8, mi355x],
    scaleUpGbPerS: [1075, mi355xLinks],
    scaleUpDomain: [8, mi355x],
    nicGbps: [400, amdNic],
    chipTdpW: [1400, mi355x],
    nodeItKw: [15.6, scaledNode(2.65)],
    perNode: [8, mi355x],
    facilityW: [2650, inferenceX],
    rentUsdPerH: [2.1, threeYearRent],
  },
]

const gib = 1.073741824
const gb = (gibibytes: number) => Math.round(gibibytes * gib * 10) / 10

const google: readonly AcceleratorCells[] = [
  {
    kind: 'tpu-v5p',
    name: 'Google TPU v5p',
    bf16: [459, tpuV5p],
    memoryGb: [gb(95), tpuV5p],
    memoryTbPerS: [2.765, tpuV5p],
    scaleUpGbPerS: [1200, tpuV5p],
    scaleUpDomain: [8960, tpuV5p],
    nicGbps: [50, tpuV5p],
    chipTdpW: [450, unstatedPower('estimates lie between 400 and 550 W')],
    nodeItKw: [2.8, unstatedPower('chips of a host at 1.55 times their sum, as a DGX H100')],
    perNode: [4, tpuV5p],
  },
  {
    kind: 'tpu-v6e',
    name: 'Google TPU v6e (Trillium)',
    bf16: [918, tpuV6e],
    memoryGb: [gb(32), tpuV6e],
    memoryTbPerS: [1.64, tpuV6e],
    scaleUpGbPerS: [800, tpuV6e],
    scaleUpDomain: [256, tpuV6e],
    nicGbps: [100, tpuV6e],
    chipTdpW: [300, unstatedPower('estimates lie between 250 and 400 W')],
    nodeItKw: [3.7, unstatedPower('chips of a host at 1.55 times their sum, as a DGX H100')],
    perNode: [8, tpuV6e],
  },
  {
    kind: 'tpu7x',
    name: 'Google TPU7x (Ironwood)',
    bf16: [2307, tpu7x],
    fp8: [4614, tpu7x],
    memoryGb: [gb(192), tpu7x],
    memoryTbPerS: [7.38, tpu7x],
    scaleUpGbPerS: [1200, tpu7x],
    scaleUpDomain: [9216, tpu7x],
    nicGbps: [100, tpu7x],
    chipTdpW: [1000, unstatedPower('about 1 kW is the common estimate')],
    nodeItKw: [6.2, unstatedPower('chips of a host at 1.55 times their sum, as a DGX H100')],
    perNode: [4, tpu7x],
  },
]

const amazon: readonly AcceleratorCells[] = [
  {
    kind: 'trainium2',
    name: 'AWS Trainium2',
    bf16: [667, trainium2],
    fp8: [1299, trainium2],
    memoryGb: [gb(96), trainium2],
    memoryTbPerS: [2.9, trainium2],
    scaleUpGbPerS: [1280, trainium2],
    scaleUpDomain: [64, trainium2],
    nicGbps: [200, trainium2Network],
    chipTdpW: [500, unstatedPower('about 500 W is the common estimate')],
    nodeItKw: [12.4, unstatedPower('16 chips at 1.55 times their sum, as a DGX H100')],
    perNode: [16, trainium2],
  },
  {
    kind: 'trainium3',
    name: 'AWS Trainium3',
    bf16: [671, trainium3],
    fp8: [2517, trainium3],
    fp4: [2517, trainium3],
    memoryGb: [gb(144), trainium3],
    memoryTbPerS: [4.9, trainium3],
    scaleUpGbPerS: [2560, trainium3],
    scaleUpDomain: [144, trainium3],
    nicGbps: [200, assumed('As Trainium2; to be replaced once the instance page says it', '2025')],
    chipTdpW: [1000, unstatedPower('about 1 kW is the common estimate')],
    nodeItKw: [223, unstatedPower('144 chips at 1.55 times their sum, as a DGX H100')],
    perNode: [144, trainium3],
  },
]

export const acceleratorCellsOthers = [...amd, ...google, ...amazon]
