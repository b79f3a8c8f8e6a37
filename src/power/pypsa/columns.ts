/**
 * Which attributes of PyPSA 1.3 are read, which say nothing about least cost, and which would change the answer and are not
 * supported: those are refused unless they hold their default. Names and defaults: `pypsa/data/component_attrs/*.csv` at
 * commit 0209b0ed (19 August 2026). Columns are found by name, never by position.
 */
export interface Attributes {
  readonly read: readonly string[]
  /** May also come as a series, in a file of its own. */
  readonly series: readonly string[]
  /** Not supported, with the values that mean nothing. */
  readonly neutral: Readonly<Record<string, readonly string[]>>
}

/** For drawings, power flow and results of earlier runs. */
export const ignored: ReadonlySet<string> = new Set(
  `type control color nice_name x y location unit country sub_network generator weight length num_parallel
  q_set v_mag_pu_set v_mag_pu_min v_mag_pu_max v_ang_min v_ang_max g b g_pu b_pu x_pu r_pu x_pu_eff r_pu_eff
  discount_rate p_nom_opt s_nom_opt e_nom_opt p p0 p1 p2 q q0 q1 e mu_upper mu_lower mu_p_set mu_ramp_limit_up
  mu_ramp_limit_down mu_energy_balance mu_state_of_charge_set status start_up shut_down state_of_charge spill
  p_dispatch p_store marginal_price v_mag_pu v_ang mu cyclic_delay cyclic_delay2 maintenance_duration maintenance_pu
  maintenance_events terrain_factor`.split(/\s+/u),
)

const off = ['0', 'false', 'False']
const none = ['nan', 'n/a']
/** What any asset may have that is not supported here. */
const asset = {
  p_nom_mod: off,
  s_nom_mod: off,
  e_nom_mod: off,
  p_nom_set: none,
  s_nom_set: none,
  e_nom_set: none,
  p_set: none,
  e_set: none,
  p_init: none,
  marginal_cost_quadratic: off,
  overnight_cost: none,
  fom_cost: off,
  active: ['true', '1'],
  build_year: off,
  lifetime: ['inf', 'nan'],
  maintainable: off,
  delay: off,
  delay2: off,
  e_sum_min: ['-inf', 'nan'],
  e_sum_max: ['inf', 'nan'],
  ramp_limit_up: none,
  ramp_limit_down: none,
  ramp_limit_start_up: none,
  ramp_limit_shut_down: none,
  p_dispatch_set: none,
  p_store_set: none,
}

const power = 'bus carrier p_nom p_nom_extendable p_nom_min p_nom_max capital_cost marginal_cost'
const commitment =
  'committable start_up_cost shut_down_cost stand_by_cost min_up_time min_down_time up_time_before down_time_before'
const list = (names: string): readonly string[] => names.split(' ')

export const attributes = {
  buses: { read: list('v_nom carrier'), series: [], neutral: {} },
  carriers: {
    read: list('co2_emissions'),
    series: [],
    neutral: {
      marginal_cost: off,
      capital_cost: off,
      efficiency: ['1'],
      max_growth: ['inf'],
      max_relative_growth: off,
    },
  },
  loads: {
    read: list('bus carrier p_set'),
    series: list('p_set'),
    neutral: { sign: ['-1'], active: asset.active },
  },
  generators: {
    read: list(`${power} p_min_pu p_max_pu efficiency sign ${commitment}`),
    series: list('p_min_pu p_max_pu marginal_cost efficiency'),
    neutral: asset,
  },
  links: {
    read: list(
      `bus0 bus1 bus2 bus3 efficiency efficiency2 efficiency3 ${power} p_min_pu p_max_pu ${commitment}`,
    ),
    series: list('p_min_pu p_max_pu marginal_cost efficiency efficiency2 efficiency3'),
    neutral: asset,
  },
  lines: {
    read: list(
      'bus0 bus1 carrier x r s_nom s_nom_extendable s_nom_min s_nom_max s_max_pu capital_cost',
    ),
    series: list('s_max_pu'),
    neutral: { ...asset, type: [] },
  },
  storage_units: {
    read: list(
      `${power} p_min_pu p_max_pu max_hours efficiency_store efficiency_dispatch standing_loss inflow spill_cost marginal_cost_storage cyclic_state_of_charge cyclic_state_of_charge_per_period state_of_charge_initial state_of_charge_initial_per_period state_of_charge_set`,
    ),
    series: list(
      'p_min_pu p_max_pu marginal_cost marginal_cost_storage inflow spill_cost state_of_charge_set',
    ),
    neutral: { ...asset, sign: ['1'] },
  },
  stores: {
    read: list(
      'bus carrier e_nom e_nom_extendable e_nom_min e_nom_max capital_cost marginal_cost marginal_cost_storage e_min_pu e_max_pu e_initial e_initial_per_period e_cyclic e_cyclic_per_period standing_loss',
    ),
    series: list('e_min_pu e_max_pu marginal_cost marginal_cost_storage'),
    neutral: { ...asset, sign: ['1'] },
  },
  global_constraints: {
    read: list('type bus carrier_attribute sense constant investment_period'),
    series: [],
    neutral: {},
  },
} as const satisfies Readonly<Record<string, Attributes>>

export type Component = keyof typeof attributes

/**
 * Columns whose names go on counting or end in a carrier: a fourth port of a link, a limit of a carrier's capacity at a bus. No
 * list of names holds them all, and each changes the answer: refused wherever a cell is not blank.
 */
export const changesAnswer = (component: Component, column: string): boolean =>
  (component === 'links' && /^(bus|efficiency|delay)\d+$/u.test(column)) ||
  (component === 'buses' && /^(nom_min|nom_max)_/u.test(column))

/** Components that change the answer and are not supported: refused where there is one. */
export const unsupportedComponents = ['transformers', 'processes', 'shunt_impedances'] as const
