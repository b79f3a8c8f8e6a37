import { posix } from 'node:path'
import { lineAt } from '../parse.ts'
import type { Finding, Rule } from '../rule.ts'
import type { Page, Tree } from '../tree.ts'

/** S20: a page has one title, and its links lead somewhere. */
export const pages: Rule = {
  law: 'S20 a page has one title and its links resolve',
  check: (tree) => tree.pages.flatMap((page) => [...titles(page), ...links(page, tree)]),
  proof: [
    {
      files: { 'docs/a.md': '# One\n\n# Two\n' },
      says: ['docs/a.md:3  S20  has 2 titles: a page has exactly one line that starts with "# "'],
    },
    {
      files: { 'docs/a.md': 'Text.\n\n```sh\n# a comment\n```\n' },
      says: ['docs/a.md:1  S20  has no title: a page has exactly one line that starts with "# "'],
    },
    {
      files: { 'docs/a.md': '# A\n\n[b](b.md) [c](../README.md#life) ![d](d.svg)\n' },
      says: [
        'docs/a.md:3  S20  links to b.md, which does not exist',
        'docs/a.md:3  S20  links to ../README.md#life, which does not exist',
        'docs/a.md:3  S20  links to d.svg, which does not exist',
      ],
    },
    {
      files: {
        'docs/a.md':
          '# A\n\n[b](../README.md#first-steps) [c](#a-b) [d](https://x.org) `[e](f)` [g](.)\n\n## A `b`\n',
        'README.md': '# B\n\n## First steps\n\n[a](docs/a.md#none)\n',
      },
      says: ['README.md:5  S20  links to docs/a.md#none, which has no such heading'],
    },
  ],
}

/** Code blanked with its lines kept: what stands in it is no heading and no link. */
const withoutCode = (text: string): string =>
  text.replace(/^(```|~~~)[\s\S]*?^\1|`[^`\n]*`/gm, (code) => code.replace(/[^\n]/g, ' '))

function titles(page: Page): Finding[] {
  const found = [...withoutCode(page.text).matchAll(/^# /gm)]
  if (found.length === 1) return []
  const count = found.length === 0 ? 'no title' : `${found.length} titles`
  const line = found[1] === undefined ? 1 : lineAt(page.text, found[1].index)
  const message = `has ${count}: a page has exactly one line that starts with "# "`
  return [{ path: page.path, line, rule: 'S20', message }]
}

function links(page: Page, tree: Tree): Finding[] {
  const link = /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|\b(?:src|href|srcset)="([^"]+)"/g
  return [...withoutCode(page.text).matchAll(link)].flatMap((match) => {
    const target = match[1] ?? match[2] ?? ''
    if (/^[a-z]+:/i.test(target)) return []
    const fault = linkFault(page, target, tree)
    if (fault === undefined) return []
    const message = `links to ${target}, ${fault}`
    return [{ path: page.path, line: lineAt(page.text, match.index), rule: 'S20', message }]
  })
}

function linkFault(page: Page, target: string, tree: Tree): string | undefined {
  const [file = '', anchor] = target.split('#')
  const path = file === '' ? page.path : posix.join(posix.dirname(page.path), file)
  const known = path === '.' || tree.paths.has(path.replace(/\/$/, ''))
  if (!known) return 'which does not exist'
  if (anchor === undefined || !path.endsWith('.md')) return undefined
  return headings(tree.texts.get(path) ?? '').has(anchor) ? undefined : 'which has no such heading'
}

/** Anchors as GitHub makes them. */
function headings(text: string): Set<string> {
  const lines = text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').matchAll(/^#{1,6} (.+)$/gm)
  return new Set(
    [...lines].map(([, title = '']) =>
      title
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  )
}
