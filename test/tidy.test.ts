import { describe, expect, it } from 'vitest'
import { exceptions } from './tidy/exceptions.ts'
import { type Finding, print, type Proof } from './tidy/rule.ts'
import { rules } from './tidy/rules.ts'
import { readTree, treeOf } from './tidy/tree.ts'

/**
 * The linter. Each rule stands in `tidy/rules/` with its own proof: small sources that break it and what it must say of
 * them. Each message names place, rule and remedy.
 */
const tree = readTree(new URL('..', import.meta.url).pathname)
const found = new Map(rules.map((rule) => [rule, rule.check(tree)]))

const isExcepted = (finding: Finding): boolean =>
  exceptions.some(
    ({ rule, path, about }) =>
      finding.rule === rule && finding.path === path && finding.message.includes(about),
  )

const nameOf = ({ files, says }: Proof): string =>
  says.length === 0 ? `leaves ${Object.keys(files).join(', ')} alone` : says.join('\n')

describe.each(rules)('$law', (rule) => {
  it('in this repository', () => {
    const findings = found.get(rule)?.filter((finding) => !isExcepted(finding)) ?? []
    expect(findings.map(print).join('\n')).toBe('')
  })

  it('is proven by a source that breaks it', () => {
    expect(rule.proof.some(({ says }) => says.length > 0)).toBe(true)
  })

  it.each(rule.proof.map((proof) => ({ ...proof, name: nameOf(proof) })))('$name', (proof) => {
    const findings = rule.check(treeOf(new Map(Object.entries(proof.files))))
    expect(findings.map(print)).toEqual(proof.says)
  })
})

it('no exception outlives its need', () => {
  const findings = [...found.values()].flat()
  const idle = exceptions.filter(
    ({ rule, path, about }) =>
      !findings.some((f) => f.rule === rule && f.path === path && f.message.includes(about)),
  )
  expect(idle).toEqual([])
})
