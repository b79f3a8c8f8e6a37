import type { Transformer } from './transformer.ts'

/**
 * Models of the GPT kind: full multi-head attention, a feed-forward part of four times the width without a gate, tied
 * embeddings. The vocabulary is the padded one that was trained, which FLOPs and memory follow.
 */
interface GptRow {
  readonly id: string
  readonly name: string
  readonly layers: number
  readonly hiddenSize: number
  readonly heads: number
}

type Family = Pick<
  Transformer,
  'vocabulary' | 'positions' | 'hasBiases' | 'source' | 'asOf' | 'confidence'
>

const gpt = (family: Family, { id, name, layers, hiddenSize, heads }: GptRow): Transformer => ({
  id,
  name,
  layers,
  hiddenSize,
  heads,
  headSize: hiddenSize / heads,
  attention: { kind: 'grouped-query', kvHeads: heads },
  ffnSize: 4 * hiddenSize,
  isGated: false,
  hasTiedEmbeddings: true,
  ...family,
})

const shape = (list: string): readonly GptRow[] =>
  list.split('; ').map((item) => {
    const [id = '', name = '', layers, hiddenSize, heads] = item.split(', ')
    return {
      id,
      name,
      layers: Number(layers),
      hiddenSize: Number(hiddenSize),
      heads: Number(heads),
    }
  })

const padded = { vocabulary: 51_200, positions: 2048, hasBiases: true } as const

const gpt3: Family = {
  ...padded,
  source:
    'Brown et al., arXiv 2005.14165 table 2.1; vocabulary 50,257 padded to 51,200 as in Megatron and MLPerf',
  asOf: '2020-05',
  confidence: 'high',
}
const megatron2021: Family = {
  ...padded,
  source: 'Narayanan et al., arXiv 2104.04473 table 1; vocabulary 51,200, sequence 2,048',
  asOf: '2021-04',
  confidence: 'high',
}
const korthikanti: Family = {
  ...padded,
  source: 'Korthikanti et al., arXiv 2205.05198 table 3; vocabulary 51,200, sequence 2,048',
  asOf: '2022-05',
  confidence: 'high',
}
const mtNlg: Family = {
  ...padded,
  source: 'Smith et al., arXiv 2201.11990: 105 layers, hidden 20,480, 128 heads, sequence 2,048',
  asOf: '2022-01',
  confidence: 'high',
}
const llmFoundry: Family = {
  vocabulary: 50_368,
  positions: 2048,
  hasBiases: true,
  source:
    'MosaicML, llm-foundry scripts/train/yamls/pretrain (Apache-2.0): d_model, n_heads, n_layers, vocab_size 50,368',
  asOf: '2023-10',
  confidence: 'high',
}

export const transformersGpt: readonly Transformer[] = [
  ...shape('gpt3-175b, GPT-3 175B, 96, 12288, 96').map((row) => gpt(gpt3, row)),
  ...shape(
    'megatron-1.7b, Megatron 1.7B, 24, 2304, 24; megatron-3.6b, Megatron 3.6B, 30, 3072, 32; ' +
      'megatron-7.5b, Megatron 7.5B, 36, 4096, 32; megatron-18.4b, Megatron 18.4B, 40, 6144, 48; ' +
      'megatron-39.1b, Megatron 39.1B, 48, 8192, 64; megatron-76.1b, Megatron 76.1B, 60, 10240, 80; ' +
      'megatron-145.6b, Megatron 145.6B, 80, 12288, 96; megatron-310.1b, Megatron 310.1B, 96, 16384, 128; ' +
      'megatron-529.6b, Megatron 529.6B, 105, 20480, 128; megatron-1t, Megatron 1008B, 128, 25600, 160',
  ).map((row) => gpt(megatron2021, row)),
  ...shape(
    'korthikanti-22b, Megatron 22B (2022), 48, 6144, 64; korthikanti-175b, Megatron 175B (2022), 96, 12288, 96; ' +
      'korthikanti-530b, Megatron 530B (2022), 105, 20480, 128; korthikanti-1t, Megatron 1T (2022), 128, 25600, 160',
  ).map((row) => gpt(korthikanti, row)),
  ...shape('mt-nlg-530b, MT-NLG 530B, 105, 20480, 128').map((row) => gpt(mtNlg, row)),
  ...shape(
    'mpt-125m, MPT 125M, 12, 768, 12; mpt-350m, MPT 350M, 24, 1024, 16; mpt-760m, MPT 760M, 24, 1536, 12; ' +
      'mpt-1b, MPT 1B, 24, 2048, 16; mpt-3b, MPT 3B, 32, 2560, 20; mpt-7b, MPT 7B, 32, 4096, 32; ' +
      'mpt-13b, MPT 13B, 40, 5120, 40; mpt-30b, MPT 30B, 48, 7168, 56; mpt-70b, MPT 70B, 80, 8192, 64',
  ).map((row) => gpt(llmFoundry, row)),
]
