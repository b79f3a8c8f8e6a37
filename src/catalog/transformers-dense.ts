import type { Transformer } from './transformer.ts'

const llama = {
  isGated: true,
  hasTiedEmbeddings: false,
  headSize: 128,
  attention: { kind: 'grouped-query', kvHeads: 8 },
} as const

const llama3 = {
  ...llama,
  vocabulary: 128_256,
  source: 'Llama team, arXiv 2407.21783 table 3; vocabulary of the released configuration',
  asOf: '2024-07',
  confidence: 'high',
} as const

const nemotron4 = {
  headSize: 128,
  attention: { kind: 'grouped-query', kvHeads: 8 },
  /** Squared ReLU, so two matrices. */
  isGated: false,
  hasTiedEmbeddings: false,
  vocabulary: 256_000,
  confidence: 'high',
} as const

/** Dense models with grouped queries; every token passes every parameter. */
export const transformersDense: readonly Transformer[] = [
  {
    id: 'llama2-70b',
    name: 'Llama 2 70B',
    layers: 80,
    hiddenSize: 8192,
    heads: 64,
    ffnSize: 28_672,
    ...llama,
    vocabulary: 32_000,
    source: 'Touvron et al., arXiv 2307.09288; released configuration',
    asOf: '2023-07',
    confidence: 'high',
  },
  {
    id: 'llama3-8b',
    name: 'Llama 3 8B',
    layers: 32,
    hiddenSize: 4096,
    heads: 32,
    ffnSize: 14_336,
    ...llama3,
  },
  {
    id: 'llama3-70b',
    name: 'Llama 3 70B',
    layers: 80,
    hiddenSize: 8192,
    heads: 64,
    ffnSize: 28_672,
    ...llama3,
  },
  {
    id: 'llama3.1-405b',
    name: 'Llama 3.1 405B',
    layers: 126,
    hiddenSize: 16_384,
    heads: 128,
    ffnSize: 53_248,
    ...llama3,
  },
  {
    id: 'nemotron4-15b',
    name: 'Nemotron-4 15B',
    layers: 32,
    hiddenSize: 6144,
    heads: 48,
    ffnSize: 24_576,
    ...nemotron4,
    source:
      'Parmar et al., arXiv 2402.16819 table 1; 3.2B embedding and 12.5B other parameters confirm it',
    asOf: '2024-02',
  },
  {
    id: 'nemotron4-340b',
    name: 'Nemotron-4 340B',
    layers: 96,
    hiddenSize: 18_432,
    heads: 96,
    ffnSize: 73_728,
    ...nemotron4,
    headSize: 192,
    source:
      'NVIDIA, arXiv 2406.11704 table 1; 9.4B embedding and 331.6B other parameters confirm it',
    asOf: '2024-06',
  },
  {
    id: 'intellect1-10b',
    name: 'INTELLECT-1 10B',
    layers: 42,
    hiddenSize: 4096,
    heads: 32,
    ffnSize: 14_336,
    ...llama,
    vocabulary: 128_256,
    source: 'Prime Intellect, arXiv 2412.01152: the Llama 3 architecture with 42 layers',
    asOf: '2024-12',
    confidence: 'medium',
  },
  {
    id: 'palm-540b',
    name: 'PaLM 540B',
    layers: 118,
    hiddenSize: 18_432,
    heads: 48,
    headSize: 256,
    attention: { kind: 'grouped-query', kvHeads: 1 },
    ffnSize: 73_728,
    isGated: true,
    vocabulary: 256_000,
    hasTiedEmbeddings: true,
    source: 'Chowdhery et al., arXiv 2204.02311 table 1: 540.35B parameters',
    asOf: '2022-04',
    confidence: 'high',
  },
]
