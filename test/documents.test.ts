import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { buildProgram } from '../src/cli/program.ts'
import type { Terminal } from '../src/cli/terminal.ts'

/** What the pages tell a reader to type, open or look for is there. */
const repository = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(repository, path), 'utf8')
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'ARCHITECTURE.md', 'CHANGELOG.md']
const allPages = [...pages, ...globSync('docs/**/*.md', { cwd: repository })]
const code = (text: string): string[] =>
  [...text.matchAll(/```\w*\n([\s\S]*?)```|`([^`\n]+)`/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  )
const codeOf = (path: string): string => code(read(path)).join('\n')

const nowhere: Terminal = {
  out: () => undefined,
  err: () => undefined,
  stdin: process.stdin,
  env: {},
  isTty: false,
  columns: 80,
  stop: new AbortController().signal,
}

interface CommandLine {
  readonly page: string
  readonly words: readonly string[]
  readonly flags: readonly string[]
}

/** `gridloom fleet check FILE --json`: words in lower case are the command, the first other thing is an argument. */
function commandLines(page: string): CommandLine[] {
  const lines = [...codeOf(page).matchAll(/(?:^|[\s|&])(?:npx )?gridloom ([a-z-][^\n|&#]*)/g)]
  return lines.map((match) => {
    const parts = (match[1] ?? '').trim().split(/\s+/)
    const end = parts.findIndex((part) => !/^[a-z]+$/.test(part))
    const words = end < 0 ? parts : parts.slice(0, end)
    const flags = parts.filter((part) => /^--[a-z-]+/.test(part))
    return { page, words, flags: flags.map((flag) => flag.replace(/=.*/, '')) }
  })
}

describe('the pages', () => {
  it('name only scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...allPages.map(codeOf), read('.ci/run')].flatMap((text) => [
      ...[...text.matchAll(/npm run (?:--silent )?(\w[\w:-]*)/g)].map(([, script = '']) => script),
      ...[...text.matchAll(/^suite '.*' (\S+)$/gm)].map(([, script = '']) => script),
    ])
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([])
  })

  it('name only commands and options that the command line has', () => {
    const program = buildProgram({ terminal: nowhere, exit: 'good' })
    const lines = allPages.flatMap(commandLines).filter(({ words }) => words.length > 0)
    expect(lines.length).toBeGreaterThan(5)
    const wrong = lines.flatMap(({ page, words, flags }) => {
      const line = `${page}: gridloom ${words.join(' ')}`
      const command = findCommand(program, words)
      if (command === undefined) return [line]
      const known = new Set(['--help', ...command.options.map(({ long }) => long)])
      return flags.filter((flag) => !known.has(flag)).map((flag) => `${line} ${flag}`)
    })
    expect(wrong).toEqual([])
  })

  it('name only files of the repository that exist', () => {
    const path = /(?:^|[\s"'(])((?:src|fleets|examples|docs|test|bench|scripts)\/[\w./-]+)/g
    const gone = allPages.flatMap((page) =>
      [...codeOf(page).matchAll(path)]
        .map(([, file = '']) => file.replace(/\.$/, ''))
        .filter((file) => !/NAME|NNNN/.test(file) && !existsSync(join(repository, file)))
        .map((file) => `${page}: ${file}`),
    )
    expect(gone).toEqual([])
  })

  it('can be found: each page of docs/ is linked from its index', () => {
    const indexes = ['docs/README.md', 'docs/decisions/README.md']
    const linked = indexes.flatMap((index) =>
      [...read(index).matchAll(/\]\(([^)#]+\.md)/g)].map(([, to = '']) =>
        posix.join(posix.dirname(index), to),
      ),
    )
    const docs = allPages.filter((page) => page.startsWith('docs/') && !indexes.includes(page))
    expect(docs.filter((page) => !linked.includes(page))).toEqual([])
  })

  it('follow a workload through functions that are where the page says', () => {
    const life = read('ARCHITECTURE.md').split('## Life of a workload')[1] ?? ''
    const stops = [...life.matchAll(/`(\w+)`(?:\s+in)\s+\[[^\]]+\]\(([^)]+)\)/g)]
    expect(stops.length).toBeGreaterThan(12)
    const gone = stops.filter(([, name = '', file = '']) => {
      const path = join(repository, file)
      return !existsSync(path) || !new RegExp(`\\b${name}\\b`).test(readFileSync(path, 'utf8'))
    })
    expect(gone.map(([text]) => text)).toEqual([])
  })
})

/** The deepest command that the words name; what follows it are arguments. Undefined when they name none. */
function findCommand(program: Command, words: readonly string[]): Command | undefined {
  const [word, ...rest] = words
  const next = program.commands.find((command) => command.name() === word)
  if (next !== undefined) return findCommand(next, rest)
  return word !== undefined && program.commands.length > 0 ? undefined : program
}
