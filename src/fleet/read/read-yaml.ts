import type { Diagnostic } from '../../diagnostics/index.ts'
import { checkCharacters } from './characters.ts'
import type { ReadLimits } from './limits.ts'
import { buildLocate } from './locate.ts'
import type { Locate } from './locate.ts'
import { buildPlaceFinder } from './place.ts'
import type { PlaceFinder } from './place.ts'
import { readPlainJson } from './plain-json.ts'
import { readSyntax } from './syntax.ts'
import { readTree } from './tree.ts'

export type YamlReading =
  | { readonly ok: true; readonly value: unknown; readonly locate: Locate }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** A YAML (or JSON) text as plain data with places, under limits: what is refused here is refused before the schema. */
export function readYaml(text: string, fileName: string, limits: ReadLimits): YamlReading {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text
  const tooLarge = checkSize(source.length, fileName, limits)
  if (tooLarge !== undefined) return { ok: false, diagnostics: [tooLarge] }
  const places = buildPlaceFinder(source, fileName)
  const hidden = checkCharacters(source, places)
  if (hidden.length > 0) return { ok: false, diagnostics: hidden }
  const plain = readPlainJson(source, limits)
  if (plain !== undefined)
    return { ok: true, value: plain, locate: locateLater(source, places, limits) }
  const syntax = readSyntax(source, places, limits)
  if ('problems' in syntax) return { ok: false, diagnostics: syntax.problems }
  const { value, problems } = readTree(syntax.value, places)
  if (problems.length > 0) return { ok: false, diagnostics: problems }
  return { ok: true, value, locate: buildLocate(syntax.value, places) }
}

/** Places in a text that was not read as YAML: it is when the first place is asked for. */
function locateLater(source: string, places: PlaceFinder, limits: ReadLimits): Locate {
  let locate: Locate | undefined
  return (path, part) => {
    if (locate === undefined) {
      const syntax = readSyntax(source, places, limits)
      locate = 'problems' in syntax ? () => places.at(0, 1) : buildLocate(syntax.value, places)
    }
    return locate(path, part)
  }
}

/** `size` is bytes, or UTF-16 units, which are never more. */
export function checkSize(size: number, file: string, limits: ReadLimits): Diagnostic | undefined {
  if (size <= limits.bytesMax) return undefined
  const mebibytes = (n: number): string => `${Math.ceil((n / 1024 / 1024) * 10) / 10} MiB`
  return {
    code: 'file/too-large',
    severity: 'error',
    pointer: '',
    at: { file, line: 1, column: 1, length: 1 },
    message: `the file has ${mebibytes(size)}; the limit is ${mebibytes(limits.bytesMax)}`,
    hint: 'a fleet or workload needs far less: check that this is the right file',
  }
}
