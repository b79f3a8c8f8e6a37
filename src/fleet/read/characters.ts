import type { Diagnostic } from '../../diagnostics/index.ts'
import type { PlaceFinder } from './place.ts'

/** C0 without tab and line ends, DEL, C1, lone surrogates, and the marks that turn the direction of text. */
const forbidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/u

/** NUL, escapes and bidirectional overrides make a file read otherwise than it looks: the first is refused. */
export function checkCharacters(text: string, places: PlaceFinder): readonly Diagnostic[] {
  const found = forbidden.exec(text)
  if (found === null) return []
  return [
    {
      code: 'file/control-character',
      severity: 'error',
      pointer: '',
      at: places.at(found.index, found.index + 1),
      message: `${nameOf(found[0])} has no place in this file`,
      hint: 'remove the character',
    },
  ]
}

/** The same for one value: YAML writes such characters as escapes. */
export function forbiddenCharacterIn(text: string): string | undefined {
  const found = forbidden.exec(text)
  return found === null ? undefined : nameOf(found[0])
}

const nameOf = (character: string): string =>
  character === '\0'
    ? 'a NUL character'
    : `the character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
