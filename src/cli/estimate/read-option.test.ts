import { InvalidArgumentError } from 'commander'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  readCount,
  readCountList,
  readGbps,
  readGbpsList,
  readKm,
  readMs,
  readNumber,
  readQuantity,
  readShare,
  readTokens,
} from './read-option.ts'

const readDb = readNumber({ what: 'a margin', min: 0, max: 20, example: '3dB' }, 'dB')

describe('text of an option', () => {
  it.each([
    [readMs, '21ms', 21],
    [readMs, '21', 21],
    [readMs, '0.5 s', 500],
    [readKm, '1580km', 1580],
    [readKm, '80', 80],
    [readGbps, '400G', 400],
    [readGbps, '1.6T', 1600],
    [readGbps, '10Tb/s', 10_000],
    [readGbps, '800 Gb/s', 800],
    [readCount, '16384', 16_384],
    [readTokens, '15.6T', 15.6e12],
    [readTokens, '2e12', 2e12],
    [readTokens, '500B', 5e11],
    [readTokens, '8192', 8192],
    [readShare, '0.4', 0.4],
    [readShare, '0.5%', 0.005],
    [readDb, '3dB', 3],
    [readDb, '3 dB', 3],
    [readDb, '2.5', 2.5],
    [readQuantity('facility MW', 'MW facility'), '300MW facility', 300],
    [readQuantity('L/kWh', 'L/kWh'), '2 L/kWh', 2],
    [readQuantity('USD/MWh', 'USD/MWh'), '62', 62],
  ])('%o reads %s as %d', (read, text, value) => {
    expect(read(text)).toBe(value)
  })

  it('reads lists in the order given', () => {
    expect(readGbpsList('100G, 400G,1.6T')).toEqual([100, 400, 1600])
    expect(readCountList('1,8,64')).toEqual([1, 8, 64])
  })

  it.each([
    [readMs, '21 km', 'write it as in "12 ms"'],
    [readMs, '-5ms', 'drop the sign'],
    [readKm, '-80', 'drop the sign'],
    [readKm, '1e9 km', 'check the prefix'],
    [readGbps, '400', 'or short as in "400G"'],
    [readGbps, '0G', 'above 0'],
    [readGbps, '50 GB/s', 'multiply by 8'],
    [readGbpsList, '', 'write it as in "100G,400G,1.6T"'],
    [readGbpsList, '100G,,400G', 'empty item'],
    [readCount, '1.5', 'whole number'],
    [readCount, '0', 'between 1 and'],
    [readCount, '0x10', 'not a count'],
    [readCountList, Array.from({ length: 100 }, () => '1').join(','), 'ask in parts'],
    [readTokens, 'T', 'write it as in "15.6T"'],
    [readTokens, '1e400', 'between 1 and'],
    [readShare, '140%', 'between 0 and 100'],
    [readShare, '40', 'between 0 and 1'],
    [readDb, 'dB', 'write it as in "3dB"'],
  ])('%o refuses %s with a way out', (read, text, hint) => {
    const reading = (): unknown => read(text)
    expect(reading).toThrow(InvalidArgumentError)
    expect(reading).toThrow(hint)
  })

  it('gives a finite number that is not negative, or refuses, whatever stands there', () => {
    const digits = fc.stringMatching(/^[-+]?[\d.,eE]{0,12} ?[kMGTPBa-zµ°%/]{0,6}$/)
    const readers = [readMs, readKm, readGbps, readCount, readTokens, readShare, readDb]
    fc.assert(
      fc.property(fc.oneof(fc.string(), digits), fc.constantFrom(...readers), (text, read) => {
        try {
          const value = read(text)
          expect(Number.isFinite(value) && value >= 0).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidArgumentError)
        }
      }),
    )
  })
})
