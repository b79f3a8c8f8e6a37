import type { Finding, Rule } from '../rule.ts'
import type { Source, Tree } from '../tree.ts'

/** Who may import what from outside: replacing a vendor is then one file and one conformance run. */
const homes: Readonly<Record<string, readonly string[]>> = {
  'node:sqlite': ['src/journal/sqlite.ts'],
  pg: ['src/journal/postgres.ts'],
  highs: ['src/milp/highs.ts'],
  fastify: ['src/server/'],
  'fastify-type-provider-zod': ['src/server/'],
  '@fastify/rate-limit': ['src/server/'],
  '@fastify/swagger': ['src/server/'],
  'prom-client': ['src/server/'],
  commander: ['src/cli/'],
  'cli-table3': ['src/cli/', 'src/report/'],
  'eventsource-parser': ['src/cli/'],
  'decimal.js': ['src/units/', 'src/ledger/'],
  'geographiclib-geodesic': ['src/fleet/', 'src/network/'],
  'fastest-levenshtein': ['src/diagnostics/', 'src/fleet/', 'src/cli/'],
  'csv-parse': ['src/power/', 'src/cli/'],
  'd3-scale': ['src/report/'],
  'd3-shape': ['src/report/'],
  yaml: ['src/fleet/'],
  zod: ['src/'],
}

/** S7: one file (or one room), one vendor; and the package declares what it imports. */
export const vendors: Rule = {
  law: 'S7 each vendor is known in one place, and declared',
  check: (tree) =>
    tree.sources
      .filter((source) => source.path.startsWith('src/') && !source.isTest)
      .flatMap((source) => [...strangers(source), ...undeclared(source, tree)]),
  proof: [
    {
      files: { 'src/journal/verify.ts': "import { DatabaseSync } from 'node:sqlite'" },
      says: [
        'src/journal/verify.ts:1  S7  only src/journal/sqlite.ts may import node:sqlite: ask it through its interface',
      ],
    },
    {
      files: {
        'src/cli/daemon.ts': "import type { FastifyInstance } from 'fastify'",
        'src/server/app.ts': "import fastify from 'fastify'",
      },
      says: [
        'src/cli/daemon.ts:1  S7  only src/server/ may import fastify: ask it through its interface',
      ],
    },
    {
      files: {
        'package.json': '{"dependencies":{"zod":"4"},"devDependencies":{"acorn":"8"}}',
        'src/fleet/a.ts': "import { z } from 'zod/v4'\nimport { parse } from 'acorn'",
      },
      says: [
        'src/fleet/a.ts:2  S7  imports acorn, which is not in "dependencies": declare it, or do without',
      ],
    },
    {
      files: { 'src/journal/sqlite.test.ts': "import { DatabaseSync } from 'node:sqlite'" },
      says: [],
    },
  ],
}

const packageOf = (specifier: string): string =>
  specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')

function strangers(source: Source): Finding[] {
  return source.imports.flatMap(({ specifier, line }) => {
    const vendor = packageOf(specifier)
    const home = Object.hasOwn(homes, vendor) ? homes[vendor] : undefined
    if (home === undefined || home.some((place) => source.path.startsWith(place))) return []
    const message = `only ${home.join(' and ')} may import ${vendor}: ask it through its interface`
    return [{ path: source.path, line, rule: 'S7', message }]
  })
}

function undeclared(source: Source, tree: Tree): Finding[] {
  const manifest = tree.texts.get('package.json')
  if (manifest === undefined) return []
  const { dependencies = {} } = JSON.parse(manifest) as { dependencies?: Record<string, string> }
  return source.imports.flatMap(({ specifier, line }) => {
    if (/^(\.|node:)/.test(specifier)) return []
    const vendor = packageOf(specifier)
    if (Object.hasOwn(dependencies, vendor)) return []
    const message = `imports ${vendor}, which is not in "dependencies": declare it, or do without`
    return [{ path: source.path, line, rule: 'S7', message }]
  })
}
