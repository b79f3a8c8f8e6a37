import { forbiddenCharacterIn } from './characters.ts'
import type { ReadLimits } from './limits.ts'
import { forbiddenKeys, keysMax } from './tree.ts'

/** Longer texts are files, and a file has time to be read as YAML. */
const lengthMax = 65_536

/**
 * The value of a text that `JSON.stringify` would write byte for byte; undefined for any other. Programs send such texts,
 * hundreds a second, and YAML would cost twenty times as much to tell the same. That the text comes out again proves that
 * no key stands twice and no number is written otherwise than it is kept; whatever else YAML reading refuses is left to it.
 */
export function readPlainJson(text: string, limits: ReadLimits): unknown {
  if (text.length > lengthMax || !text.startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isPlain(value, limits.depthMax) && JSON.stringify(value) === text ? value : undefined
  } catch {
    return undefined
  }
}

function isPlain(value: unknown, depthLeft: number): boolean {
  if (typeof value === 'string') return forbiddenCharacterIn(value) === undefined
  if (typeof value !== 'object' || value === null) return true
  if (depthLeft <= 0) return false
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depthLeft - 1))
  const entries = Object.entries(value)
  return (
    entries.length <= keysMax &&
    entries.every(
      ([key, item]) =>
        key !== '' &&
        !forbiddenKeys.has(key) &&
        forbiddenCharacterIn(key) === undefined &&
        isPlain(item, depthLeft - 1),
    )
  )
}
