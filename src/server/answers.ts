import type { ActionOutcome } from '../control/index.ts'
import type { ProblemSource } from './problem.ts'
import type { Answer } from './route.ts'

export const notFound = (what: string): { readonly problem: ProblemSource } => ({
  problem: { code: 'http/not-found', detail: `There is no ${what} that you may see` },
})

/** What the control plane says to an action, as HTTP says it. */
export function actionAnswer(outcome: ActionOutcome, target: string): Answer<{ status: 'done' }> {
  switch (outcome.status) {
    case 'done':
      return { status: 200, body: { status: 'done' } }
    case 'unknown-target':
      return notFound(target)
    case 'forbidden':
      return { problem: { code: 'http/forbidden', detail: outcome.why } }
    case 'unavailable':
      return { problem: { code: 'http/unavailable', detail: outcome.why } }
  }
}
