import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { httpCodes } from '../server/http-codes.ts'
import { codes, explainCode } from './codes.ts'

const root = new URL('../', import.meta.url).pathname
const rooms = [
  'gnpy',
  'line',
  'file',
  'schema',
  'units',
  'fleet',
  'workload',
  'cli',
  'http',
  'server',
  'submit',
  'import',
  'link',
  'energy',
  'estimate',
]
const codeText = new RegExp(
  `['"\`]((?:${[...rooms, 'token'].join('|')})/[a-z]+(?:-[a-z0-9]+)*)['"\`]`,
  'gu',
)

/** A code that stands in a diagnostic, by whatever field or argument; prose between quotes is left out by its form. */
const usedIn = (pattern: string, isLeftOut: (path: string) => boolean): ReadonlySet<string> =>
  new Set(
    globSync(pattern, { cwd: root })
      .filter((path) => !isLeftOut(path))
      .flatMap((path) => [...readFileSync(`${root}${path}`, 'utf8').matchAll(codeText)])
      .map((match) => match[1] ?? ''),
  )

const isTestOrRegister = (path: string): boolean =>
  path.endsWith('.test.ts') || /(?:^|\/)fake-|^diagnostics\/codes\/|^server\/http-codes/u.test(path)

const used = usedIn('**/*.ts', isTestOrRegister)
const registered = [...Object.keys(codes), ...Object.keys(httpCodes)]

it('every code in the source is registered', () => {
  expect([...used].filter((code) => !registered.includes(code)).toSorted()).toEqual([])
})

it('every registered code is in the source', () => {
  expect(Object.keys(codes).filter((code) => !used.has(code))).toEqual([])
})

it.each(Object.entries(codes))('%s has a page of whole sentences', (code, page) => {
  expect(page.title).toMatch(/^[A-Z].*[^.]$/u)
  expect(page.explanation).toMatch(/\.$/u)
  expect(page.fix).toMatch(/\.$/u)
  expect(explainCode(code)).toContain(page.fix)
})

it('there is no page for what is no code', () => {
  expect(['constructor', '', 'fleet/none'].map(explainCode)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
