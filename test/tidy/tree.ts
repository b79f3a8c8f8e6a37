import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type ParsedSource, parseSource } from './parse.ts'

/** Everything the rules look at, read once: paths are relative to the repository, with forward slashes. */
export interface Tree {
  readonly sources: readonly Source[]
  readonly pages: readonly Page[]
  /** Every text file, sources and pages included. */
  readonly texts: ReadonlyMap<string, string>
  /** Every path: what a link may point at. */
  readonly paths: ReadonlySet<string>
}

export interface Page {
  readonly path: string
  readonly text: string
}

export interface Source extends Page, ParsedSource {
  /** First folder under `src/`, where the file lies in one. */
  readonly room?: string
  readonly isTest: boolean
  /** Why it could not be parsed; the rest is then empty. */
  readonly fault?: string
}

/** Tests may import anything and be longer; so may what only tests use: conformance suites and generators. */
const testPath =
  /(^|\/)(test|testing)\/|\.test\.ts$|(^|[/.-])(conformance|laws|arbitrary|fixtures?|fake|test)([.-][\w-]+)?\.ts$/

export function readTree(root: string): Tree {
  const texts = new Map<string, string>()
  for (const path of listFiles(root)) texts.set(path, readFileSync(join(root, path), 'utf8'))
  return treeOf(texts)
}

/** The same from memory: what proves a rule. */
export function treeOf(texts: ReadonlyMap<string, string>): Tree {
  const sources: Source[] = []
  const pages: Page[] = []
  const paths = new Set<string>()
  for (const [path, text] of texts) {
    if (/\.(ts|mjs)$/.test(path)) sources.push(toSource(path, text))
    if (path.endsWith('.md')) pages.push({ path, text })
    for (let at = path; at !== '.'; at = posix.dirname(at)) paths.add(at)
  }
  return { sources, pages, texts, paths }
}

function toSource(path: string, text: string): Source {
  const room = /^src\/([^/]+)\//.exec(path)?.[1]
  const place = { path, text, isTest: testPath.test(path), ...(room === undefined ? {} : { room }) }
  try {
    return { ...place, ...parseSource(text) }
  } catch (error) {
    return { ...place, body: [], comments: [], types: '', imports: [], fault: String(error) }
  }
}

const skippedFolders = new Set(['node_modules', 'dist', 'coverage', '.git', '.gridloom'])
const textFile = /\.(ts|mjs|js|md|json|ya?ml|sh|c|svg|html|css|sql|txt)$|(^|\/)(\.ci\/run|LICENSE)$/

function listFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : listFiles(root, path)
    return entry.isFile() && textFile.test(path) ? [path] : []
  })
}
