import type { Terminal } from '../terminal.ts'
import { paint } from '../terminal.ts'

/** Prints the demo: numbered steps, each claim with its evidence, and a count of the checks that held. */
export interface Stage {
  step(title: string): void
  /** A claim that can fail, with what was seen. */
  check(claim: string, isTrue: boolean, evidence: string): void
  say(line: string): void
  readonly results: readonly CheckResult[]
}

export interface CheckResult {
  readonly step: number
  readonly claim: string
  readonly isTrue: boolean
  readonly evidence: string
}

export function createStage(terminal: Terminal, isJson: boolean): Stage {
  const results: CheckResult[] = []
  const startedMs = performance.now()
  let number = 0
  const print = (text: string): void => {
    if (!isJson) terminal.out(`${text}\n`)
  }
  const clock = (): string => `${((performance.now() - startedMs) / 1000).toFixed(1).padStart(6)} s`
  return {
    results,
    step(title) {
      number++
      print(
        `\n${paint(terminal, 'bold', `${String(number).padStart(2)}. ${title}`)}  ${paint(terminal, 'dim', clock())}`,
      )
    },
    check(claim, isTrue, evidence) {
      results.push({ step: number, claim, isTrue, evidence })
      const mark = isTrue ? paint(terminal, 'green', 'ok ') : paint(terminal, 'red', 'NOT')
      print(`    ${mark} ${claim}`)
      print(paint(terminal, 'dim', `        ${evidence}`))
    },
    say: (line) => print(`    ${line}`),
  }
}

/** Asks until the answer is there. Undefined when it does not come in time, or when the user has interrupted. */
export async function until<T>(
  ask: () => Promise<T | undefined>,
  options: { readonly withinS: number; readonly stop: AbortSignal },
): Promise<T | undefined> {
  const endMs = performance.now() + options.withinS * 1000
  while (performance.now() < endMs && !options.stop.aborted) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  return undefined
}
