import { posix } from 'node:path'
import { type SyntaxNode, visit } from '../parse.ts'
import type { Finding, Rule } from '../rule.ts'
import type { Source, Tree } from '../tree.ts'
import { targetsOf } from './cycles.ts'

/** S20: nothing lies about unused. What is built starts at the entry points that `tsconfig.build.json` lists. */
export const reach: Rule = {
  law: 'S20 every source file is reached from an entry point',
  check: (tree) => unreached(tree),
  proof: [
    {
      files: {
        'tsconfig.build.json': '{"files":["src/cli/main.ts"]}',
        'src/cli/main.ts': "import { a } from '../power/index.ts'",
        'src/power/index.ts': "export * from './a.ts'",
        'src/power/a.ts': '',
        'src/power/old.ts': '',
        'src/power/old.test.ts':
          "import { old } from './old.ts'; new URL('./crash-me.ts', import.meta.url)",
        'src/power/crash-me.ts': '',
      },
      says: [
        'src/power/old.ts  S20  no entry point reaches it: import it, list it in tsconfig.build.json, or delete it',
      ],
    },
    {
      files: {
        'tsconfig.build.json': '{"files":["src/cli/main.ts", "src/engines/launcher.ts"]}',
        'src/cli/main.ts':
          "new URL('../engines/launcher' + extensionOf(import.meta.url), import.meta.url)",
        'src/engines/launcher.ts': '',
      },
      says: [],
    },
    {
      files: {
        'tsconfig.build.json': '{"files":["src/cli/main.ts"]}',
        'src/cli/main.ts': "new URL('./child' + extensionOf(import.meta.url), import.meta.url)",
        'src/cli/child.ts': '',
      },
      says: [
        'src/cli/child.ts  S20  is started by its path but not built: list it in tsconfig.build.json',
      ],
    },
    {
      files: {
        'tsconfig.build.json': '{"files":["src/cli/main.ts", "src/cli/gone.ts"]}',
        'src/cli/main.ts': '',
      },
      says: ['tsconfig.build.json  S20  lists src/cli/gone.ts, which does not exist'],
    },
  ],
}

function unreached(tree: Tree): Finding[] {
  const manifest = tree.texts.get('tsconfig.build.json')
  if (manifest === undefined) return []
  const { files: entries } = JSON.parse(manifest) as { readonly files: readonly string[] }
  const sources = new Map(tree.sources.map((source) => [source.path, source]))
  const built = follow(entries, (path) => targetsOf(sources.get(path)))
  const started = new Set(tree.sources.filter((s) => built.has(s.path)).flatMap(startedByPath))
  const startedByTests = new Set(tree.sources.filter((s) => s.isTest).flatMap(startedByPath))
  const gone = entries.filter((entry) => !sources.has(entry))
  return [
    ...gone.map((entry) => ({
      path: 'tsconfig.build.json',
      rule: 'S20',
      message: `lists ${entry}, which does not exist`,
    })),
    ...tree.sources
      .filter(({ path, isTest }) => path.startsWith('src/') && !isTest && !built.has(path))
      .filter(({ path }) => !startedByTests.has(path.replace(/\.ts$/, '')))
      .map(({ path }) => ({
        path,
        rule: 'S20',
        message: started.has(path.replace(/\.ts$/, ''))
          ? 'is started by its path but not built: list it in tsconfig.build.json'
          : 'no entry point reaches it: import it, list it in tsconfig.build.json, or delete it',
      })),
  ]
}

function follow(starts: readonly string[], next: (path: string) => readonly string[]): Set<string> {
  const reached = new Set<string>()
  const waiting = [...starts]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    waiting.push(...next(path))
  }
  return reached
}

/** Paths without extension of the scripts that a file starts: `new URL('./launcher' + …, import.meta.url)`. */
function startedByPath(source: Source): string[] {
  const paths: string[] = []
  visit(source.body, (node) => {
    const callee = node['callee'] as SyntaxNode | undefined
    if (node.type !== 'NewExpression' || callee?.['name'] !== 'URL') return
    const [first] = node['arguments'] as SyntaxNode[]
    const text = first === undefined ? undefined : startOfText(first)
    if (text?.startsWith('.') !== true) return
    paths.push(posix.join(posix.dirname(source.path), text.replace(/\.(ts|js)$/, '')))
  })
  return paths
}

function startOfText(node: SyntaxNode): string | undefined {
  if (node.type === 'BinaryExpression') return startOfText(node['left'] as SyntaxNode)
  if (node.type === 'TemplateLiteral') {
    const [quasi] = node['quasis'] as { readonly value: { readonly cooked: string } }[]
    return quasi?.value.cooked
  }
  return typeof node['value'] === 'string' ? node['value'] : undefined
}
