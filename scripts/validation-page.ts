import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import type { Validation } from '../src/catalog/index.ts'
import { gatherValidations } from '../src/cli/validations.ts'
import { renderValidationPage } from '../src/report/index.ts'

/**
 * The page of model errors, made from the comparisons that `gridloom validate` makes: `npm run docs:validation` writes
 * docs/validation.md and its pictures. A test holds them current.
 */
const docs = join(import.meta.dirname, '../docs')
const pictures = join(docs, 'validation')

/** Every file of the page by its path below `docs/`. */
export async function validationFiles(
  validations: readonly Validation[],
): Promise<ReadonlyMap<string, string>> {
  const page = renderValidationPage(validations)
  const text = await format(page.text, { parser: 'markdown', printWidth: 100, proseWrap: 'preserve', embeddedLanguageFormatting: 'off' }) // prettier-ignore
  const drawn = [...page.pictures].map(([name, svg]) => [`validation/${name}`, svg] as const)
  return new Map([['validation.md', text], ...drawn])
}

/** What differs from what is on disk, by path below `docs/`: files to write, and pictures that no longer exist. */
export function staleFiles(files: ReadonlyMap<string, string>): string[] {
  const found = readOrEmpty(() => readdirSync(pictures)).map((name) => `validation/${name}`)
  const gone = found.filter((name) => !files.has(name))
  const changed = [...files].filter(([name, text]) => readText(join(docs, name)) !== text)
  return [...changed.map(([name]) => name), ...gone]
}

export function writeFiles(files: ReadonlyMap<string, string>): void {
  rmSync(pictures, { recursive: true, force: true })
  mkdirSync(pictures, { recursive: true })
  for (const [name, text] of files) writeFileSync(join(docs, name), text)
}

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const readOrEmpty = (read: () => string[]): string[] => {
  try {
    return read()
  } catch {
    return []
  }
}

if (import.meta.main) writeFiles(await validationFiles(await gatherValidations()))
