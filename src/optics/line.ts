import type { Diagnostic } from '../diagnostics/index.ts'
import { noiseModels, passAmplifiers } from './amplify.ts'
import type { AmplifierState } from './amplify.ts'
import type { Element } from './element.ts'
import { checkLine } from './line-check.ts'
import { passRamanSpan } from './raman-span.ts'
import type { Line } from './line-input.ts'
import { receive } from './receive.ts'
import type { Received } from './receive.ts'
import { passRoadm } from './roadm.ts'
import { passSpan, spanEffects } from './span.ts'
import { attenuate, combOf, launch } from './spectrum.ts'
import type { Spectrum } from './spectrum.ts'

/**
 * From spans to GSNR: a line is a fold of its elements over a spectrum. Each element takes a spectrum and gives a new one; none
 * sees its neighbours, and nothing is kept between two estimates.
 */
export type LineOutcome =
  | {
      readonly kind: 'estimated'
      readonly received: Received
      /** How the amplifiers ended up standing, by the index of their element. */
      readonly amplifiers: readonly {
        readonly element: number
        readonly bands: readonly AmplifierState[]
      }[]
      readonly warnings: readonly Diagnostic[]
    }
  /** The description of the line is wrong: all that is wrong with it. */
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  /** The line is well described, but at least one channel has nothing left of its signal behind an element. */
  | { readonly kind: 'dark'; readonly element: number; readonly channel: number }
  /** Raman pumps so strong that no state of the fibre was found. */
  | { readonly kind: 'unsolved'; readonly element: number }

export function estimateLine(line: Line): LineOutcome {
  const diagnostics = checkLine(line)
  if (diagnostics.some(({ severity }) => severity === 'error'))
    return { kind: 'refused', diagnostics }
  const comb = combOf(line.channels)
  const effectOf = spanEffects(comb)
  const noiseOf = noiseModels()
  const amplifiers: { element: number; bands: readonly AmplifierState[] }[] = []
  const pass = (spectrum: Spectrum, element: Element, index: number): Spectrum | undefined => {
    switch (element.kind) {
      case 'span':
        return line.raman !== undefined || (element.pumps ?? []).length > 0
          ? passRamanSpan(spectrum, element, line.raman ?? {})
          : passSpan(spectrum, element, effectOf(element))
      case 'roadm':
        return passRoadm(spectrum, element)
      case 'loss':
        return attenuate(spectrum, element.lossDb)
      case 'amplifier': {
        const { after, bands } = passAmplifiers(spectrum, element, noiseOf)
        amplifiers.push({ element: index, bands })
        return after
      }
    }
  }
  let spectrum = launch(comb, line.launchDbm)
  for (const [index, element] of line.elements.entries()) {
    const after = pass(spectrum, element, index)
    if (after === undefined) return { kind: 'unsolved', element: index }
    spectrum = after
    const channel = darkChannel(spectrum)
    if (channel >= 0) return { kind: 'dark', element: index, channel }
  }
  const received = receive(spectrum, [...(line.addedOsnrDb ?? []), ...roadmOsnrDb(line)])
  return { kind: 'estimated', received, amplifiers, warnings: diagnostics }
}

const roadmOsnrDb = ({ elements }: Line): readonly number[] =>
  elements.flatMap((element) =>
    element.kind === 'roadm' && element.osnrDb !== undefined ? [element.osnrDb] : [],
  )

/** Below a billionth of signal in noise, or a power that no receiver tells from nothing, a channel is dark. */
const leastSignalShare = 1e-9
const leastPowerW = 1e-21
const mostPowerW = 1e6

const darkChannel = ({ powerW, signalShare }: Spectrum): number =>
  powerW.findIndex(
    (power, i) =>
      !(power > leastPowerW && power < mostPowerW && (signalShare[i] ?? 0) > leastSignalShare),
  )
