/**
 * How often a job of n accelerators is interrupted: n / K + lambda0 per hour.
 *
 * Failures are taken as independent and without memory (Poisson). Batches of failures, wear-in of new hardware and the hot hours of
 * a day are left out; each makes the waste swing more than its mean says.
 */
export interface FailureLaw {
  readonly hoursPerInterruption: number
  readonly jobInterruptionsPerH: number
}

export const interruptionsPerH = (accelerators: number, law: FailureLaw): number =>
  accelerators / law.hoursPerInterruption + law.jobInterruptionsPerH

/** Mean hours to interruption. */
export const meanTimeToInterruptionH = (accelerators: number, law: FailureLaw): number =>
  1 / interruptionsPerH(accelerators, law)
