import { execFile } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

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

async function help(words: readonly string[]): Promise<string> {
  const args = ['src/cli/main.ts', ...words, '--help']
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: repository })
  return stdout
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

  it('name only commands and options that the command line has', async () => {
    const lines = allPages.flatMap(commandLines).filter(({ words }) => words.length > 0)
    expect(lines.length).toBeGreaterThan(5)
    const wrong: string[] = []
    const helps = new Map<string, string>()
    for (const { page, words, flags } of lines) {
      const command = await findCommand(words, helps)
      if (command === undefined) wrong.push(`${page}: gridloom ${words.join(' ')}`)
      for (const flag of flags)
        if (command !== undefined && !command.includes(flag))
          wrong.push(`${page}: gridloom ${words.join(' ')} ${flag}`)
    }
    expect(wrong).toEqual([])
  }, 60_000)

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

/** The help of the deepest command that the words name; undefined when the first is none. */
async function findCommand(
  words: readonly string[],
  helps: Map<string, string>,
): Promise<string | undefined> {
  let found = await helpOf([], helps)
  for (const [depth, word] of words.entries()) {
    if (!new RegExp(`^  ${word}(\\s|$)`, 'm').test(found)) {
      const isGroup = /^Commands:/m.test(found)
      return isGroup ? undefined : found
    }
    found = await helpOf(words.slice(0, depth + 1), helps)
  }
  return found
}

async function helpOf(words: readonly string[], helps: Map<string, string>): Promise<string> {
  const key = words.join(' ')
  const text = helps.get(key) ?? (await help(words))
  helps.set(key, text)
  return text
}
