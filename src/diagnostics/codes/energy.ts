import { pagesOf } from '../code-page.ts'

/** An energy model: what stands where, what it may do and what it costs; and the networks it is imported from. */
export const energyCodes = pagesOf({
  'energy/committed-and-extendable': [
    'A unit is switched, and its capacity is to be chosen',
    'On or off times a capacity that is not known is not linear.',
    'committable and extendable at once',
    'Fix the capacity, or leave out the commitment.',
  ],
  'energy/csv-capital': [
    'Capital costs do not say of what they are the cost',
    'Their files do not tell a cost per year from a cost for the horizon; where the horizon is not a year the two differ.',
    'ten hours, capital_cost = 2793',
    'Say whether they are per year or for the horizon.',
  ],
  'energy/csv-missing': [
    'A file of the network is missing',
    'A network has at least its buses.',
    'a folder without buses.csv',
    'Give the folder that holds the CSV files.',
  ],
  'energy/csv-unreadable': [
    'A file is not a CSV table',
    'Rows must be of one length, quotes closed, and each column named once.',
    'name,bus,bus',
    'Write the folder again from the program that made it.',
  ],
  'energy/csv-unsupported': [
    'The network says something that is not supported',
    'An attribute, a series or a component that would change the answer is refused; one that is not known is only told.',
    'ramp_limit_up = 0.1',
    'Take it out of the network, if the answer without it is still of use.',
  ],
  'energy/csv-value': [
    'A cell holds no such value',
    'Numbers are written with a point, truth as True or False.',
    'p_nom = 1,5',
    'Correct the cell.',
  ],
  'energy/duplicate-id': [
    'Two parts have one id',
    'Results are found by id, so each is given once among parts of a kind.',
    'two generators named gas',
    'Rename one of them.',
  ],
  'energy/line-without-impedance': [
    'A line of a loop has no impedance',
    'How a flow divides between the ways around a loop follows from their reactances, in DC from their resistances.',
    'x = 0 on a line of a triangle',
    'Give its reactance or resistance.',
  ],
  'energy/not-a-number': [
    'A figure is not a number, or far too large',
    'NaN, infinity, and what is beyond any power system are not used.',
    'a price of NaN',
    'Correct the figure, or where it was made.',
  ],
  'energy/out-of-range': [
    'A figure is outside what it may be',
    'Capacities are not negative, efficiencies above 0, shares in order.',
    'a capacity of -5 MW',
    'Correct the figure.',
  ],
  'energy/reversed-gain': [
    'A link runs both ways and has a gain, several ends or a commitment',
    'Backwards it would make energy from nothing, or it is not defined what it does.',
    'a heat pump with p_min_pu = -1',
    'Make it two links, one for each direction.',
  ],
  'energy/series-length': [
    'A series has another length than the model',
    'A series has one value per step.',
    '23 prices for 24 hours',
    'Give one value per step, or one for all.',
  ],
  'energy/storage-without-energy': [
    'Storage has power and no energy',
    'What it holds is its power times its hours.',
    'a battery of 20 MW and 0 h',
    'Give its energy or its hours, or leave it out.',
  ],
  'energy/unknown-bus': [
    'No bus has this id',
    'Generators, loads, stores, links and lines stand at a bus of the model.',
    'bus: lullea',
    'Correct the id, or add the bus.',
  ],
  'energy/unknown-carrier': [
    'A limit is on a carrier that nothing has',
    'It would hold nothing back.',
    'a budget on curtailment, and no part of that carrier',
    'Correct the carrier, or leave out the limit.',
  ],
  'energy/unknown-generator': [
    'A limit on hours or starts is on no unit that is switched',
    'Only a generator with a commitment has hours and starts.',
    'generator: gas, without a commitment',
    'Correct the id, or give the generator a commitment.',
  ],
})
