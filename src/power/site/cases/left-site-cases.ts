import type { Validation } from '../../../catalog/index.ts'

type Left = Validation['left'][number]

const left = (family: string, why: string, ...ids: readonly string[]): readonly Left[] =>
  ids.map((id) => ({ family, id, why }))

/** Public cases of sites that are not compared, each with its reason. */
export const leftSiteCases: readonly Left[] = [
  ...left(
    'power/headroom',
    'needs the hourly demand of 22 balancing areas 2016 to 2024 (EIA-930, cleaned by Ruggles et al., CC BY 4.0, 60 MB), which is not part of gridloom: compared by validateHeadroom where its files are handed in',
    'Norris et al. 2025: 22 balancing areas at 0.25, 0.5, 1 and 5 %',
    'Norris et al. 2025: hours of a year with a curtailment',
  ),
  ...left(
    'power/headroom',
    'how the authors count a call is not stated: as runs of hours, calls come out two to three times as long as published, while the hours agree',
    'Norris et al. 2025: mean length of a call, 1.7 to 4.5 h',
  ),
  ...left(
    'power/chain at the meter',
    'its node power in the catalog was worked out from its power at the meter: comparing them would be an echo',
    'mi300x',
    'mi325x',
    'mi355x',
  ),
  ...left(
    'power/water',
    'mean of a fleet over climates and cooling kinds that the operator does not list',
    'AWS 2025: 0.15 L/kWh',
    'Microsoft fiscal 2025: 0.27 L/kWh',
  ),
  ...left(
    'power/water',
    'a design figure of a permit by press, without the IT power or the cooling that it is for',
    'New Carlisle: 21 million gallons a day',
  ),
  ...left(
    'power/cooling',
    'mean of a fleet over climates and cooling kinds that the operator does not list',
    'AWS 2025: PUE 1.14',
    'Microsoft fiscal 2025: PUE 1.17',
  ),
]
