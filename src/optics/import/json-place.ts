import type { Spot } from './findings.ts'

/**
 * Where a JSON pointer leads in a text that JSON.parse has accepted. Values on the way are skipped, not kept: it is asked
 * only for what is wrong, and the text is known to be sound.
 */
export function placeInJson(text: string, pointer: string): Spot | undefined {
  let at = skipBlank(text, 0)
  for (const step of pointer.split('/').slice(1)) {
    const wanted = step.replaceAll('~1', '/').replaceAll('~0', '~')
    const found = text[at] === '{' ? member(text, at, wanted) : element(text, at, wanted)
    // What is missing is marked where it should stand: at the value that lacks it.
    if (found === undefined) return { offset: at, length: 1 }
    at = found
  }
  return at < text.length ? { offset: at, length: shownLength(text, at) } : undefined
}

const shownLength = (text: string, at: number): number => {
  if (text[at] === '{' || text[at] === '[') return 1
  return Math.max(1, skipValue(text, at) - at)
}

function member(text: string, open: number, key: string): number | undefined {
  let at = skipBlank(text, open + 1)
  let found: number | undefined
  while (text[at] === '"') {
    const end = skipText(text, at)
    const name = nameIn(text.slice(at, end))
    at = skipBlank(text, skipBlank(text, end) + 1)
    // The last of several equal keys is the one that JSON.parse keeps.
    if (name === key) found = at
    at = skipBlank(text, skipValue(text, at))
    if (text[at] !== ',') break
    at = skipBlank(text, at + 1)
  }
  return found
}

function element(text: string, open: number, key: string): number | undefined {
  const index = Number(key)
  if (text[open] !== '[' || !Number.isInteger(index)) return undefined
  let at = skipBlank(text, open + 1)
  for (let i = 0; text[at] !== ']' && at < text.length; i += 1) {
    if (i === index) return at
    at = skipBlank(text, skipValue(text, at))
    if (text[at] === ',') at = skipBlank(text, at + 1)
  }
  return undefined
}

function nameIn(quoted: string): string {
  const plain = quoted.slice(1, -1)
  return plain.includes('\\') ? String(JSON.parse(quoted)) : plain
}

function skipBlank(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '.')) at += 1
  return at
}

/** From the opening quote to behind the closing one. */
function skipText(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function skipValue(text: string, from: number): number {
  let at = from
  let depth = 0
  while (at < text.length) {
    const sign = text[at]
    if (sign === '"') {
      at = skipText(text, at)
      if (depth === 0) return at
      continue
    }
    if (sign === '{' || sign === '[') depth += 1
    if (sign === '}' || sign === ']') {
      if (depth === 0) return at
      depth -= 1
      if (depth === 0) return at + 1
    }
    if (depth === 0 && (sign === ',' || ' \t\r\n'.includes(sign ?? '.'))) return at
    at += 1
  }
  return at
}
