import type { z } from 'zod'
import { cite, hintNearest, nearest, pointerOf } from '../../diagnostics/index.ts'
import type { Diagnostic, Path } from '../../diagnostics/index.ts'
import type { Locate } from './locate.ts'

type Issue = z.core.$ZodIssue
type Finding = Omit<Diagnostic, 'severity' | 'pointer' | 'at'> & {
  readonly path: Path
  readonly part?: 'key'
}

const problemsMax = 500

/** What the schema refuses, as diagnostics: each at its key or value, with what was meant if that can be guessed. */
export function readIssues(
  issues: readonly Issue[],
  value: unknown,
  locate: Locate,
): readonly Diagnostic[] {
  const flat = issues.flatMap((issue) => flatten(issue, value))
  return joinMissingWithUnknown(flat.flatMap((issue) => toFindings(issue, value)))
    .slice(0, problemsMax)
    .map(({ path, part, ...finding }) => ({
      severity: 'error',
      pointer: pointerOf(path),
      at: locate(path, part ?? 'value'),
      ...finding,
    }))
}

/** Of a union, the issues of the branch that was meant: the one of the right type that complains least. */
function flatten(issue: Issue, value: unknown): readonly Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const path = issue.path
  const branches = issue.errors
    .map((errors) => errors.map((inner) => ({ ...inner, path: [...path, ...inner.path] }) as Issue))
    .filter((errors) => !errors.some((inner) => isOtherType(inner, path.length)))
    .map((errors) => errors.flatMap((inner) => flatten(inner, value)))
    .toSorted((a, b) => a.length - b.length)
  return branches[0] ?? [issue]
}

const isOtherType = (issue: Issue, depth: number): boolean =>
  issue.path.length === depth &&
  (issue.code === 'invalid_type' || paramsOf(issue)?.code === 'schema/wrong-type')

interface Params {
  readonly code: string
  readonly hint?: string
}

const paramsOf = (issue: Issue): Params | undefined =>
  issue.code === 'custom' ? (issue.params as Params | undefined) : undefined

function toFindings(issue: Issue, root: unknown): readonly Finding[] {
  const path = issue.path as Path
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey([...path, key], issue.message.split(',')))
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element')
    return issue.issues.flatMap((inner) => toFindings({ ...inner, path: issue.path }, root))
  const params = paramsOf(issue)
  const given = valueAt(root, path)
  if (given === undefined) return [missingKey(path, params?.hint)]
  if (params !== undefined) {
    const { code, hint } = params
    return [{ code, path, message: issue.message, ...(hint !== undefined && { hint }) }]
  }
  return [describe(issue, path, given)]
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}

const missingKey = (path: Path, hint: string | undefined): Finding => ({
  code: 'schema/missing-key',
  path,
  message: `the key "${path.at(-1) ?? ''}" is missing`,
  ...(hint !== undefined && { hint }),
})

const unknownKey = (path: Path, known: readonly string[]): Finding => {
  const hint = hintNearest(String(path.at(-1)), known)
  const message = `the key ${cite(String(path.at(-1)))} is not known here`
  return { code: 'schema/unknown-key', path, part: 'key', message, ...(hint && { hint }) }
}

/** An unknown key that looks like a missing one is one mistake, and one message. */
function joinMissingWithUnknown(findings: readonly Finding[]): readonly Finding[] {
  const unknownIn = Map.groupBy(
    findings.filter((finding) => finding.code === 'schema/unknown-key'),
    (finding) => pointerOf(finding.path.slice(0, -1)),
  )
  return findings.filter((finding) => {
    if (finding.code !== 'schema/missing-key') return true
    const siblings = unknownIn.get(pointerOf(finding.path.slice(0, -1))) ?? []
    const missing = String(finding.path.at(-1))
    return !siblings.some(
      (unknown) => nearest(String(unknown.path.at(-1)), [missing]) !== undefined,
    )
  })
}

function describe(issue: Issue, path: Path, given: unknown): Finding {
  if (given === null) {
    const hint = 'write the value after the colon, or remove the key'
    return { code: 'schema/wrong-type', path, message: 'here is no value', hint }
  }
  if (typeof given === 'number' && !Number.isFinite(given)) {
    const message = `${given} is not a finite number`
    return { code: 'units/not-finite', path, message, hint: 'give a plain number' }
  }
  switch (issue.code) {
    case 'invalid_value':
      return unknownValue(path, given, issue.values.map(String))
    case 'invalid_union':
      return describeUnion(issue, path, given)
    case 'invalid_type':
      return wrongType(path, given, issue.expected)
    case 'too_small':
    case 'too_big':
      return outOfRange(issue, path, given)
    default: {
      const message = `${cite(given)} does not fit`
      return { code: 'schema/bad-text', path, message, hint: issue.message }
    }
  }
}

function unknownValue(path: Path, given: unknown, known: readonly string[]): Finding {
  if (path.length === 1 && path[0] === 'gridloom') {
    const message = `version ${cite(given)} of the file format is not known`
    return { code: 'schema/unknown-version', path, message, hint: 'write "gridloom: 1"' }
  }
  const hint = hintNearest(String(given), known)
  const message = `${cite(given)} is not one of the values this key may have`
  return { code: 'schema/unknown-value', path, message, ...(hint && { hint }) }
}

function describeUnion(issue: Issue, path: Path, given: unknown): Finding {
  const { options } = issue as { options?: readonly unknown[] }
  if (options !== undefined) return unknownValue(path, given, options.map(String))
  const message = `${cite(given)} has the wrong type`
  const hint = 'see "gridloom fleet schema" for the forms this key may take'
  return { code: 'schema/wrong-type', path, message, hint }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number without unit',
  int: 'a whole number',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  array: 'a list',
  boolean: 'true or false',
}

function wrongType(path: Path, given: unknown, expected: string): Finding {
  const wanted = typeNames[expected] ?? expected
  const message = `${cite(given)} is not ${wanted}`
  const isBare = expected === 'string' && (typeof given === 'number' || typeof given === 'boolean')
  const hint = isBare ? `put it in quotes: "${given}"` : `write ${wanted}`
  return { code: 'schema/wrong-type', path, message, hint }
}

function outOfRange(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  path: Path,
  given: unknown,
): Finding {
  const isSmall = issue.code === 'too_small'
  const limit = Number(isSmall ? issue.minimum : issue.maximum)
  const length = Array.isArray(given) || typeof given === 'string' ? given.length : undefined
  const things = Array.isArray(given) ? 'items' : 'characters'
  const bound = isSmall ? (issue.inclusive ? 'at least' : 'above') : 'at most'
  const message =
    length === undefined
      ? `${cite(given)} is out of range: it must be ${bound} ${limit}`
      : `${length} ${things} are given, ${issue.exact ? 'exactly' : bound} ${limit} must be`
  return { code: 'schema/out-of-range', path, message }
}
