import type { SlurmAnswer } from './transport.ts'

/**
 * Slurm's refusals by their words, which both transports pass on and which have stayed the same over its versions, unlike
 * the error numbers. What is not known as a lasting no is `unknown`: to ask once more is harmless, to give up may not be.
 */
const goneWords = /invalid job id|already completing or completed|already finished/i
const passingWords =
  /standby|transition|try again|now$|contact|communicat|timed? ?out|connect|authenticat|munge|socket|zero bytes|temporar|I\/O error|resource.*unavailable/i

export const isGoneMessage = (message: string): boolean => goneWords.test(message)
export const isPassingMessage = (message: string): boolean => passingWords.test(message)

const gonePrefix = 'no such live job'

/** The job is not known, or is over: what was to be done to it is without object. */
export const gone = (message: string): SlurmAnswer<never> => ({
  status: 'refused',
  why: `${gonePrefix} (${message})`,
})
export const isGone = (answer: SlurmAnswer<unknown>): boolean =>
  answer.status === 'refused' && answer.why.startsWith(gonePrefix)
