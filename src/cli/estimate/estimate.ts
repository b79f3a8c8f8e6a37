import type { Command } from 'commander'
import type { Session } from '../command.ts'
import { registerEstimateLink } from './link.ts'
import { registerEstimatePower } from './power.ts'
import { registerEstimateServe } from './serve.ts'
import { registerEstimateTrain } from './train.ts'

/** What a model says before anything is built or submitted; `gridloom validate` says how far off the models are. */
export function registerEstimate(program: Command, session: Session): void {
  const estimate = program
    .command('estimate')
    .description('What training, serving, a link or a site would give, by the models of gridloom')
  registerEstimateTrain(estimate, session)
  registerEstimateServe(estimate, session)
  registerEstimateLink(estimate, session)
  registerEstimatePower(estimate, session)
}
