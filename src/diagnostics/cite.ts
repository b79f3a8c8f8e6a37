const hidden = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu
const lengthMax = 80

/** Characters that would move a cursor, hide text or turn its direction, written out: nothing a user gave drives a terminal. */
export const showHidden = (text: string): string =>
  text.replace(hidden, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Text from a user as it may be repeated in a message: quoted, cut at 80 characters, nothing hidden. */
export function cite(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  const cut = text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text
  return typeof value === 'string' ? showHidden(JSON.stringify(cut)) : showHidden(cut)
}
