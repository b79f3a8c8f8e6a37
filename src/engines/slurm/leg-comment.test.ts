import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSafeArgument } from './cli-command.ts'
import { formatComment, parseComment, type LegComment } from './leg-comment.ts'

const instant = fc.integer({ min: 0, max: 4_102_444_800_000 })
const comment: fc.Arbitrary<LegComment> = fc.record(
  {
    legId: fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,40}$/),
    fencingToken: fc.nat(),
    poolId: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
    accelerators: fc.integer({ min: 1, max: 100_000 }),
    hasBarrier: fc.boolean(),
    isReleased: fc.boolean(),
    checkpointAskedAtMs: instant,
    control: fc.string().map((text) => Buffer.from(text).toString('base64url')),
    heldAtMs: instant,
    startedAtMs: instant,
    endedAtMs: instant,
    exitCode: fc.nat(255),
    how: fc.constantFrom('timed-out', 'failed', 'duplicate'),
  },
  {
    requiredKeys: ['legId', 'fencingToken', 'poolId', 'accelerators', 'hasBarrier', 'isReleased'],
  },
)

test('a comment read is the comment written', () => {
  fc.assert(
    fc.property(comment, (written) => {
      expect(parseComment(formatComment(written))).toEqual(written)
    }),
  )
})

test('a comment can pass a remote shell', () => {
  fc.assert(
    fc.property(comment, (written) => {
      expect(isSafeArgument(formatComment(written))).toBe(true)
    }),
  )
})

test('text that is no comment of a leg is none', () => {
  for (const text of [
    '',
    'gridloom',
    'gridloom,leg=a',
    'x,leg=a,token=1,n=1',
    'gridloom,leg=a,token=x,n=1',
  ])
    expect(parseComment(text), text).toBeUndefined()
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => parseComment(text)).not.toThrow()
    }),
  )
})
