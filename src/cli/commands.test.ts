import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteJournal } from '../journal/index.ts'
import { buildProgram } from './program.ts'
import { runWith, startFake, type Fake } from './fake-terminal.ts'
import type { Terminal } from './terminal.ts'

let fake: Fake
let directory = ''
beforeEach(async () => {
  fake = await startFake()
})
afterEach(() => fake[Symbol.asyncDispose]())
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'gridloom-cli-'))
  writeFileSync(join(directory, 'good.yaml'), goodWorkload)
})
afterAll(() => rmSync(directory, { recursive: true }))

const goodWorkload = `gridloom: 1
kind: batch
name: nightly
tenant: acme
accelerators: { kind: h100-sxm, count: 8 }
command: [node, train.js]
durationMax: 1 h
flexibility: firm
`
const file = (name: string): string => join(directory, name)

/** Every command that does something, with the words that lead to it. */
function allCommands(): { words: string[]; command: Command }[] {
  const terminal = { out: () => {}, err: () => {}, columns: 80 } as unknown as Terminal
  const walk = (command: Command, words: string[]): { words: string[]; command: Command }[] => [
    ...(words.length > 0 ? [{ words, command }] : []),
    ...command.commands.flatMap((child) => walk(child, [...words, child.name()])),
  ]
  return walk(buildProgram({ terminal, exit: 'good' }), [])
}
const groups = new Set(['signal', 'journal', 'fleet', 'network', 'catalog', 'estimate', 'token'])
const doing = allCommands().filter(({ words }) => !groups.has(words.join(' ')))

describe('every command', () => {
  it.each(doing.map(({ words }) => words.join(' ')))(
    '%s has help with an example and --json',
    async (words) => {
      // prettier-ignore
      const ran = await runWith([...words.split(' '), '--help'])
      expect(ran.code).toBe(0)
      expect(ran.out).toContain('--json')
      expect(ran.out).toMatch(new RegExp(`Examples?:\\n(.*\\n)*.*gridloom ${words}`))
    },
  )

  it.each(doing.map(({ words }) => words.join(' ')))(
    '%s refuses an unknown option with exit 1',
    async (words) => {
      // prettier-ignore
      expect((await runWith([...words.split(' '), '--colour-of-money'])).code).toBe(1)
    },
  )

  it('shows examples that parse', () => {
    const options = new Map(doing.map(({ words, command }) => [words.join(' '), command]))
    const examples = doing.flatMap(({ words, command }) => {
      let help = ''
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
      const lines = [...help.matchAll(/\$ (?:.*\| )?gridloom (.*?)(?: > .*)?$/gm)]
      return lines.map(([, line = '']) => ({ words: words.join(' '), line }))
    })
    expect(examples.length).toBeGreaterThanOrEqual(doing.length)
    for (const { line } of examples) {
      const owner = [...options].filter(([words]) => line.startsWith(words)).sort(([a], [b]) => b.length - a.length)[0] // prettier-ignore
      expect(owner, line).toBeDefined()
      const known = owner?.[1].options.flatMap(({ long, short }) => [long, short]) ?? []
      for (const [, option] of line.matchAll(/(?:^|\s)(--?[a-z-]+)/g)) expect(known, line).toContain(option) // prettier-ignore
    }
  })
})

describe('--json prints the document of the API and nothing else', () => {
  it.each([
    ['list', '/v1/workloads'],
    ['show w1', '/v1/workloads/w1'],
    ['explain w1', '/v1/workloads/w1/explain'],
    ['sites', '/v1/sites'],
    ['routes', '/v1/routes'],
    ['bill --from 2026-11-01 --to 2026-12-01', '/v1/bill?from=2026-11-01&to=2026-12-01'],
    ['bill reconcile --from 2026-11-01 --to 2026-12-01', '/v1/bill/reconcile?from=2026-11-01&to=2026-12-01'], // prettier-ignore
  ])('%s', async (words, path) => {
    const ran = await fake.run([...words.split(' '), '--json'])
    const answer = await fetch(fake.url + path, { headers: { authorization: 'Bearer operator' } })
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(ran.out)).toEqual(await answer.json())
  })

  it('for an error too', async () => {
    const ran = await fake.run(['show', 'w9', '--json'])
    expect(ran).toMatchObject({ code: 2, err: '' })
    expect(JSON.parse(ran.out)).toMatchObject({ status: 404, code: 'http/not-found' })
    const away = await runWith(['list', '--json'])
    expect(JSON.parse(away.out)).toMatchObject({ diagnostics: [{ code: 'cli/unreachable' }] })
  })
})

