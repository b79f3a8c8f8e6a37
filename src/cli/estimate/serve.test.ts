import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { transformer } from '../../catalog/index.ts'
import { curvesOf, estimateServing, rttBetween } from '../../serving/index.ts'
import { runWith } from '../fake-terminal.ts'
import { commandLines, expectFiniteAnswers } from './fake-options.ts'
import { servePresets } from './serve-presets.ts'

const serve = (...argv: string[]) => runWith(['estimate', 'serve', ...argv])
const dense = ['--model', 'llama3-70b', '--accelerator', 'h200-sxm', '--gpus', '2', '--precision', 'fp8', '--input', '8192', '--output', '1024'] // prettier-ignore

describe('gridloom estimate serve', () => {
  it('says what the model says at each concurrency', async () => {
    const { out } = await serve(...dense, '--cached', '0.4', '--concurrency', '1,8,64', '--json')
    const { rows } = JSON.parse(out)
    const model = transformer('llama3-70b')
    if (model === undefined) throw new Error('the catalog lost a model')
    const direct = estimateServing({
      model,
      accelerator: 'h200-sxm',
      gpusPerReplica: 2,
      precision: 'fp8',
      inputTokens: 8192,
      outputTokens: 1024,
      cachedShare: 0.4,
      concurrency: 8,
    })
    expect(rows.map((row: { concurrency: number }) => row.concurrency)).toEqual([1, 8, 64])
    expect(rows[1].outcome).toEqual(JSON.parse(JSON.stringify(direct)))
  })

  it('names where constants come from, and how far off the model is where it was not fitted', async () => {
    const { out } = await serve(...dense)
    expect(out).toContain('TensorRT-LLM')
    expect(out).toMatch(/off by [\d.]+ % on the mean, [\d.]+ % at worst/u)
  })

  it('goes as far as memory and says what binds', async () => {
    const { out } = await serve(...dense, '--concurrency', '100000')
    expect(out).toContain('memory at ')
    expect(out).toMatch(/^memory 282 GB: weights/mu)
  })

  it('keeps a limit with fewer sequences, at a higher cost', async () => {
    const { out } = await serve(...dense, '--tpot-max', '40ms', '--usd-per-gpu-hour', '2.9', '--json') // prettier-ignore
    const { rows, withinLimit } = JSON.parse(out)
    expect(withinLimit.outcome.estimate.tpotMs).toBeLessThanOrEqual(40 * (1 + 1e-9))
    expect(withinLimit.concurrency).toBeLessThan(rows.at(-1).concurrency)
    expect(withinLimit.usdPerMillionOutputTokens).toBeGreaterThan(
      rows.at(-1).usdPerMillionOutputTokens,
    )
    const { outputTokensPerSPerGpu } = withinLimit.outcome.estimate
    const usdPerToken = 2.9 / 3600 / outputTokensPerSPerGpu
    expect(withinLimit.usdPerMillionOutputTokens).toBeCloseTo(1e6 * usdPerToken, 9)
  })

  it('adds the network to the first token, three times where the connection is cold', async () => {
    const way = ['--from', 'madrid', '--to', 'stockholm', '--access', '5g', '--concurrency', '8']
    const [warm, cold] = await Promise.all([
      serve(...dense, ...way, '--json'),
      serve(...dense, ...way, '--cold', '--json'),
    ])
    const [first, third] = [warm, cold].map(({ out }) => JSON.parse(out).firstToken)
    expect(third.networkMs).toBeCloseTo(3 * first.networkMs, 9)
    expect(third.p99Ms - first.p99Ms).toBeCloseTo(2 * first.networkMs, 9)
    const rtt = rttBetween({ a: { latitude: 40.4, longitude: -3.7 }, b: { latitude: 59.3, longitude: 18.1 } }) // prettier-ignore
    if (rtt.kind !== 'estimated') throw new Error('no way from Madrid to Stockholm')
    expect(first.networkMs).toBeCloseTo(30 + rtt.p50Ms, -1)
  })

  it('says that a mixture of experts is interpolated, and from what', async () => {
    const { code, out } = await serve('--preset', 'kimi-k2-b200')
    expect(code).toBe(0)
    const [curve] = curvesOf({ model: 'kimi-k2', accelerator: 'b200', precision: 'fp4' })
    expect(out).toContain(`Interpolated from ${curve?.points.length} measured points`)
    expect(out).toContain(curve?.source)
    expect(out).toMatch(/^ +64 .* measured$/mu)
  })

  it('stages weights over a link', async () => {
    const { out } = await serve(...dense, '--link', '100G', '--rtt', '20ms', '--json')
    const { staging } = JSON.parse(out)
    expect(staging.weightsGb).toBeCloseTo(70.55, 1)
    expect(staging.weights.durationMs).toBeCloseTo(staging.weightsGb * 80 + 20, 6)
  })

  it('sizes a pool that keeps a promise', async () => {
    const { out } = await serve(...dense, '--slo', 'llama2-70b-server', '--requests', '50', '--json') // prettier-ignore
    const { pool } = JSON.parse(out)
    expect(pool.size.gpus).toBe(2 * pool.size.replicas)
    expect(pool.size.ttftP99Ms).toBeLessThanOrEqual(2000)
  })

  it.each(Object.keys(servePresets))('answers the preset %s', async (name) => {
    expect((await serve('--preset', name)).code).toBe(0)
  })

  it.each([
    [['--model', 'lama3-70b', '--gpus', '2', '--input', '1', '--output', '1'], 2, 'did you mean "llama3-70b"?'], // prettier-ignore
    [[...dense, '--accelerator', 'h200-smx'], 2, 'did you mean "h200-sxm"?'],
    [[...dense, '--slo', 'llama2-70b-sever'], 2, 'did you mean "llama2-70b-server"?'],
    [[...dense, '--from', 'madird', '--to', 'paris'], 2, 'did you mean "madrid"?'],
    [[...dense, '--from', 'madrid'], 2, 'give --to as well'],
    [[...dense, '--from', 'madrid', '--to', 'sydney', '--rtt', '1ms'], 2, 'faster than light'],
    [[...dense, '--requests', '5'], 2, 'give --slo'],
    [[...dense, '--input', '1e18'], 2, 'inputTokens must lie between'],
    [['--model', 'llama3-70b'], 2, 'serving needs --gpus, --input, --output'],
    [[...dense, '--concurrency', ''], 1, '1,8,64'],
    [[...dense, '--tpot-max', '0'], 1, 'above 0'],
    [[...dense, '--gpus', '-2'], 1, 'between 1 and'],
    [['--model', 'llama3.1-405b', '--gpus', '1', '--input', '1000', '--output', '10'], 3, 'take more GPUs'], // prettier-ignore
    [['--model', 'kimi-k2', '--gpus', '8', '--input', '1000', '--output', '10'], 3, 'ask within what was measured'], // prettier-ignore
    [[...dense, '--accelerator', 'tpu7x'], 2, 'nothing is guessed'],
  ])('%j ends with %d and a way out', async (argv, code, hint) => {
    const ran = await serve(...argv)
    expect(ran.code).toBe(code)
    expect(ran.err).toContain(hint)
  })

  it('shows the curve and ends with 3 where a limit cannot be kept', async () => {
    const { code, out } = await serve(...dense, '--tpot-max', '1ms')
    expect(code).toBe(3)
    expect(out).toContain('within 1 ms per token: none')
  })

  it('draws output of a GPU against speed of a user', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'gridloom-serve-'))
    try {
      const path = join(dir, 'serve.svg')
      expect((await serve(...dense, '--tpot-max', '40', '--svg', path)).code).toBe(0)
      const svg = await readFile(path, 'utf8')
      expect(svg).toContain('within the limit')
      expect(svg).not.toMatch(/NaN|Infinity/u)
    } finally {
      await rm(dir, { recursive: true })
    }
  })

  it('answers or refuses whatever stands in its options', { timeout: 60_000 }, async () => {
    const options = {
      '--preset': Object.keys(servePresets),
      '--model': ['llama3-8b', 'llama3.1-405b', 'deepseek-v3'],
      '--accelerator': ['h100-sxm', 'mi300x', 'tpu7x', 'gb200-nvl72'],
      '--gpus': ['1', '8', '1000000'],
      '--precision': ['bf16', 'fp4'],
      '--kv': ['bf16'],
      '--input': ['1', '1M', '100M'],
      '--output': ['1', '8k'],
      '--cached': ['0', '100%'],
      '--speculation': ['1', '99'],
      '--concurrency': ['1', '1,2,100000000'],
      '--slo': ['llama2-70b-interactive'],
      '--tpot-max': ['40ms', '1us'],
      '--ttft-max': ['2s', '1e6'],
      '--from': ['tokyo'],
      '--to': ['tokyo', 'sydney'],
      '--rtt': ['0', '500'],
      '--access': ['4g', 'backbone'],
      '--requests': ['0.000001', '1e7'],
      '--usd-per-gpu-hour': ['0', '2.9', '1e6'],
      '--utilisation': ['0', '50%'],
      '--link': ['1kb/s', '1T'],
    }
    await expectFiniteAnswers(['estimate', 'serve'], commandLines(options, ['--preset']), 100)
  })
})
