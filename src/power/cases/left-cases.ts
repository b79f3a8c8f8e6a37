import type { Validation } from '../../catalog/index.ts'

type Left = Validation['left'][number]

const left = (family: string, why: string, ...ids: readonly string[]): readonly Left[] =>
  ids.map((id) => ({ family, id, why }))

/** Public cases that are not compared, each with its reason. */
export const leftCases: readonly Left[] = [
  ...left(
    'power/network',
    'its CSV folder is CC-BY data of PyPSA and not part of gridloom: compared where a copy of PyPSA is handed in with --pypsa-examples',
    'ac-dc-meshed',
    'storage-hvdc',
    'model-energy',
    'model-energy with backup',
  ),
  ...left(
    'power/network',
    'it comes as netCDF only, and the model has no scenarios that share capacity',
    'stochastic-network',
  ),
  ...left(
    'power/dispatch',
    'its load and availability are drawn at random when the notebook runs',
    'multi-investment-optimisation',
  ),
  ...left(
    'power/dispatch',
    'it adds rows of its own to the problem, which the model cannot state',
    'power-to-gas-boiler-chp',
    'reserve-power',
  ),
  ...left(
    'power/dispatch',
    'it needs what the model does not have: blocks of capacity, near-optimal directions, limits per month, piecewise costs',
    'modular-expansion',
    'near-opt-space',
    'periodic-operational-limits',
    'piecewise-constraints',
    'model-energy near-optimal 21334.3276',
  ),
  ...left(
    'power/dispatch',
    'its objective rests on maintenance of fusion plants and parasitic power, a model of its own; the published figure is arithmetic on its result',
    'GenX fusion 300.5962608',
  ),
  ...left(
    'power/dispatch',
    'its inputs are GenX files under GPL-2.0, which are not copied here',
    'GenX VRE_storage',
    'GenX electrolyzer',
    'GenX multifuels',
    'GenX multistage',
    'GenX piecewise fuel',
    'GenX retrofit',
  ),
  ...left(
    'power/dispatch',
    'its inputs are a set of YAML and CSV files of that project, and no importer for them exists here',
    'Calliope national',
    'Calliope urban',
    'oemof-solph',
  ),
  ...left(
    'power/finance',
    'it needs the load profiles, solar data and tariffs that REopt fetches from services when it runs',
    'REopt pv_storage',
    'REopt monthly rate',
    'REopt incentives',
    'REopt net_metering',
    'REopt GHP',
    'REopt_API tests',
  ),
]
