import type { Origin } from './figure.ts'
import { assumed, published } from './table-cells.ts'

/** Where the figures of the accelerator tables were read, each named once. */
export const dgxA100 = published(
  'NVIDIA, DGX A100 and A100 data sheets: 8 GPUs, 6.5 kW at most, 312 TFLOP/s dense BF16, 600 GB/s NVLink',
  '2021-06',
  'high',
)
export const dgxHopper = published(
  'NVIDIA, DGX H100/H200 user guide and product pages',
  '2024-12',
  'high',
)
export const h100 = published(
  'NVIDIA, H100 data sheet: 989 TFLOP/s BF16 and 1,979 FP8 dense, 3.35 TB/s, 900 GB/s NVLink',
  '2023',
  'high',
)
export const h200 = published(
  'NVIDIA, H200 data sheet: 141 GB at 4.8 TB/s, compute as H100',
  '2024',
  'high',
)
export const h200TestSystem = published(
  'MLCommons, inference results v4.1, system file H200-SXM-141GBx8: 141 GB, 700 W',
  '2024-08',
  'high',
)
export const h800 = published(
  'DeepSeek-AI, DeepSeek-V3 technical report and ISCA 2025 paper (arXiv 2505.09343): H800 nodes of 8 with 400 GB/s NVLink and one 400 Gb/s NIC per GPU; compute as H100',
  '2025-05',
)
export const dgxB200 = published(
  'NVIDIA, DGX B200 data sheet: 8 GPUs, 14.3 kW, 1,440 GB, 72 PFLOP/s FP8 and 144 FP4 with sparsity, 64 TB/s',
  '2025',
  'high',
)
export const hgxB200 = published(
  'NVIDIA, HGX B200: configurable up to 1 kW per GPU',
  '2025',
  'high',
)
export const hgxB300 = published(
  'NVIDIA, HGX B300 and DGX B300 pages: 8 GPUs, 2.1 TB in all, 4.5 PFLOP/s dense FP8 per GPU, 800 Gb/s per GPU, about 14 kW',
  '2025',
)
export const gb200TestSystem = published(
  'MLCommons, inference results v6.1, system file GB200-NVL72: 186 GB per GPU',
  '2026',
  'high',
)
export const nvl72 = published(
  'NVIDIA, GB200 and GB300 NVL72 product pages: 72 GPUs and 36 CPUs in one rack',
  '2025',
  'high',
)
export const epochRack = published(
  'Epoch AI, cost of 1 GW of GB200 NVL72: 132 kW of IT per rack, network and storage in it',
  '2026-05-14',
)
export const gb200Chip = published(
  'NVIDIA, GB200 superchip: up to 1,200 W per GPU',
  '2024-03',
  'high',
)
export const gb300Chip = published(
  'NVIDIA, GB300 NVL72 (Blackwell Ultra): 1,400 W and 288 GB HBM3e per GPU; the usable part is lower',
  '2025-03',
  'high',
)
export const gb300Rack = published(
  'Introl, from Supermicro: eight power shelves, 132 kW of direct current in all',
  '2025',
)
export const rubin = published(
  'NVIDIA, Vera Rubin NVL72: 72 GPUs, 288 GB HBM4 at 22 TB/s, 3.6 TB/s NVLink, 35 PFLOP/s NVFP4 training and 50 inference; preliminary',
  '2026-01',
)
export const rubinEstimate = assumed(
  'Analysts before shipment of Vera Rubin NVL72; not a vendor statement',
  '2026-07',
)
export const mi300x = published(
  'AMD, Instinct MI300X data sheet: 192 GB HBM3 at 5.3 TB/s, 750 W, 8 per board, 1,307 TFLOP/s BF16, 2,615 FP8',
  '2023-12',
  'high',
)
export const mi325x = published(
  'AMD, Instinct MI325X data sheet: 256 GB HBM3E at 6 TB/s, 1,000 W, 1,307 TFLOP/s BF16, 2,615 FP8',
  '2024-10',
  'high',
)
export const mi355x = published(
  'AMD, Instinct MI355X: 288 GB HBM3E at 8 TB/s, 1,400 W board power, 8 per board',
  '2025-06-12',
  'high',
)
export const tpuV5p = published(
  'Google Cloud documentation, TPU v5p: 459 TFLOP/s BF16, 95 GiB at 2,765 GB/s, 1,200 GB/s interconnect, 8,960 chips a pod',
  '2025',
  'high',
)
export const tpuV6e = published(
  'Google Cloud documentation, TPU v6e: 918 TFLOP/s BF16, 32 GiB at 1,640 GB/s, 800 GB/s interconnect, 256 chips a pod',
  '2025',
  'high',
)
export const tpu7x = published(
  'Google Cloud documentation, TPU7x (Ironwood): 2,307 TFLOP/s BF16, 4,614 FP8, 192 GiB at 7,380 GB/s, 1,200 GB/s interconnect, 9,216 chips a pod',
  '2025-11',
  'high',
)
export const trainium2 = published(
  'AWS Neuron documentation, Trainium2 and Trn2 architecture: 667 TFLOP/s BF16, 1,299 FP8, 96 GiB at 2.9 TB/s, NeuronLink-v3 1.28 TB/s, 16 chips an instance, 64 an UltraServer',
  '2025-12',
  'high',
)
export const trainium2Network = published(
  'AWS, Trn2 instance: 3.2 Tb/s of EFA for 16 chips, by glennklockwood.com',
  '2024-12',
)
export const trainium3 = published(
  'AWS Neuron documentation, Trainium3 and Trn3 architecture: 671 TFLOP/s BF16, 2,517 MXFP8 and MXFP4, 144 GiB at 4.9 TB/s, NeuronLink-v4 2.56 TB/s, 144 chips an UltraServer of the second kind',
  '2025-12',
  'high',
)
/** Half of a link's rate each way; eight accelerators are fully meshed. */
export const mi300Links = published(
  'Derived: seven Infinity Fabric links of 128 GB/s both ways, by wheelersnetwork.com',
  '2024-01',
)
export const mi355xLinks = published(
  'Derived: seven Infinity Fabric links of 153.6 GB/s both ways, by humeconsulting.co',
  '2025',
)
export const unstatedPower = (reason: string): Origin =>
  assumed(`The vendor states no power; ${reason}`, '2026-11')

/** No vendor states the power of an AMD node with everything in it, so it is scaled from the H100 node. */
export const scaledNode = (allInKw: number): Origin =>
  assumed(
    `10.2 kW of a DGX H100, scaled by the all-in power per GPU of SemiAnalysis InferenceX (${allInKw} kW against 1.73 kW)`,
    '2026-04',
  )

export const inferenceX: Origin = {
  ...published('SemiAnalysis, InferenceX constants: all-in utility kW per GPU', '2026-04'),
  licence: 'facts cited, no file taken (GPL-3.0)',
}
/** Three years with 25 % prepaid: one basis, so that kinds compare. */
export const threeYearRent: Origin = {
  ...published(
    'SemiAnalysis, InferenceX constants: three-year rental with 25 % prepaid, per GPU-hour',
    '2026-04',
  ),
  licence: 'facts cited, no file taken (GPL-3.0)',
}

export const rentChoice =
  'The three-year rental is taken so that kinds compare on one basis; on demand is dearer and moves faster'
export const skyPilot = published(
  'Nebius list price, from the SkyPilot catalogue (Apache-2.0)',
  '2026',
)