describe('text', () => {
  it('of a list, a workload and its reasons', async () => {
    expect((await fake.run(['list'])).out).toMatch(/^ID +NAME +TENANT.*\nw1 +run-of-acme +acme +batch +running/) // prettier-ignore
    expect((await fake.run(['show', 'w1'])).out).toMatch(/state +running: running at mke/)
    const { out } = await fake.run(['explain', 'w1'])
    expect(out).toContain('why here, why not there')
    expect(out).toContain('riv  x  facility-power  needs 38.4 MW, limit 31.0 MW, short 7.4 MW at 14:00Z') // prettier-ignore
  })

  it('of sites, routes, the bill and one picture of it all', async () => {
    expect((await fake.run(['sites'])).out).toContain('16/64 h100-sxm')
    expect((await fake.run(['routes'])).out).toContain('400 of 800 Gb/s')
    expect((await fake.run(['bill', '--tenant', 'acme'])).out).toMatch(/23\.60 USD/)
    const { out } = await fake.run(['top', '--once'])
    expect(out).toContain('leader')
    expect(out).not.toContain('\u001b')
  })

  it('of top on a terminal is drawn over itself until it is stopped', async () => {
    const stop = new AbortController()
    const ran = await fake.run(['top'], { isTty: true, stop: stop.signal, onOut: () => stop.abort() }) // prettier-ignore
    expect(ran.code).toBe(0)
    expect(ran.out.startsWith('\u001b[2J\u001b[H')).toBe(true)
    expect(ran.out).toContain('16/64 h100-sxm')
  })

  it('has colours on a terminal only, and none when asked', async () => {
    expect((await fake.run(['top', '--once'], { isTty: true })).out).toContain('\u001b[1m')
    const plain = await fake.run(['top', '--once'], { isTty: true, env: { NO_COLOR: '1' } })
    expect(plain.out).not.toContain('\u001b')
  })

  it('does not carry escape sequences of a tenant to a terminal', async () => {
    fake.control.workloads[0] = { ...fake.control.workloads[0]!, summary: 'x\u001b]0;owned\u0007' }
    expect((await fake.run(['list'], { isTty: true })).out).not.toMatch(/\u001b\]|\u0007/)
  })
})

