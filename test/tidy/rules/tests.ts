import { lineOf, type SyntaxNode, visit } from '../parse.ts'
import type { Finding, Rule } from '../rule.ts'
import type { Source } from '../tree.ts'
import { dottedName } from './purity.ts'

/** S17: every test runs, and one that cannot run here says why. */
export const tests: Rule = {
  law: 'S17 no test is alone, and none is left out without a reason',
  check: (tree) => tree.sources.flatMap((source) => findingsIn(source)),
  proof: [
    {
      files: {
        'src/power/a.test.ts': "describe.only('a', () => {})\nit.only.each([1])('b', () => {})",
      },
      says: [
        'src/power/a.test.ts:1  S17  describe.only leaves all other tests out: take it away',
        'src/power/a.test.ts:2  S17  it.only leaves all other tests out: take it away',
      ],
    },
    {
      files: { 'src/power/a.test.ts': "it.skip('a', () => {})\nit.todo('b')" },
      says: [
        'src/power/a.test.ts:1  S17  it.skip gives no reason: end its name with one in brackets',
        'src/power/a.test.ts:2  S17  it.todo gives no reason: end its name with one in brackets',
      ],
    },
    {
      files: {
        'src/power/b.test.ts': 'const has = suite.skip?.find(() => true)',
        'src/power/a.test.ts': "it.skip('a (needs Slurm)', f)\nit.skip(`${name} (${reason})`, f)",
      },
      says: [],
    },
    {
      files: { 'src/power/a.test.ts': "it('a', (context) => context.skip())" },
      says: ["src/power/a.test.ts:1  S17  context.skip gives no reason: call context.skip('why')"],
    },
    {
      files: {
        'src/power/a.test.ts':
          "it.skipIf(isMac)('a', f)\n// Needs network namespaces, which only root may make.\nit.skipIf(!isRoot)('b', f)\nit('c', (context) => context.skip('no Slurm here'))\nit('d', (context) => context.skip(!has, 'no Slurm here'))",
      },
      says: [
        'src/power/a.test.ts:1  S17  it.skipIf gives no reason: say why in a comment on the line above',
      ],
    },
  ],
}

const runner = /^(it|test|describe|suite|bench)\.(only|skip|todo|skipIf|runIf)$/

function findingsIn(source: Source): Finding[] {
  const findings: Finding[] = []
  const lines = source.text.split('\n')
  visit(source.body, (node, parents) => {
    const name = dottedName(node)
    const deed = deedOf(name, { node, parents, lines })
    if (deed === undefined) return
    findings.push({
      path: source.path,
      line: lineOf(node),
      rule: 'S17',
      message: `${name} ${deed}`,
    })
  })
  return findings
}

interface Place {
  readonly node: SyntaxNode
  readonly parents: readonly SyntaxNode[]
  readonly lines: readonly string[]
}

function deedOf(name: string, place: Place): string | undefined {
  const call = place.parents.at(-1)
  const next = (call?.['property'] as SyntaxNode | undefined)?.['name']
  const isCalled = call?.['callee'] === place.node || next === 'each' || next === 'for'
  const verb = isCalled ? runner.exec(name)?.[2] : undefined
  if (verb === 'only') return 'leaves all other tests out: take it away'
  if (verb === 'skip' || verb === 'todo') {
    const isSaid = /\(.+\)$/.test(titleOf(call))
    return isSaid ? undefined : 'gives no reason: end its name with one in brackets'
  }
  if (verb !== undefined) {
    const above = place.lines[lineOf(place.node) - 2] ?? ''
    const isSaid = /^\s*(\/\/|\*)/.test(above)
    return isSaid ? undefined : 'gives no reason: say why in a comment on the line above'
  }
  if (!/^(context|ctx|task|t)\.skip$/.test(name) || call?.['callee'] !== place.node)
    return undefined
  const count = (call['arguments'] as unknown[]).length
  return count > 0 ? undefined : "gives no reason: call context.skip('why')"
}

/** The name of a test as far as it is written out; what is put in at run time shows as `…`. */
function titleOf(call: SyntaxNode | undefined): string {
  const [title] = (call?.['arguments'] ?? []) as SyntaxNode[]
  if (typeof title?.['value'] === 'string') return title['value']
  const quasis = (title?.['quasis'] ?? []) as { readonly value: { readonly cooked: string } }[]
  return quasis.map((quasi) => quasi.value.cooked).join('…')
}
