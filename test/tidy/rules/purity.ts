import { lineOf, type SyntaxNode, visit } from '../parse.ts'
import { isPure } from '../rooms.ts'
import type { Finding, Rule } from '../rule.ts'
import type { Source } from '../tree.ts'

/**
 * S6: in a pure room the same input gives the same bytes, on every machine and every day. Clock, chance, environment,
 * network, files, time zone and language of the machine are arguments or do not matter.
 */
export const purity: Rule = {
  law: 'S6 pure rooms know no clock, chance, environment, network or files',
  check: (tree) => tree.sources.filter(isInPureRoom).flatMap((source) => findingsIn(source)),
  proof: [
    {
      files: { 'src/power/envelope.ts': '\n\nexport const now = () => Date.now()' },
      says: [
        'src/power/envelope.ts:3  S6  "power" is pure and calls Date.now(): take the instant as an argument',
      ],
    },
    {
      files: {
        'src/decide/a.ts': 'const a = [new Date(), Date(), new Date(0), new Date(2026, 1, 1)]',
      },
      says: [
        'src/decide/a.ts:1  S6  "decide" is pure and calls new Date() without an instant: take the instant as an argument',
        'src/decide/a.ts:1  S6  "decide" is pure and calls Date(): take the instant as an argument',
        'src/decide/a.ts:1  S6  "decide" is pure and calls new Date(year, …), which reads the time zone: use Date.UTC',
      ],
    },
    {
      files: { 'src/fleet/a.ts': "import { readFileSync } from 'node:fs'\nconst a = process.env" },
      says: [
        'src/fleet/a.ts:1  S6  "fleet" is pure and imports node:fs: take what it reads as an argument',
        'src/fleet/a.ts:2  S6  "fleet" is pure and uses process: take it as an argument',
      ],
    },
    {
      files: {
        'src/ledger/a.ts':
          'export const a = (x: Date) => Math.random() + x.getHours() + "a".localeCompare("b")\nawait fetch("x")',
      },
      says: [
        'src/ledger/a.ts:1  S6  "ledger" is pure and calls Math.random(): take a seeded generator as an argument',
        'src/ledger/a.ts:1  S6  "ledger" is pure and calls getHours(), which reads the time zone: use its UTC form',
        'src/ledger/a.ts:1  S6  "ledger" is pure and calls localeCompare() in the language of the machine: compare with < or name the language',
        'src/ledger/a.ts:2  S6  "ledger" is pure and uses fetch: take it as an argument',
      ],
    },
    {
      files: { 'src/units/a.ts': "const here = import.meta.url\nconst a = await import('crypto')" },
      says: [
        'src/units/a.ts:2  S6  "units" is pure and imports crypto: take what it reads as an argument',
        'src/units/a.ts:1  S6  "units" is pure and uses import.meta: take it as an argument',
      ],
    },
    {
      files: {
        'src/control/clock.ts': 'export const now = () => Date.now()',
        'src/power/a.test.ts': 'const a = Math.random()',
        'src/power/b.ts':
          "export const b = (engine: { kind: string }) => engine.kind === 'process'\nconst c = { process: 1 }.process\nconst d = new Date('2026-01-01T00:00:00Z').getUTCHours()",
      },
      says: [],
    },
  ],
}

const isInPureRoom = (source: Source): boolean =>
  source.room !== undefined && isPure(source.room) && !source.isTest

const nodeBuiltIn =
  /^(node:.*|fs|path|os|crypto|child_process|http|https|net|url|util|stream|events|worker_threads|timers|perf_hooks|process)(\/.*)?$/

const edges = new Set(
  (
    'process performance fetch setTimeout setInterval setImmediate queueMicrotask crypto console globalThis require ' +
    'navigator WebSocket XMLHttpRequest localStorage'
  ).split(' '),
)

const takeInstant = 'take the instant as an argument'
const localTime =
  /^(get|set)(Hours|Minutes|Seconds|Milliseconds|Date|Day|Month|FullYear)$|^getTimezoneOffset$/
const localLanguage = /^(localeCompare|toLocale\w*)$/

function findingsIn(source: Source): Finding[] {
  const findings: Finding[] = []
  const report = (line: number, deed: string): void => {
    const message = `"${source.room}" is pure and ${deed}`
    findings.push({ path: source.path, line, rule: 'S6', message })
  }
  for (const site of source.imports) {
    if (nodeBuiltIn.test(site.specifier))
      report(site.line, `imports ${site.specifier}: take what it reads as an argument`)
  }
  const own = declaredNames(source)
  visit(source.body, (node, parents) => {
    const deed = deedOf(node) ?? edgeUse(node, parents.at(-1), own)
    if (deed !== undefined) report(lineOf(node), deed)
  })
  return findings
}

/** What a call or construction does that a pure room must not. */
function deedOf(node: SyntaxNode): string | undefined {
  if (node.type === 'MetaProperty' && (node['meta'] as SyntaxNode)['name'] === 'import')
    return 'uses import.meta: take it as an argument'
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined
  const callee = node['callee'] as SyntaxNode
  const count = (node['arguments'] as unknown[]).length
  const name = dottedName(callee)
  if (name === 'Date' && node.type === 'CallExpression') return `calls Date(): ${takeInstant}`
  if (name === 'Date' && count === 0) return `calls new Date() without an instant: ${takeInstant}`
  if (name === 'Date' && count > 1)
    return 'calls new Date(year, …), which reads the time zone: use Date.UTC'
  if (name === 'Date.now') return `calls Date.now(): ${takeInstant}`
  if (name === 'Math.random') return 'calls Math.random(): take a seeded generator as an argument'
  const method = (callee['property'] as SyntaxNode | undefined)?.['name']
  if (typeof method !== 'string') return undefined
  if (localTime.test(method))
    return `calls ${method}(), which reads the time zone: use its UTC form`
  if (localLanguage.test(method) && count < (method === 'localeCompare' ? 2 : 1))
    return `calls ${method}() in the language of the machine: compare with < or name the language`
  return undefined
}

function edgeUse(
  node: SyntaxNode,
  parent: SyntaxNode | undefined,
  own: ReadonlySet<string>,
): string | undefined {
  const name = node['name']
  if (node.type !== 'Identifier' || typeof name !== 'string' || !edges.has(name)) return undefined
  const isKey =
    (parent?.['property'] === node || parent?.['key'] === node) && parent['computed'] !== true
  return isKey || own.has(name) ? undefined : `uses ${name}: take it as an argument`
}

/** Names the file declares itself, as variables or parameters: they are not the global ones. */
function declaredNames(source: Source): Set<string> {
  const names = new Set<string>()
  visit(source.body, (node) => {
    const declared = [node['id'], ...((node['params'] as unknown[] | undefined) ?? [])]
    for (const pattern of declared as (SyntaxNode | null | undefined)[])
      if (typeof pattern?.['name'] === 'string') names.add(pattern['name'])
  })
  return names
}

export function dottedName(node: SyntaxNode): string {
  if (node.type === 'Identifier') return String(node['name'])
  if (node.type !== 'MemberExpression' || node['computed'] === true) return ''
  return `${dottedName(node['object'] as SyntaxNode)}.${dottedName(node['property'] as SyntaxNode)}`
}
