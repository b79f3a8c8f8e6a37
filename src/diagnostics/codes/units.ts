import { pagesOf } from '../code-page.ts'

/** Quantities as people write them. */
export const unitsCodes = pagesOf({
  'units/beyond-belief': [
    'A figure is beyond belief',
    'No site has a terawatt and no price a quadrillion. Such figures are slips of prefix or exponent.',
    'itPower: 300000 GW',
    'Check the prefix of the unit and the exponent.',
  ],
  'units/bits-or-bytes': [
    'Bits are given for bytes, or bytes for bits',
    'Gb/s and GB/s differ by eight. Lines are sold in bits, storage in bytes; the other is refused, not converted, because most often it is a slip.',
    'capacity: 1.6 TB/s',
    'Write rates with a small b and sizes with a capital B.',
  ],
  'units/missing-unit': [
    'A figure has no unit',
    'A bare number is a count or a ratio. Everything else carries its unit.',
    'capacity: 200',
    'Add the unit, as in "200 MW".',
  ],
  'units/negative': [
    'A figure is negative that cannot be',
    'Power, length, size and time are not negative. Energy prices and temperatures may be.',
    'capacity: -5 MW',
    'Drop the sign.',
  ],
  'units/not-a-quantity': [
    'This is not a quantity',
    'A quantity is a plain number and a unit. Thousands are not separated, ranges and words are not numbers.',
    'capacity: 1,600 Gb/s',
    'Write it as in "1600 Gb/s".',
  ],
  'units/not-finite': [
    'A number is not finite',
    'YAML can write infinity and "not a number". Neither is a figure of a fleet.',
    'pue: .nan',
    'Give a plain number, or leave out an optional key.',
  ],
  'units/unknown-unit': [
    'A unit is not known here',
    'Units are spelled exactly, capitals included: MW is mega, mW milli, Gb bits, GB bytes.',
    'itPower: 100 mw',
    'Take a spelling from the hint.',
  ],
  'units/wrong-power-level': [
    'Power is given at the wrong level of the chain',
    'Power is typed from chip to interconnection: chip W, node kW, IT MW, facility MW (IT times PUE), MVA. A figure of one level is never taken for another.',
    'itPower: 20 MW facility',
    'Convert the figure: IT power times PUE is power at the meter; MW over the power factor is MVA.',
  ],
  'units/wrong-unit': [
    'A unit of something else is given',
    'The figure measures another thing than this key.',
    'capacity: 300 MWh',
    'Give a figure of the kind that the message names.',
  ],
})
