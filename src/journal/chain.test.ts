import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chainBatch, genesis, genesisHash, recordHash, verifyChain } from './chain.ts'
import { note, notes } from './conformance.ts'

it('the hash is the same on every machine and in every version', () => {
  const record = {
    prevHash: genesisHash,
    seq: 1,
    atMs: 7,
    kind: 'note',
    body: '{"a":"å"}',
    decisionHash: 'd',
  }
  // printf '64:%064d,1:1,1:7,4:note,10:{"a":"å"},1:d,' 0 | sha256sum
  expect(recordHash(record)).toBe(
    '274f3d885a308b7f2a194070cf259d328ee9afdf513719d4beb9fad016db2755',
  )
})

it('no two different records have the same hash, wherever their text is cut', () => {
  const text = fc.string({ unit: fc.constantFrom('1', ':', ',', 'a', 'å'), maxLength: 6 })
  const fields = fc.record({
    kind: text,
    body: text,
    decisionHash: text,
    atMs: fc.nat(12),
    seq: fc.nat(12),
  })
  fc.assert(
    fc.property(fields, fields, (a, b) => {
      const isSame =
        JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())
      const first = recordHash({ ...a, prevHash: genesisHash })
      expect(first === recordHash({ ...b, prevHash: genesisHash })).toBe(isSame)
    }),
    { numRuns: 2000 },
  )
})

it('cutting a sequence into batches anywhere gives the same chain', () => {
  const all = notes(20)
  fc.assert(
    fc.property(fc.nat(20), (cut) => {
      const first = chainBatch(genesis, all.slice(0, cut))
      const second = chainBatch(first.at(-1) ?? genesis, all.slice(cut))
      expect([...first, ...second]).toEqual(chainBatch(genesis, all))
    }),
  )
})

it('two records that changed places are found', async () => {
  const [a, b, c] = chainBatch(genesis, notes(3))
  if (!a || !b || !c) throw new Error('three records')
  expect(await verifyChain([a, c, b])).toMatchObject({ status: 'broken', seq: 2 })
  const renumbered = [a, { ...c, seq: 2 }, { ...b, seq: 3 }]
  expect(await verifyChain(renumbered)).toMatchObject({ status: 'broken', seq: 2 })
})

it('a forged record needs every later hash, and then the head tells', async () => {
  const head = chainBatch(genesis, notes(3)).at(-1)
  const forged = chainBatch(genesis, [note(1), note(99), note(3)])
  expect(await verifyChain(forged)).toMatchObject({ status: 'intact' })
  expect(await verifyChain(forged, head)).toMatchObject({ status: 'broken', seq: 3 })
})

it('a store that stops answering is broken at the record that it did not give', async () => {
  const records = chainBatch(genesis, notes(3))
  async function* failing() {
    yield* records.slice(0, 2)
    throw new Error('database disk image is malformed')
  }
  const outcome = await verifyChain(failing())
  expect(outcome).toMatchObject({
    status: 'broken',
    seq: 3,
    found: 'database disk image is malformed',
  })
})

it('records behind the head are fine: a live journal grows while it is read', async () => {
  const records = chainBatch(genesis, notes(5))
  expect(await verifyChain(records, records[2])).toMatchObject({ status: 'intact', records: 5 })
})
