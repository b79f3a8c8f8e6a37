/** What may be written to the journal, sent over HTTP or hashed. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * JSON with sorted keys and no spaces: equal values give equal bytes, whatever order they were built in. The decision
 * hash and the journal chain rest on it. A key whose value is undefined is left out, as JSON.stringify does.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null'
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return arrayJson(value)
  const record = value as Record<string, unknown>
  let text = ''
  for (const key of sortInPlace(Object.keys(record))) {
    const item = record[key]
    if (item !== undefined)
      text += `${text === '' ? '' : ','}${quoteKey(key)}:${canonicalJson(item)}`
  }
  return `{${text}}`
}

function arrayJson(items: readonly unknown[]): string {
  let text = ''
  for (let i = 0; i < items.length; i++)
    text += i === 0 ? canonicalJson(items[i]) : `,${canonicalJson(items[i])}`
  return `[${text}]`
}

/** By UTF-16 code units, as `sort` does; every decision of a busy daemon passes here, and its objects have few keys. */
function sortInPlace(keys: string[]): string[] {
  if (keys.length > 24) return keys.sort()
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i]!
    let at = i
    for (; at > 0 && keys[at - 1]! > key; at--) keys[at] = keys[at - 1]!
    keys[at] = key
  }
  return keys
}

/** Ours are few and come again; what tenants name their variables must not pile up here. */
const quotedMax = 1000
const quoted = new Map<string, string>()

function quoteKey(key: string): string {
  const known = quoted.get(key)
  if (known !== undefined) return known
  const text = JSON.stringify(key)
  if (quoted.size < quotedMax) quoted.set(key, text)
  return text
}
