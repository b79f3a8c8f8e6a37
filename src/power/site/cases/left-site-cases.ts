import type { Validation } from '../../../catalog/index.ts'

type Left = Validation['left'][number]

const left = (family: string, why: string, ...ids: readonly string[]): readonly Left[] =>
  ids.map((id) => ({ family, id, why }))

/** Public cases of sites that are not compared, each with its reason. */
export const leftSiteCases: readonly Left[] = [
  ...left(
    'power/headroom',
    'needs the hourly load of the balancing areas 2016 to 2024 (EIA-930, cleaned by the authors), which is not part of gridloom; the method is held to a closed form',
    'Norris et al. 2025: 22 balancing areas, 76 GW at 0.25 %',
    'Norris et al. 2025: 22 balancing areas, 98 GW at 0.5 %',
    'Norris et al. 2025: 22 balancing areas, 126 GW at 1 %',
    'Norris et al. 2025: 22 balancing areas, 215 GW at 5 %',
    'Norris et al. 2025: 22 areas one by one at 0.5 %',
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
