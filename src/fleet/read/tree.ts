import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Document, Node, Pair, Scalar, YAMLMap } from 'yaml'
import { cite, pointerOf } from '../../diagnostics/index.ts'
import type { Diagnostic, Path } from '../../diagnostics/index.ts'
import { forbiddenCharacterIn } from './characters.ts'
import type { PlaceFinder } from './place.ts'

/** Keys that reach into the prototype of a JavaScript object. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
const problemsMax = 500
/** No map of a fleet or a workload has nearly so many keys; an environment may have hundreds. */
export const keysMax = 1000

/**
 * The document as plain data. Aliases, anchors and tags are refused rather than expanded, keys are text and appear once.
 * The recursion is as deep as the document, which `readSyntax` has limited.
 */
export function readTree(
  document: Document,
  places: PlaceFinder,
): { readonly value: unknown; readonly problems: readonly Diagnostic[] } {
  const problems: Diagnostic[] = []
  const add = (problem: Problem, node: Node | undefined, path: Path): void => {
    if (problems.length >= problemsMax) return
    const [from, to] = node?.range ?? [0, 1]
    const { code, message, hint } = problem
    const at = places.at(from, to)
    problems.push({ code, severity: 'error', pointer: pointerOf(path), at, message, hint })
  }
  return { value: read(document.contents ?? undefined, [], add), problems }
}

interface Problem {
  readonly code: string
  readonly message: string
  readonly hint: string
}

type Add = (problem: Problem, node: Node | undefined, path: Path) => void

function read(node: Node | undefined, path: Path, add: Add): unknown {
  if (node === undefined) return null
  checkDecoration(node, path, add)
  if (isScalar(node)) return readScalar(node, path, add)
  if (isSeq(node)) return node.items.map((item, i) => read(item as Node, [...path, i], add))
  if (isMap(node)) return readMap(node, path, add)
  return null
}

function checkDecoration(node: Node, path: Path, add: Add): void {
  const anchor = isAlias(node) ? node.source : (node as { anchor?: string }).anchor
  if (anchor !== undefined) {
    const message = `${isAlias(node) ? 'alias' : 'anchor'} ${cite(anchor)} is not allowed`
    const hint = 'write the value out: aliases hide what a line means and can grow without bound'
    add({ code: 'file/alias', message, hint }, node, path)
  }
  if (!isAlias(node) && node.tag !== undefined) {
    const message = `tag ${cite(node.tag)} is not allowed`
    add(
      { code: 'file/tag', message, hint: 'remove the tag: the schema knows the type' },
      node,
      path,
    )
  }
}

function readScalar(node: Scalar, path: Path, add: Add): unknown {
  const value = node.value
  if (typeof value !== 'string') return value
  const character = forbiddenCharacterIn(value)
  if (character === undefined) return value
  const message = `${character} has no place in a value`
  add({ code: 'file/control-character', message, hint: 'remove the escape' }, node, path)
  return value
}

function readMap(map: YAMLMap, path: Path, add: Add): unknown {
  const record: Record<string, unknown> = {}
  if (map.items.length > keysMax) {
    const message = `this map has ${map.items.length} keys; ${keysMax} are allowed`
    add({ code: 'file/too-many-keys', message, hint: 'look for what generated this' }, map, path)
    return record
  }
  for (const pair of map.items as Pair<Node | null, Node | null>[]) {
    const key = readKey(pair.key, path, add)
    if (key === undefined) continue
    const value = read(pair.value ?? undefined, [...path, key], add)
    if (Object.hasOwn(record, key)) {
      const message = `the key ${cite(key)} is here a second time`
      const hint = 'keep one of the two'
      add({ code: 'file/duplicate-key', message, hint }, pair.key ?? undefined, [...path, key])
    } else record[key] = value
  }
  return record
}

function readKey(node: Node | null, path: Path, add: Add): string | undefined {
  if (node !== null) checkDecoration(node, path, add)
  const value = isScalar(node) ? node.value : undefined
  if (typeof value !== 'string' || value === '') {
    const hint = 'put the key in quotes, or check the dashes and braces before it'
    const message = isScalar(node) ? `the key ${cite(value)} is not text` : 'a key is not text'
    add({ code: 'file/bad-key', message, hint }, node ?? undefined, path)
    return undefined
  }
  const character = forbiddenCharacterIn(value)
  if (!forbiddenKeys.has(value) && character === undefined) return value
  const message = `the key ${cite(value)} is not allowed`
  add({ code: 'file/forbidden-key', message, hint: 'remove it' }, node ?? undefined, path)
  return undefined
}
