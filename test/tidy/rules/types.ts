import { lineAt } from '../parse.ts'
import type { Finding, Rule } from '../rule.ts'
import type { Source } from '../tree.ts'

/** S1: the compiler sees everything. `unknown` with a check says the same as `any` and cannot be forgotten. */
export const types: Rule = {
  law: 'S1 nothing hides from the compiler, and everything can be read by Node',
  check: (tree) =>
    tree.sources.flatMap((source) => [
      ...unreadable(source),
      ...anyTypes(source),
      ...silenced(source),
    ]),
  proof: [
    {
      files: { 'src/power/a.ts': '// Any site, any day.\nexport const a = (x: any, any = 1) => x' },
      says: ['src/power/a.ts:2  S1  uses any: use unknown and check it'],
    },
    {
      files: {
        'src/power/a.ts': "interface A {\n  // any\n  readonly a: 'any'\n  readonly b: any[]\n}",
      },
      says: ['src/power/a.ts:4  S1  uses any: use unknown and check it'],
    },
    {
      files: { 'src/power/a.ts': `// @${'ts'}-ignore\nexport const a = 1` },
      says: ['src/power/a.ts:1  S1  silences the compiler: mend what it complains about'],
    },
    {
      files: { 'src/power/a.ts': 'export enum A { B }' },
      says: [
        'src/power/a.ts  S1  cannot be read: SyntaxError: TypeScript enum is not supported in strip-only mode',
      ],
    },
  ],
}

function unreadable(source: Source): Finding[] {
  if (source.fault === undefined) return []
  const fault = source.fault.split('\n').find((line) => /Error: ./.test(line)) ?? source.fault
  const message = `cannot be read: ${fault.replace(/ ?\[\w+\]/, '').trim()}`
  return [{ path: source.path, rule: 'S1', message }]
}

function anyTypes(source: Source): Finding[] {
  return [...source.types.matchAll(/(?<![\w$.])any(?![\w$]|\s*\??:)/g)].map((match) => ({
    path: source.path,
    line: lineAt(source.text, match.index),
    rule: 'S1',
    message: 'uses any: use unknown and check it',
  }))
}

/** A test may expect an error of the compiler: that is how a type law is tested. */
function silenced(source: Source): Finding[] {
  const directive = source.isTest
    ? /\/[/*]\s*@ts-(ignore|nocheck)\b/g
    : /\/[/*]\s*@ts-(ignore|nocheck|expect-error)\b/g
  return [...source.text.matchAll(directive)].map((match) => ({
    path: source.path,
    line: lineAt(source.text, match.index),
    rule: 'S1',
    message: 'silences the compiler: mend what it complains about',
  }))
}
