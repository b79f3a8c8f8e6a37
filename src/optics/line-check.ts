import type { Diagnostic } from '../diagnostics/index.ts'
import { checkElement } from './element-check.ts'
import type { Line } from './line-input.ts'
import { rangeCheck } from './range-check.ts'
import type { Report } from './range-check.ts'
import { combOf } from './spectrum.ts'
import type { ChannelGroup, Comb } from './spectrum.ts'

/**
 * What is wrong with the description of a line: all of it at once, each with its place. What passes here gives finite figures,
 * or a dark channel.
 */
const mostChannels = 2000
const mostElements = 10_000

export function checkLine(line: Line): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  const report: Report = (diagnostic) => void found.push({ severity: 'error', ...diagnostic })
  rangeCheck(report, '')('launchDbm', line.launchDbm, { min: -60, max: 60, unit: 'dBm' })
  const added = rangeCheck(report, '/addedOsnrDb')
  line.addedOsnrDb?.forEach((db, i) => added(`${i}`, db, { min: -20, max: 200, unit: 'dB' }))
  const comb = checkChannels(line.channels, report)
  if (line.elements.length > mostElements) {
    const message = `a line of ${line.elements.length} elements; the most is ${mostElements}`
    report({ code: 'line/too-long', pointer: '/elements', message })
    return found
  }
  checkRaman(line, comb, report)
  line.elements.forEach((element, i) => checkElement({ element, comb, report }, `/elements/${i}`))
  return found
}

/** Raman scattering takes a second for a span of a hundred channels: lines that would take minutes are refused. */
const ramanChannelsMax = 300
const ramanWorkMax = 4000

function checkRaman(line: Line, comb: Comb | undefined, report: Report): void {
  const { raman, elements } = line
  const inRange = rangeCheck(report, '/raman')
  inRange('profileStepKm', raman?.profileStepKm ?? 1, { min: 0.25, max: 100, unit: 'km' })
  const spans = elements.filter(
    (element) =>
      element.kind === 'span' && (raman !== undefined || (element.pumps ?? []).length > 0),
  )
  const channels = comb?.frequencyHz.length ?? 0
  if (spans.length === 0) return
  if (channels <= ramanChannelsMax && spans.length * channels <= ramanWorkMax) return
  const message = `${spans.length} spans with Raman scattering and ${channels} channels; at most ${ramanChannelsMax} channels, and ${ramanWorkMax} of spans times channels`
  report({ code: 'line/too-much-raman', pointer: '/elements', message })
}

function checkChannels(groups: readonly ChannelGroup[], report: Report): Comb | undefined {
  const areSound = groups
    .map((group, index) => checkGroup(group, `/channels/${index}`, report))
    .every(Boolean)
  const count = groups.reduce((sum, { channels }) => sum + channels, 0)
  if (groups.length === 0 || count > mostChannels) {
    const message = `a comb of ${count} channels; from 1 to ${mostChannels} can be estimated`
    report({ code: 'line/bad-comb', pointer: '/channels', message })
    return undefined
  }
  if (!areSound) return undefined
  const comb = combOf(groups)
  checkOverlap(comb, report)
  return comb
}

function checkGroup(group: ChannelGroup, pointer: string, report: Report): boolean {
  const inRange = rangeCheck(report, pointer)
  const { channels, transmitterOsnrDb = Infinity } = group
  const checks = [
    inRange('channels', channels, { min: 1, max: mostChannels, unit: '' }),
    inRange('firstThz', group.firstThz, { min: 150, max: 260, unit: 'THz' }),
    inRange('spacingGhz', group.spacingGhz, { min: 1, max: 10_000, unit: 'GHz' }),
    inRange('symbolRateGbd', group.symbolRateGbd, { min: 0.1, max: 2000, unit: 'GBd' }),
    inRange('rollOff', group.rollOff ?? 0, { min: 0, max: 1, unit: '' }),
    inRange('offsetDb', group.offsetDb ?? 0, { min: -60, max: 60, unit: 'dB' }),
    transmitterOsnrDb === Infinity ||
      inRange('transmitterOsnrDb', transmitterOsnrDb, { min: -20, max: 200, unit: 'dB' }),
  ]
  if (checks[0] === true && !Number.isInteger(channels)) {
    const message = `channels is ${channels}; it counts whole channels`
    report({ code: 'line/out-of-range', pointer: `${pointer}/channels`, message })
    return false
  }
  return checks.every(Boolean)
}

function checkOverlap({ frequencyHz, symbolRateHz }: Comb, report: Report): void {
  for (let i = 1; i < frequencyHz.length; i++) {
    const apart = (frequencyHz[i] ?? 0) - (frequencyHz[i - 1] ?? 0)
    const needed = ((symbolRateHz[i] ?? 0) + (symbolRateHz[i - 1] ?? 0)) / 2
    if (apart >= needed * (1 - 1e-9)) continue
    const message = `channels ${i} and ${i + 1} stand ${(apart * 1e-9).toFixed(3)} GHz apart and need ${(needed * 1e-9).toFixed(3)} GHz for their symbol rates`
    report({ code: 'line/overlap', pointer: '/channels', message })
    return
  }
}
