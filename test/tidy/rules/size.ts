import { lineOf, type SyntaxNode, visit } from '../parse.ts'
import type { Finding, Rule } from '../rule.ts'
import type { Source } from '../tree.ts'

const fileLinesMax = 350
const functionLinesMax = 60
/** A function that makes closures holds them all: they are counted by themselves, and here up to this. */
const factoryLinesMax = 100
const parametersMax = 3

/** S5: what is read in one sitting. Tests may be longer. */
export const size: Rule = {
  law: 'S5 a file is read in one sitting, a function on one screen',
  check: (tree) =>
    tree.sources
      .filter((source) => !source.isTest)
      .flatMap((source) => [...longFile(source), ...functionFindings(source)]),
  proof: [
    {
      files: { 'src/plan/model.ts': '\n'.repeat(412) },
      says: [
        'src/plan/model.ts  S5  412 lines (limit 350): split it by what its parts are about, or list it in exceptions.ts with a reason',
      ],
    },
    {
      files: { 'src/plan/model.test.ts': '\n'.repeat(412), 'src/plan/rows.ts': '\n'.repeat(350) },
      says: [],
    },
    {
      files: { 'src/plan/model.ts': `\nexport function build(): void {${'\n'.repeat(60)}}` },
      says: [
        'src/plan/model.ts:2  S5  function build has 61 lines (limit 60): name a part of it and move it out',
      ],
    },
    {
      files: {
        'src/plan/model.ts': `export function open(): void {\nconst a = () => {${'\n'.repeat(50)}}\nfunction b() {${'\n'.repeat(40)}}\n}`,
        'src/plan/rows.ts': `export function open(): void {\ncall(() => {${'\n'.repeat(70)}})\n}`,
        'src/plan/cuts.ts': `export function open(): void {\nconst a = () => {${'\n'.repeat(55)}}\nreturn { b() {${'\n'.repeat(55)}} }\n}`,
      },
      says: [
        'src/plan/rows.ts:1  S5  function open has 73 lines (limit 60): name a part of it and move it out',
        'src/plan/rows.ts:2  S5  function (unnamed) has 71 lines (limit 60): name a part of it and move it out',
        'src/plan/cuts.ts:1  S5  function open has 114 lines (limit 100): name a part of it and move it out',
      ],
    },
    {
      files: { 'bench/a.ts': 'export const f = (a: 1, b: 2, c: 3, d?: 4) => 0' },
      says: ['bench/a.ts:1  S5  function f takes 4 parameters (limit 3): take one readonly object'],
    },
    {
      files: { 'bench/a.ts': 'export const f = { g(a: 1, b: 2, c: 3) {\n return 0 } }' },
      says: [],
    },
  ],
}

function longFile(source: Source): Finding[] {
  const lines = source.text.split('\n').length - 1
  if (lines <= fileLinesMax) return []
  const message = `${lines} lines (limit ${fileLinesMax}): split it by what its parts are about, or list it in exceptions.ts with a reason`
  return [{ path: source.path, rule: 'S5', message }]
}

const isFunction = (node: SyntaxNode): boolean =>
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)

function functionFindings(source: Source): Finding[] {
  const findings: Finding[] = []
  visit(source.body, (node, parents) => {
    if (!isFunction(node)) return
    const lines = linesOf(node)
    const parameters = (node['params'] as unknown[]).length
    const name = `function ${nameOf(node, parents)}`
    const report = (message: string): void =>
      void findings.push({ path: source.path, line: lineOf(node), rule: 'S5', message })
    const limit = lines - closureLines(node) > functionLinesMax ? functionLinesMax : factoryLinesMax
    if (lines > limit)
      report(`${name} has ${lines} lines (limit ${limit}): name a part of it and move it out`)
    if (parameters > parametersMax)
      report(
        `${name} takes ${parameters} parameters (limit ${parametersMax}): take one readonly object`,
      )
  })
  return findings
}

const linesOf = (node: SyntaxNode): number => (node.loc?.end.line ?? 0) - lineOf(node) + 1

/** Lines of the functions directly within it that have a name: declared, assigned, or methods of what it returns. */
function closureLines(outer: SyntaxNode): number {
  let lines = 0
  visit(outer, (node, parents) => {
    const between = parents.slice(parents.indexOf(outer) + 1)
    if (node === outer || !isFunction(node) || between.some(isFunction)) return
    if (nameOf(node, parents) !== unnamed) lines += linesOf(node)
  })
  return lines
}

const unnamed = '(unnamed)'

function nameOf(node: SyntaxNode, parents: readonly SyntaxNode[]): string {
  const parent = parents.at(-1)
  const named = (node['id'] ?? parent?.['id'] ?? parent?.['key']) as SyntaxNode | null | undefined
  return typeof named?.['name'] === 'string' ? named['name'] : unnamed
}
