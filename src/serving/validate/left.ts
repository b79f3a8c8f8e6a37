import type { Validation } from '../../catalog/index.ts'

type Left = Validation['left']

const each = (family: string, ids: readonly string[], why: string): Left =>
  ids.map((id) => ({ family, id, why }))

const onePoint =
  'A single maximum without the interactivity it was reached at: one point makes no curve, and a roofline misses mixtures of experts by 20 to 40 %'

const mixtureMaxima = [
  'deepseek-r1-h200-1000-1000',
  'deepseek-r1-h200-1024-8192',
  'deepseek-r1-b200-1024-8192',
  'deepseek-r1-b200-8192-1024',
  'deepseek-r1-gb200-1024-8192',
  'deepseek-r1-gb200-8192-1024',
  'gpt-oss-120b-h100-1000-1000',
  'gpt-oss-120b-h100-8192-1024',
  'gpt-oss-120b-h100-32768-1024',
  'gpt-oss-120b-gb200-1000-1000',
  'gpt-oss-120b-gb200-1024-8192',
  'gpt-oss-120b-gb200-8192-1024',
  'gpt-oss-120b-gb200-32768-1024',
  'qwen3-235b-h100-1000-1000',
  'qwen3-235b-h200-1000-1000',
  'qwen3-235b-h200-8192-1024',
  'qwen3-235b-b200-1000-1000',
  'qwen3-235b-b200-8192-1024',
  'qwen3-235b-gb200-1000-1000',
  'qwen3-235b-gb200-8192-1024',
  'llama4-maverick-h200-1000-1000',
  'llama4-maverick-b200-1000-1000',
  'llama4-maverick-gb200-1000-1000',
]

export const leftOut: Left = [
  ...each('serving/mixture of experts', mixtureMaxima, onePoint),
  ...each(
    'serving/mlperf throughput',
    ['llama3.1-8b-h200-server', 'llama3.1-8b-h200-interactive', 'llama3.1-8b-b200-offline'],
    'Prompts of a news data set rule these rows, and their mean length is not in the results',
  ),
  ...each(
    'serving/mlperf time to first token',
    ['llama2-70b server and interactive, p50 and p99'],
    'The load generator drives a server to the edge of its limit; the burst that makes the tail is not published, and the model describes a steady state',
  ),
  ...each(
    'serving/mlperf time per token',
    ['llama2-70b interactive, mean', 'llama2-70b server and interactive, p99'],
    'The limit of the scenario is an input, so that the mean would echo it; the spread between requests is not modelled',
  ),
  ...each(
    'serving/mlperf power',
    ['8 x B200, Llama2-70B offline, 10,401 W', '8 x B200, Llama3.1-8B offline, 9,436 W'],
    'Power at a serving load belongs to the power model of a node, which this room does not see',
  ),
  ...each(
    'serving/mixture of experts',
    ['gpt-oss-120b at 90 tokens/s per user, tokens/s per MW'],
    'Published per all-in megawatt for one interactivity; no curve behind it',
  ),
  ...each(
    'serving/demand',
    ['Azure 2023, Azure 2024, BurstGPT, Mooncake traces'],
    'Traces are inputs (rate and token mix), not predictions',
  ),
]
