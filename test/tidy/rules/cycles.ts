import { posix } from 'node:path'
import type { Finding, Rule } from '../rule.ts'
import type { Source, Tree } from '../tree.ts'

/** S4: no cycles. One finding for each cycle, at the file that comes first in the alphabet. */
export const cycles: Rule = {
  law: 'S4 no file imports itself, however far around',
  check: (tree) => findCycles(tree),
  proof: [
    {
      files: {
        'src/power/b.ts': "import { a } from './c.ts'",
        'src/power/c.ts': "import { b } from './a.ts'",
        'src/power/a.ts': "import type { B } from './b.ts'",
      },
      says: [
        'src/power/a.ts  S4  imports itself through src/power/b.ts, src/power/c.ts: move what they share to a file of its own',
      ],
    },
    {
      files: {
        'src/power/a.ts': "import { c } from './c.ts'\nimport { b } from './b.ts'",
        'src/power/b.ts': "import { c } from './c.ts'",
        'src/power/c.ts': '',
      },
      says: [],
    },
  ],
}

export const targetsOf = (source: Source | undefined): string[] =>
  (source?.imports ?? [])
    .filter((site) => site.specifier.startsWith('.'))
    .map((site) => posix.join(posix.dirname(source?.path ?? ''), site.specifier))

function findCycles(tree: Tree): Finding[] {
  const targets = new Map(tree.sources.map((source) => [source.path, targetsOf(source)]))
  const findings: Finding[] = []
  const done = new Set<string>()
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) {
      findings.push(toFinding(trail.slice(start)))
      return
    }
    if (done.has(path)) return
    for (const target of targets.get(path) ?? []) walk(target, [...trail, path])
    done.add(path)
  }
  for (const path of [...targets.keys()].sort()) walk(path, [])
  return findings
}

function toFinding(cycle: readonly string[]): Finding {
  const first = cycle.indexOf([...cycle].sort()[0] ?? '')
  const [path = '', ...through] = [...cycle.slice(first), ...cycle.slice(0, first)]
  const way = through.length === 0 ? 'itself' : `itself through ${through.join(', ')}`
  return { path, rule: 'S4', message: `imports ${way}: move what they share to a file of its own` }
}
