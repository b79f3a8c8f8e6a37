import type { Finding, Spot } from './findings.ts'

/** The words of an SNDlib text, each with its place; comments from `#` to the end of the line are left out. */
export interface Token extends Spot {
  readonly text: string
}

export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = []
  const word = /#[^\n]*|[()]|[^\s()#]+/g
  for (const match of text.matchAll(word)) {
    if (match[0].startsWith('#')) continue
    tokens.push({ text: match[0], offset: match.index, length: match[0].length })
  }
  return tokens
}

/** A section is a name with a list in brackets; entries are words and lists of words. */
export type Entry = Token | EntryList
export interface EntryList extends Spot {
  readonly entries: readonly Entry[]
}

export const isList = (entry: Entry | undefined): entry is EntryList =>
  entry !== undefined && 'entries' in entry

export interface SndlibSection extends EntryList {
  readonly name: string
}

/** Deeper than any section goes: `ADMISSIBLE_PATHS ( demand ( path ( links ) ) )`. */
const depthMax = 4

export function readSections(
  tokens: readonly Token[],
  report: (finding: Finding) => void,
): readonly SndlibSection[] {
  const sections: SndlibSection[] = []
  const open: { entries: Entry[]; offset: number }[] = []
  let name: Token | undefined
  const fault = (message: string, { offset, length }: Spot): void =>
    report({ code: 'import/syntax', pointer: '', message, spot: { offset, length } })
  for (const token of tokens) {
    const inside = open.at(-1)
    if (token.text === '(') {
      if (open.length >= depthMax) {
        fault('brackets are nested too deeply', token)
        return sections
      }
      open.push({ entries: [], offset: token.offset })
    } else if (token.text === ')') {
      const closed = open.pop()
      if (closed === undefined) {
        fault('a bracket is closed that was not opened', token)
        return sections
      }
      const list = { ...closed, length: 1 }
      const outer = open.at(-1)
      if (outer !== undefined) outer.entries.push(list)
      else if (name !== undefined) sections.push({ ...list, name: name.text })
      else fault('a list has no section name before it', list)
    } else if (inside !== undefined) inside.entries.push(token)
    else name = token
  }
  const unclosed = open[0]
  if (unclosed !== undefined) fault('a bracket is not closed', { offset: unclosed.offset, length: 1 }) // prettier-ignore
  return sections
}

/** Free text with brackets of its own stands in META: it is blanked, so that every other offset stays. */
export function splitMeta(text: string): {
  readonly rest: string
  readonly meta: readonly string[]
} {
  const head = /^META[ \t]*\([ \t]*\r?\n/m.exec(text)
  if (head === null) return { rest: text, meta: [] }
  const from = head.index + head[0].length
  // One search from the first head on: a text of many heads without an end is walked through once.
  const foot = /^[ \t]*\)[ \t]*\r?$/m.exec(text.slice(from))
  if (foot === null) return { rest: text, meta: [] }
  const end = from + foot.index + foot[0].length
  const blank = text.slice(head.index, end).replace(/[^\n]/g, ' ')
  const inside = text.slice(from, from + foot.index)
  const lines = inside.split('\n').map((line) => line.trim().replace(/\s+/g, ' '))
  return {
    rest: text.slice(0, head.index) + blank + text.slice(end),
    meta: lines.filter((line) => line !== ''),
  }
}
