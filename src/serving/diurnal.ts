/**
 * How requests spread over the hours of a weekday, as a multiple of the weekday mean. Read off the plots of the notebooks of
 * the Azure LLM inference dataset 2024 (Azure/AzurePublicDataset, CC-BY), hours 0 to 23 UTC. Coding comes mostly from the
 * Americas, so that its curve, shifted, stands for one region by local time; conversation is already a mix of regions.
 */
export interface DiurnalProfile {
  readonly id: 'coding' | 'conversation'
  readonly weekdayByUtcHour: readonly number[]
  /** Mean of a weekend day over mean of a weekday. */
  readonly weekendShare: number
  readonly source: string
}

const source =
  'Azure LLM inference dataset 2024, notebook plots, digitised (Azure/AzurePublicDataset, commit b469a11, CC-BY)'

// prettier-ignore
export const diurnalProfiles: Readonly<Record<DiurnalProfile['id'], DiurnalProfile>> = {
  coding: {
    id: 'coding',
    weekdayByUtcHour: [
      0.7, 0.68, 0.64, 0.52, 0.42, 0.34, 0.29, 0.25, 0.23, 0.24, 0.26, 0.38,
      0.69, 1.19, 1.7, 1.81, 1.73, 1.99, 2.19, 2.22, 2.06, 1.52, 1.09, 0.82,
    ],
    weekendShare: 0.32,
    source,
  },
  conversation: {
    id: 'conversation',
    weekdayByUtcHour: [
      0.89, 0.97, 0.96, 0.79, 0.8, 0.87, 1.01, 1.08, 1.11, 1.08, 0.98, 1.03,
      1.15, 1.27, 1.34, 1.25, 1.13, 1.09, 1.08, 1.01, 0.92, 0.77, 0.69, 0.73,
    ],
    weekendShare: 0.57,
    source,
  },
}

/** The zone in whose local time the coding curve peaks as it does: US Eastern summer time, assumed from "mostly Americas". */
export const profileHomeUtcOffsetH = -4

export const hoursPerDay = 24

/** Hour of a day, 0 to 23.99, of any number of hours. */
export const wrapHour = (hour: number): number => ((hour % hoursPerDay) + hoursPerDay) % hoursPerDay

/** Between whole hours the curve is taken as straight, for zones of half and quarter hours. */
export function levelAt(byHour: readonly number[], hour: number): number {
  const at = wrapHour(hour)
  const [before, share] = [Math.floor(at) % hoursPerDay, at % 1]
  const from = byHour[before] ?? 0
  const to = byHour[(before + 1) % hoursPerDay] ?? 0
  return from + share * (to - from)
}
