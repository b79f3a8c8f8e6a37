import { pagesOf } from '../code-page.ts'

/** The power of a site: what feeds it, what it takes, when it comes. */
export const sitePowerCodes = pagesOf({
  'energy/all-idle': [
    'Every accelerator is taken for bought and idle',
    'Delay costs the carrying cost of what is bought. Where the order can slip with the power, it costs less.',
    'boughtShare: 1',
    'State the share of the capital that is bought already.',
  ],
  'energy/assumed-cooling': [
    'The curve of the cooling is assumed',
    'No public source gives power and water by temperature; the points have the shape of physics and the level of published ranges.',
    'cooling: evaporative without points',
    'State the points of the operator.',
  ],
  'energy/assumed-ratio': [
    'A ratio between IT and facility was not stated',
    'The design-peak ratio sizes the connection, the yearly PUE gives the energy; each has a default that is named.',
    'an estimate without designPeakRatio',
    'State both ratios of the site.',
  ],
  'energy/mixed-scopes': [
    'Direct and lifecycle emissions are mixed',
    'What a stack emits and what a plant emits from mine to rubble are two quantities; their sum is none.',
    'a direct factor of the grid and a lifecycle factor of a contract',
    'Give all factors of one scope.',
  ],
  'energy/network-in-node': [
    'The power of the node holds network and storage already',
    'Some makers give the power of a rack with its network and storage. A share on top would count them twice.',
    'gb200-nvl72 with networkStorageShare: 0.12',
    'Leave the share out, or state the power of the node without them.',
  ],
  'energy/no-budget': [
    'A curtailment contract has no limit',
    'A contract that may be called in every hour is no supply.',
    'kind: budget without hoursMaxH and energyMaxShare',
    'Give the hours or the share of energy that may be curtailed.',
  ],
  'energy/no-residual-mix': [
    'The residual mix is not given',
    'What others bought clean is counted in the average of the grid; the residual mix leaves it out, and is dirtier.',
    'contracts without residual',
    'Give the residual mix of the grid.',
  ],
  'energy/nothing-fits': [
    'Not one node fits',
    'Nodes are counted whole, and the power does not reach for one.',
    'facilityMw: 0.1 with racks of 132 kW',
    'Give more power, or another accelerator.',
  ],
  'energy/one-date': [
    'A date of service has one percentile only',
    'What may be built on and what may be hoped for are two dates.',
    'onlineP50Ms without onlineP90Ms',
    'Give both, or neither where it is in service.',
  ],
  'energy/one-size': [
    'The size of the site is given twice or not at all',
    'The chain runs from the meter to accelerators or from accelerators to the meter, not both.',
    'facilityMw and accelerators at once',
    'Give one of the two.',
  ],
  'energy/peak-below-mean': [
    'The design-peak ratio lies below the yearly PUE',
    'The worst day of a year cannot be better than its mean.',
    'designPeakRatio: 1.1, pue: 1.3',
    'Correct one of the two.',
  ],
  'energy/permit-exceeded': [
    'The site takes more water than its permit allows',
    'Permits limit the year or the day, and what is withdrawn or what is consumed.',
    'withdrawnMaxM3PerDay: 100 for 100 MW with towers',
    'Take a cooling that needs less water and more power, or a larger permit.',
  ],
  'energy/short-of-firm': [
    'Firm power falls short of what the site needs',
    'Energy over the year may suffice where power in an hour does not: while a reactor is refuelled, in calls of the grid, when a permit is spent.',
    'a reactor of 60 MW and 40 MW of grid for a site of 100 MW',
    'Add firm supply or storage, or plan the work that can wait for those hours.',
  ],
  'energy/too-many-units': [
    'There are too many units for the table of outages',
    'Each unit that may fail multiplies the states that are reckoned exactly.',
    'three supplies of 1,000 engines each',
    'Join small units into fewer of the same power.',
  ],
  'energy/unknown-accelerator': [
    'There is no accelerator of this name',
    'Its power is read from the catalog.',
    'accelerator: h101',
    'Take one of the catalog: gridloom catalog show accelerators.',
  ],
  'energy/unknown-cooling': [
    'There is no cooling of this name',
    'Power and water follow from the kind of cooling.',
    'cooling: fans',
    'Take one of the kinds that the message lists.',
  ],
  'energy/unknown-grid': [
    'There is no grid of this name',
    'Price and carbon are read from the catalog where they are not stated.',
    'grid: ercott',
    'Take one of the catalog, or state price and carbon.',
  ],
  'energy/unknown-option': [
    'There is no lead time for this way to power',
    'Lead times are read from the catalog for technologies, and waits for grids.',
    'technology: fusion',
    'Take one of the catalog, or state the months of both percentiles.',
  ],
  'energy/wholesale-price': [
    'The price is a wholesale price',
    'The tariff of a large load adds demand charges, networks, collateral and least takes.',
    'grid: ercot without priceUsdPerMwh',
    'State the price of the contract.',
  ],
})
