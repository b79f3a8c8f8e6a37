import { lineAt } from '../parse.ts'
import type { Finding, Rule } from '../rule.ts'
import type { Source } from '../tree.ts'

/** Spelt in two halves, or this file would break its own rule. */
const openNote = new RegExp(
  `\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b`,
  'g',
)

/** S11: comments are sentences, and no work is left lying about. */
export const comments: Rule = {
  law: 'S11 doc comments are full sentences and nothing is left open',
  check: (tree) =>
    tree.sources.flatMap((source) => [...unfinished(source), ...notSentences(source)]),
  proof: [
    {
      files: { 'src/power/a.ts': `const a = 1\n// ${'TO' + 'DO'}: later` },
      says: [
        `src/power/a.ts:2  S11  leaves a ${'TO' + 'DO'}: do it now, or open an issue and take the note out`,
      ],
    },
    {
      files: { 'src/power/a.ts': '/** the load */\nexport const a = 1' },
      says: ['src/power/a.ts:1  S11  a doc comment is a sentence: end it with a full stop'],
    },
    {
      files: {
        'src/power/a.ts':
          'interface A {\n  /** Load at noon */\n  readonly a: 1\n  /** At night. */\n  readonly b: 2\n}',
      },
      says: ['src/power/a.ts:2  S11  a doc comment is a sentence: end it with a full stop'],
    },
    {
      files: {
        'src/power/a.ts':
          '/** Is it on? */\nexport const a = 1\n/**\n * Example:\n *\n *     a + 1\n */\nexport const b = 1 // short\n/** Adds. @example `a + b` */\nexport const c = 3',
      },
      says: [],
    },
  ],
}

function unfinished(source: Source): Finding[] {
  return [...source.text.matchAll(openNote)].map((match) => ({
    path: source.path,
    line: lineAt(source.text, match.index),
    rule: 'S11',
    message: `leaves a ${match[0]}: do it now, or open an issue and take the note out`,
  }))
}

/** Looked for at the start of a line, so that a string that holds such a comment is left alone. */
function notSentences(source: Source): Finding[] {
  if (!source.path.startsWith('src/')) return []
  const docComment = /^[ \t]*\/\*\*([\s\S]*?)\*\//gm
  return [...source.text.matchAll(docComment)].flatMap((match) => {
    const lines = (match[1] ?? '').split('\n').map((line) => line.replace(/^\s*\* ?/, ''))
    const last = lines.filter((line) => line.trim() !== '').at(-1) ?? ''
    const isExample = /^\s{4,}\S|^\s*(```|- )/.test(last) || lines.some((line) => /@\w+/.test(line))
    if (isExample || /https?:\S+\s*$/.test(last) || /[.:?!…]["'`)]*\s*$/.test(last)) return []
    const message = 'a doc comment is a sentence: end it with a full stop'
    return [{ path: source.path, line: lineAt(source.text, match.index), rule: 'S11', message }]
  })
}