describe('submit', () => {
  it('prints the id, sends a key and takes standard input', async () => {
    const ran = await fake.run(['submit', '-', '--idempotency-key', 'k1'], { stdin: goodWorkload })
    expect(ran).toMatchObject({ code: 0, out: 'w3\n', err: '' })
    expect(fake.control.calls).toEqual(['submit ops k1 <stdin>'])
    await fake.run(['submit', file('good.yaml')])
    expect(fake.control.calls[1]).toMatch(/^submit ops [\w-]{36} \//)
  })

  it('--explain writes nothing and gives the reasons', async () => {
    const ran = await fake.run(['submit', file('good.yaml'), '--explain'])
    expect(ran.code).toBe(0)
    expect(ran.out).toMatch(/would start.*\n(.*\n)*riv +x +facility-power/)
    expect(fake.control.calls).toEqual([])
  })

  it('--wait ends with the workload: 0 when it completed, 3 otherwise', async () => {
    for (const [state, code] of [
      ['completed', 0],
      ['failed', 3],
    ] as const) {
      const waiting = fake.run(['submit', file('good.yaml'), '--wait'], {
        onOut: (text) => {
          const at = fake.control.workloads.findIndex(({ id }) => `${id}\n` === text)
          if (at >= 0) fake.control.workloads[at] = { ...fake.control.workloads[at]!, state }
        },
      })
      expect((await waiting).code).toBe(code)
    }
  })

  it('shows a fault in its line without any daemon, with exit 2', async () => {
    const stdin = goodWorkload.replace('1 h', 'a while')
    const ran = await runWith(['submit', '-'], { stdin })
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('--> <stdin>:7:')
    expect(ran.err).toContain('a while')
  })

  it('says how to ask again when it is not known whether it arrived', async () => {
    const ran = await runWith(['submit', file('good.yaml')])
    expect(ran.code).toBe(6)
    expect(ran.err).toMatch(/--idempotency-key [\w-]{36} finds it/)
  })
})

describe('exit codes', () => {
  it.each([
    [0, ['cancel', 'w1']],
    [0, ['signal', 'cut', 'mke-atl']],
    [0, ['journal', 'verify']],
    [0, ['journal', 'replay']],
    [1, []],
    [1, ['nonsense']],
    [1, ['show']],
    [1, ['token', 'create', '--subject', 'x', '--role', 'king']],
    [2, ['cancel', 'w9']],
    [2, ['signal', 'heal', 'nowhere']],
    [2, ['list', '--limit', '0']],
    [2, ['submit', '/no/such/file']],
    [2, ['fleet', 'check', '/']],
    [2, ['explain', 'no/such-code']],
    [2, ['token', 'revoke', 'ffffffffffff']],
  ])('%i for %j', async (code, argv) => {
    expect((await fake.run(argv)).code).toBe(code)
  })

  it('3 for a token that may not', async () => {
    const env = { GRIDLOOM_TOKEN: 'acme' }
    expect((await fake.run(['signal', 'cut', 'mke-atl'], { env })).code).toBe(3)
    const bad = await fake.run(['list'], { env: { GRIDLOOM_TOKEN: 'nope' } })
    expect(bad.code).toBe(3)
    expect(bad.err).toContain('hint:')
  })

  it('4 for a promise that is broken', async () => {
    const { control } = fake
    Object.assign(control, {
      verifyJournal: async () => ({ status: 'broken', seq: 7, why: 'a byte was changed', expected: 'aa', found: 'ab' }), // prettier-ignore
      replayJournal: async () => ({ records: 9, decisionHash: 'a', liveDecisionHash: 'b', isEqual: false, divergedAtSeq: 7 }), // prettier-ignore
      reconcile: async () => ({ fromMs: 0, toMs: 1, engineAcceleratorH: '8', meteredAcceleratorH: '7', diffAcceleratorH: '-1', differences: [{ legId: 'w1.1.0', engineAcceleratorH: '8', meteredAcceleratorH: '7', why: 'one hour is missing' }], unknown: [] }), // prettier-ignore
    })
    const verify = await fake.run(['journal', 'verify'])
    expect(verify).toMatchObject({ code: 4, out: expect.stringContaining('record 7') })
    expect((await fake.run(['journal', 'replay'])).code).toBe(4)
    const reconcile = await fake.run(['bill', 'reconcile'])
    expect(reconcile).toMatchObject({ code: 4, out: expect.stringContaining('w1.1.0') })
  })

  it('6 for a daemon that is not there, or something else in its place', async () => {
    const away = await runWith(['list'])
    expect(away).toMatchObject({ code: 6, err: expect.stringContaining('gridloom run') })
  })
})

describe('explain', () => {
  it.each(['fleet/duplicate-id', 'http/bad-token', 'cli/unreachable'])(
    'knows %s without a daemon',
    async (code) => {
      // prettier-ignore
      const ran = await runWith(['explain', code])
      expect(ran).toMatchObject({ code: 0, out: expect.stringContaining(`${code}: `) })
      const json = JSON.parse((await runWith(['explain', code, '--json'])).out)
      expect(json).toMatchObject({ code, title: expect.any(String) })
      const answer = await fetch(`${fake.url}/v1/explain-code/${code}`, { headers: { authorization: 'Bearer acme' } }) // prettier-ignore
      expect(await answer.json()).toEqual(json)
    },
  )

  it('names the code that was meant', async () => {
    expect((await runWith(['explain', 'fleet/duplicate-ids'])).err).toContain('fleet/duplicate-id')
  })
})

describe('a file that is no fleet', () => {
  it.each([
    ['not UTF-8', Buffer.from([0xff, 0xfe, 0x00])],
    ['empty', ''],
    ['a YAML bomb', `a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c]\n`],
    ['deeply nested', '['.repeat(20_000)],
    ['of another kind', 'hello: world'],
    ['larger than 8 MiB', 'x'.repeat(9 * 1024 * 1024)],
  ])('%s gets a diagnostic and exit 2', async (_, stdin) => {
    const ran = await runWith(['fleet', 'check', '-'], { stdin })
    expect(ran.code).toBe(2)
    expect(ran.err).toMatch(/^error\[[a-z]+\/[a-z0-9-]+\]: /)
  })

  it('starts nothing', async () => {
    const data = join(directory, 'untouched')
    const ran = await runWith(['run', file('good.yaml'), '--data', data])
    expect(ran.code).toBe(2)
    expect(statSync(data, { throwIfNoEntry: false })).toBeUndefined()
  })
})

describe('fleet', () => {
  const laptop = new URL('../../fleets/laptop.yaml', import.meta.url).pathname
  it('check, show and schema read the smallest fleet', async () => {
    expect(await runWith(['fleet', 'check', laptop])).toMatchObject({ code: 0, out: 'laptop is good\n' }) // prettier-ignore
    expect((await runWith(['fleet', 'check', laptop, '--json'])).out).toBe('{\n  "diagnostics": []\n}\n') // prettier-ignore
    expect((await runWith(['fleet', 'show', laptop])).out).toMatch(/desk +Here, US +MISO/)
    expect((await runWith(['fleet', 'show', laptop, '--sources'])).out).toContain('yours')
    expect(JSON.parse((await runWith(['fleet', 'schema'])).out)).toHaveProperty('properties')
    const workload = await runWith(['fleet', 'schema', '--workload'])
    expect(workload.out).toContain('durationMax')
    expect((await runWith(['fleet', 'check', '--workload', file('good.yaml')])).code).toBe(0)
  })
})

describe('logs and events', () => {
  it('logs goes on with the log of the next attempt, from its start', async () => {
    const { control } = fake
    const texts: Record<string, string> = { 'w1.1.0': 'first try\n', 'w1.2.0': 'second try\n' }
    const first = control.workloads[0]!
    Object.assign(control, {
      readLog: async (_: string, __: number, from: number) => {
        const text = Buffer.from(texts[control.workloads[0]!.legs[0]!.legId] ?? '')
        return { text: text.subarray(from).toString(), nextByte: text.length, isEnded: true, note: 'kept elsewhere' } // prettier-ignore
      },
    })
    const ran = await fake.run(['logs', 'w1', '-f'], {
      onOut: (text) => {
        const isFirst = text === 'first try\n'
        const legs = [{ ...first.legs[0]!, legId: 'w1.2.0' }]
        control.workloads[0] = { ...first, legs, state: isFirst ? 'running' : 'completed' }
      },
    })
    expect(ran).toMatchObject({ code: 0, out: 'first try\nsecond try\n' })
    expect(ran.err.match(/kept elsewhere/g)?.length).toBe(2)
  })

  it('logs prints what is there, and follows until the end', async () => {
    const ran = await fake.run(['logs', 'w1'])
    expect(ran).toMatchObject({ code: 0, out: 'step 1 loss 2.50\nstep 2 loss 2.25 é\n' })
    const following = fake.run(['logs', 'w1', '-f'])
    await fake.run(['cancel', 'w1'])
    expect(await following).toMatchObject({ code: 0, out: ran.out })
    expect((await fake.run(['logs', 'w1', '--rank', '9'])).code).toBe(2)
  })

  it('events ends with the last one, and with -f goes on across a break', async () => {
    for (let i = 0; i < 3; i += 1) fake.control.emit({ summary: `event ${i}` })
    const ran = await fake.run(['events', '--json'])
    const seqs = ran.out.trim().split('\n').map((line) => JSON.parse(line).seq) // prettier-ignore
    expect(seqs).toEqual([1, 2, 3])
    const stop = new AbortController()
    let seen = ''
    const following = fake.run(['events', '-f', '--from', '2'], {
      stop: stop.signal,
      onOut: (text) => {
        seen += text
        if (text.includes('late')) stop.abort()
        else if (text.includes('event 2')) fake.control.emit({ summary: 'late' })
      },
    })
    expect((await following).code).toBe(0)
    expect(seen.match(/event \d|late/g)).toEqual(['event 1', 'event 2', 'late'])
  })
})

describe('tokens and journals in a data directory', () => {
  it('create, list and revoke', async () => {
    const data = join(directory, 'tokens')
    const made = await runWith(['token', 'create', '--subject', 'ann', '--role', 'tenant', '--tenant', 'acme', '--data', data]) // prettier-ignore
    expect(made.out).toMatch(/^glm_[0-9a-f]{12}_[0-9a-f]{64}\n$/)
    expect(statSync(join(data, 'tokens.json')).mode & 0o777).toBe(0o600)
    const id = made.out.split('_')[1] ?? ''
    expect((await runWith(['token', 'list', '--data', data])).out).toContain(`${id}  ann`)
    expect((await runWith(['token', 'revoke', id, '--data', data])).code).toBe(0)
    expect((await runWith(['token', 'list', '--data', data])).out).toBe('no tokens\n')
  })

  it.each([
    ['--role', 'tenant'],
    ['--role', 'operator', '--tenant', 'acme'],
    ['--role', 'viewer', '--expires', 'soon'],
    ['--role', 'viewer', '--expires', '2020-01-01'],
  ])('refuses %s %s %s %s with exit 1', async (...argv) => {
    const data = join(directory, 'refused')
    const words = ['token', 'create', '--subject', 'x', '--data', data, ...argv.filter(Boolean)]
    expect((await runWith(words)).code).toBe(1)
    expect(statSync(data, { throwIfNoEntry: false })).toBeUndefined()
  })

  it('verifies and replays a journal without its daemon', async () => {
    const data = join(directory, 'journal')
    const path = join(data, 'journal.sqlite')
    expect((await runWith(['journal', 'verify', '--data', data])).code).toBe(2)
    expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined()
    {
      await using journal = await openSqliteJournal(path)
      expect((await journal.head()).seq).toBe(0)
    }
    const verify = await runWith(['journal', 'verify', '--data', data])
    expect(verify).toMatchObject({ code: 0, out: expect.stringContaining('intact: 0 records') })
    expect((await runWith(['journal', 'replay', '--data', data])).code).toBe(0)
  })

  it('takes the operator token from its file', async () => {
    const data = join(directory, 'own')
    await runWith(['token', 'create', '--subject', 'x', '--role', 'viewer', '--data', data])
    writeFileSync(join(data, 'operator.token'), 'operator\n')
    const env = { GRIDLOOM_TOKEN: undefined, GRIDLOOM_DATA: data }
    expect((await fake.run(['list'], { env })).code).toBe(0)
    expect((await fake.run(['list'], { env: { GRIDLOOM_TOKEN: undefined } })).code).toBe(3)
    expect(readFileSync(join(data, 'tokens.json'), 'utf8')).not.toContain('operator')
  })
})
