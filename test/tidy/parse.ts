import { stripTypeScriptTypes } from 'node:module'
import { type Comment, type Node as AcornNode, parse } from 'acorn'

/**
 * Node's own type stripper blanks the types and keeps line and column, so that a small JavaScript parser sees the real
 * program. What was blanked is kept as `types`: code that exists only for the compiler, at the same offsets.
 */
export interface ParsedSource {
  readonly body: readonly SyntaxNode[]
  readonly comments: readonly Comment[]
  readonly types: string
  readonly imports: readonly ImportSite[]
}

export interface SyntaxNode extends AcornNode {
  readonly [key: string]: unknown
}

export interface ImportSite {
  readonly specifier: string
  readonly line: number
  readonly isTypeOnly: boolean
}

/** `import type` and `export type … from` would be blanked with the types; they are imports all the same. */
const typeOnlyImport =
  /^([ \t]*(?:import|export)[ \t]+)type(?=\s+(?:\{[^}]*\}|\*(?:\s+as\s+\w+)?|[\w$]+)\s+from\b)/gm

export function parseSource(text: string): ParsedSource {
  const readable = text.replace(typeOnlyImport, '$1    ')
  const script = withoutWarning(() => stripTypeScriptTypes(readable))
  const comments: Comment[] = []
  const program = parse(script, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    locations: true,
    allowHashBang: true,
    onComment: comments,
  })
  const body = program.body as unknown as readonly SyntaxNode[]
  return { body, comments, types: blankedTypes(readable, script), imports: findImports(body, text) }
}

/** Node warns once that the stripper is experimental; the version in use is pinned by the lock file. */
function withoutWarning<T>(run: () => T): T {
  const emit = process.emitWarning
  process.emitWarning = () => undefined
  try {
    return run()
  } finally {
    process.emitWarning = emit
  }
}

/** The type code alone: what the stripper blanked, without the comments and strings in it. */
function blankedTypes(text: string, script: string): string {
  let types = ''
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? ''
    types += char === script[i] && char !== '\n' ? ' ' : char
  }
  const noise = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'[^'\n]*'|"[^"\n]*"|`[^`\n]*`/g
  return types.replace(noise, (match) => match.replace(/[^\n]/g, ' '))
}

function findImports(body: readonly SyntaxNode[], text: string): ImportSite[] {
  const sites: ImportSite[] = []
  visit(body, (node) => {
    const isImport = /^(Import(Declaration|Expression)|Export(All|Named)Declaration)$/.test(
      node.type,
    )
    const specifier = (node['source'] as SyntaxNode | undefined)?.['value']
    if (!isImport || typeof specifier !== 'string') return
    const isTypeOnly = /^(import|export)\s+type\b/.test(text.slice(node.start, node.end))
    sites.push({ specifier, line: lineOf(node), isTypeOnly })
  })
  return sites
}

export const lineOf = (node: SyntaxNode): number => node.loc?.start.line ?? 1

export const lineAt = (text: string, offset: number): number =>
  text.slice(0, offset).split('\n').length

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string'

type OnNode = (node: SyntaxNode, parents: readonly SyntaxNode[]) => void

/** Calls back for every node, parents first; the nearest parent is the last. */
export function visit(
  root: SyntaxNode | readonly SyntaxNode[],
  onNode: OnNode,
  parents: readonly SyntaxNode[] = [],
): void {
  if (!isNode(root)) {
    for (const node of root) visit(node, onNode, parents)
    return
  }
  onNode(root, parents)
  const inner = [...parents, root]
  for (const value of Object.values(root)) {
    if (Array.isArray(value)) visit(value.filter(isNode), onNode, inner)
    else if (isNode(value)) visit(value, onNode, inner)
  }
}
