import { good, simple, type Outcome } from '../failure.ts'
import { given } from './given.ts'
import { findAccelerator, findMetro, findModel, findNamed, noAnswer } from './names.ts'
import { servePresets } from './serve-presets.ts'
import type { Network, ServeOptions, ServeQuestion } from './serve-question.ts'

type Serving = typeof import('../../serving/index.ts')

export function toQuestion(options: ServeOptions, serving: Serving): Outcome<ServeQuestion> {
  const { preset: name, ...own } = options
  const preset = name === undefined ? good({}) : findNamed('preset', name, servePresets)
  if (!preset.ok) return preset
  const all: ServeOptions = { ...preset.value, ...given(own) }
  const request = requestOf(all)
  if (!request.ok) return request
  const level = levelOf(all, serving)
  if (!level.ok) return level
  const network = networkOf(all, serving)
  if (!network.ok) return network
  if (all.requests !== undefined && level.value?.ttftMaxMs === undefined)
    return missing('the size of a pool needs the limits it is to keep', 'give --slo, or --ttft-max and --tpot-max') // prettier-ignore
  return good({
    request: request.value,
    utilisation: all.utilisation ?? 1,
    ...given({
      concurrency: all.concurrency,
      level: level.value,
      network: network.value,
      requestsPerS: all.requests,
      gpuHourUsd: all.usdPerGpuHour,
      linkGbps: all.link,
    }),
  })
}

const missing = (message: string, hint: string): Outcome<never> =>
  simple('refused', { code: 'estimate/missing-option', message, hint })

function requestOf(options: ServeOptions): Outcome<ServeQuestion['request']> {
  const { model, gpus, input, output, accelerator = 'h200-sxm' } = options
  const needed = { '--model': model, '--gpus': gpus, '--input': input, '--output': output }
  const absent = Object.entries(needed).flatMap(([name, is]) => (is === undefined ? [name] : []))
  if (model === undefined || gpus === undefined || input === undefined || output === undefined)
    return missing(`serving needs ${absent.join(', ')}`, 'give them, or start from "--preset llama3-70b-h200"') // prettier-ignore
  const [found, chip] = [findModel(model), findAccelerator(accelerator)]
  if (!found.ok) return found
  if (!chip.ok) return chip
  return good({
    model: found.value,
    accelerator,
    gpusPerReplica: gpus,
    precision: options.precision ?? 'fp8',
    inputTokens: input,
    outputTokens: output,
    ...given({
      kvPrecision: options.kv,
      cachedShare: options.cached,
      tokensPerStep: options.speculation,
    }),
  })
}

function levelOf(
  { slo, ttftMax, tpotMax }: ServeOptions,
  { serviceLevels }: Serving,
): Outcome<ServeQuestion['level']> {
  const named = slo === undefined ? good({}) : findNamed('service level', slo, serviceLevels)
  if (!named.ok) return named
  const level = { ...named.value, ...given({ ttftMaxMs: ttftMax, tpotMaxMs: tpotMax }) }
  return good(Object.keys(level).length === 0 ? undefined : level)
}

function networkOf(options: ServeOptions, serving: Serving): Outcome<Network | undefined> {
  const { from, to, rtt, access = 'fibre', cold: isCold = false } = options
  const accessRttMs = serving.accessRttMs[access].value
  const about = { access, accessRttMs, isCold }
  if (from === undefined && to === undefined)
    return good(rtt === undefined ? undefined : { ...about, siteRttMs: rtt, note: 'as given' })
  if (from === undefined || to === undefined)
    return missing('a network has two ends', `give ${from === undefined ? '--from' : '--to'} as well`) // prettier-ignore
  const [user, site] = [findMetro(from), findMetro(to)]
  if (!user.ok) return user
  if (!site.ok) return site
  const place = ({ latitudeDeg, longitudeDeg }: typeof user.value) => ({
    latitude: latitudeDeg.value,
    longitude: longitudeDeg.value,
  })
  const way = serving.rttBetween({
    a: place(user.value),
    b: place(site.value),
    ...(rtt === undefined ? {} : { measuredMs: rtt }),
  })
  if (way.kind !== 'estimated') return noAnswer('refused', { code: 'estimate/impossible', hint: 'leave --rtt out to have it estimated' }, [way.why]) // prettier-ignore
  return good({ ...about, siteRttMs: way.p50Ms, note: way.note })
}
