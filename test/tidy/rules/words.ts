import { lineAt } from '../parse.ts'
import type { Finding, Rule } from '../rule.ts'

/** Spelt in parts, or this file would break its own rule. */
const forbidden: readonly (readonly [RegExp, string, string])[] = [
  [
    new RegExp(`(?<![\\w.~-])/(${['wo' + 'rk', 'ro' + 'ot'].join('|')})/[\\w.]`, 'g'),
    'S20',
    'path of one machine',
  ],
  [/(?<![\w.~-])\/(home|Users)\/[\w.]+\//g, 'S20', 'path of one machine'],
  [
    new RegExp(`\\bhttps?://[\\w.-]*(npm|regi${'stry'}|artifactory|nexus|pypi)[\\w.-]*`, 'g'),
    'S20',
    'package host',
  ],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/g, 'S20', 'private key'],
]

/** S20: what belongs to one machine or one person does not enter the repository. */
export const words: Rule = {
  law: 'S20 no path of one machine, no package host, no secret',
  check: (tree) =>
    [...tree.texts].flatMap(([path, text]) =>
      forbidden.flatMap(([word, rule, what]) =>
        [...text.matchAll(word)].map((match): Finding => ({
          path,
          line: lineAt(text, match.index),
          rule,
          message: `holds a ${what} (${match[0]}): take it out`,
        })),
      ),
    ),
  proof: [
    {
      files: { 'docs/a.md': `# A\n\nSee ${'/wo' + 'rk/x'} and ${'/ro' + 'ot/y'}, not a/root/x.\n` },
      says: [
        `docs/a.md:3  S20  holds a path of one machine (${'/wo' + 'rk/x'}): take it out`,
        `docs/a.md:3  S20  holds a path of one machine (${'/ro' + 'ot/y'}): take it out`,
      ],
    },
    {
      files: { 'package-lock.json': `"resolved": "https://regi${'stry'}.npmjs.org/a"` },
      says: [
        `package-lock.json:1  S20  holds a package host (https://regi${'stry'}.npmjs.org): take it out`,
      ],
    },
  ],
}
