import type { Transformer } from './transformer.ts'

/**
 * Hybrids of Mamba-2 and attention. A layer is one block: a state-space mixer, attention, or experts.
 *
 * A Mamba-2 block of width h with n heads of size d, g groups and state s has h·(2nd + 2gs + n) parameters on the way
 * in, nd·h on the way out, a convolution of four taps with bias over nd + 2gs channels, a norm of nd and three numbers
 * per head (arXiv 2405.21060).
 */
interface Mamba2 {
  readonly hiddenSize: number
  readonly heads: number
  readonly headSize: number
  readonly groups: number
  readonly stateSize: number
}

export const mamba2Parameters = (block: Mamba2): number => {
  const inner = block.heads * block.headSize
  const state = 2 * block.groups * block.stateSize
  const input = block.hiddenSize * (2 * inner + state + block.heads)
  return input + inner * block.hiddenSize + 5 * (inner + state) + inner + 3 * block.heads
}

const nano = {
  layers: 52,
  hiddenSize: 2688,
  heads: 32,
  headSize: 128,
  attention: { kind: 'grouped-query', kvHeads: 2 },
  ffnSize: 1856,
  /** Squared ReLU, so two matrices. */
  isGated: false,
  vocabulary: 131_072,
  hasTiedEmbeddings: false,
  experts: { count: 128, perToken: 6, ffnSize: 1856, sharedFfnSize: 3712, denseLayers: 0 },
  stateSpace: {
    layers: 23,
    attentionLayers: 6,
    parametersPerLayer: mamba2Parameters({
      hiddenSize: 2688,
      heads: 64,
      headSize: 64,
      groups: 8,
      stateSize: 128,
    }),
  },
} as const

export const transformersHybrid: readonly Transformer[] = [
  {
    id: 'nemotron3-nano',
    name: 'Nemotron 3 Nano 30B-A3B',
    ...nano,
    source:
      'Released configuration nemotron_h (pattern of 23 Mamba-2, 23 expert and 6 attention layers); 31.6B parameters confirm it',
    asOf: '2025-12',
    confidence: 'high',
  },
  {
    id: 'nemotron3.5-lightning',
    name: 'Nemotron 3.5 Lightning 30B-A3B',
    ...nano,
    source:
      'NVIDIA, NeMo Customizer documentation: the architecture of Nemotron 3 Nano; its layer for further tokens is left out',
    asOf: '2026-08',
    confidence: 'medium',
  },
  {
    id: 'nemotron3-super',
    name: 'Nemotron 3 Super 120B-A12B',
    layers: 88,
    hiddenSize: 4096,
    heads: 32,
    headSize: 128,
    attention: { kind: 'grouped-query', kvHeads: 2 },
    ffnSize: 2688,
    isGated: false,
    vocabulary: 131_072,
    hasTiedEmbeddings: false,
    experts: {
      count: 512,
      perToken: 22,
      ffnSize: 2688,
      sharedFfnSize: 5376,
      denseLayers: 0,
      latentSize: 1024,
    },
    stateSpace: {
      layers: 40,
      attentionLayers: 8,
      parametersPerLayer: mamba2Parameters({
        hiddenSize: 4096,
        heads: 128,
        headSize: 64,
        groups: 8,
        stateSize: 128,
      }),
    },
    source:
      'Released configuration nemotron_h (pattern of 40 Mamba-2, 40 expert and 8 attention layers, experts in a latent of 1,024); 120B parameters and 12B active confirm it',
    asOf: '2026-03',
    confidence: 'high',
  },
  {
    id: 'nemotron3-ultra',
    name: 'Nemotron 3 Ultra 550B-A55B',
    layers: 108,
    hiddenSize: 8192,
    heads: 64,
    headSize: 128,
    attention: { kind: 'grouped-query', kvHeads: 2 },
    ffnSize: 5120,
    isGated: false,
    vocabulary: 131_072,
    hasTiedEmbeddings: false,
    experts: {
      count: 512,
      perToken: 22,
      ffnSize: 5120,
      sharedFfnSize: 10_240,
      denseLayers: 0,
      latentSize: 2048,
    },
    stateSpace: {
      layers: 48,
      attentionLayers: 12,
      parametersPerLayer: mamba2Parameters({
        hiddenSize: 8192,
        heads: 256,
        headSize: 64,
        groups: 8,
        stateSize: 128,
      }),
    },
    source:
      'NVIDIA, arXiv 2606.15007 and released configuration nemotron_h (48 Mamba-2, 48 expert and 12 attention layers, experts in a latent of 2,048); 550B parameters and 55B active confirm it',
    asOf: '2026-06',
    confidence: 'high',
  },
]
