import { renderDiagnostics, type Diagnostic } from '../diagnostics/index.ts'
import type { Problem } from '../server/index.ts'
import { exitOfProblem, type ExitName } from './exit-code.ts'
import { renderReasons } from './reasons.ts'
import type { Terminal } from './terminal.ts'

/** Why a command cannot do what it was asked, as data: the same for a file, the network and the daemon. */
export interface Failure {
  readonly exit: ExitName
  readonly diagnostics: readonly Diagnostic[]
  /** The API's own words, where it was the API that refused. */
  readonly problem?: Problem
  /** The file that the diagnostics point into. */
  readonly sourceText?: string
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

export const good = <T>(value: T): Outcome<T> => ({ ok: true, value })

export function failed(exit: ExitName, diagnostics: readonly Diagnostic[]): Outcome<never> {
  return { ok: false, failure: { exit, diagnostics } }
}

export function simple(
  exit: ExitName,
  about: { readonly code: string; readonly message: string; readonly hint?: string },
): Outcome<never> {
  return failed(exit, [{ severity: 'error', pointer: '', ...about }])
}

export const ofProblem = (problem: Problem): Outcome<never> => ({
  ok: false,
  failure: { exit: exitOfProblem(problem), diagnostics: problem.diagnostics, problem },
})

/** With `--json` the failure is the one document on stdout; otherwise text on stderr. */
export function reportFailure(terminal: Terminal, failure: Failure, isJson: boolean): void {
  const { problem, diagnostics, sourceText } = failure
  if (isJson) {
    terminal.out(`${JSON.stringify(problem ?? { diagnostics }, undefined, 2)}\n`)
    return
  }
  if (problem && diagnostics.length === 0) {
    terminal.err(`error[${problem.code}]: ${problem.detail}\n`)
    const hint = hints[problem.code]
    if (hint !== undefined) terminal.err(`\nhint: ${hint}\n`)
  }
  if (problem?.reasons) terminal.err(`${renderReasons(problem.reasons)}\n`)
  if (problem?.code === 'http/defect') terminal.err(`request ${problem.instance}\n`)
  if (diagnostics.length > 0) terminal.err(renderDiagnostics(diagnostics, () => sourceText))
}

const hints: Partial<Record<Problem['code'], string>> = {
  'http/missing-token':
    'set GRIDLOOM_TOKEN, or run on the machine of the daemon with --data pointing at its directory',
  'http/bad-token': 'it may be of another daemon: "gridloom token create" makes a new one',
  'http/not-found': '"gridloom list" shows what you may see',
  'http/too-many-requests': 'wait a minute, or ask less often',
  'http/unavailable': 'try again shortly; "gridloom top --once" says who leads',
}
