import type { Diagnostic, Result } from '../../diagnostics/index.ts'

/**
 * Bytes to text, UTF-8 only. A byte order mark is dropped. The first offending byte is named by its offset; UTF-16,
 * which Windows editors write, is recognised.
 */
export function decodeUtf8(bytes: Uint8Array, fileName: string): Result<string> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { ok: true, value: text, notes: [] }
  } catch {
    return { ok: false, diagnostics: [notUtf8(bytes, fileName)] }
  }
}

function notUtf8(bytes: Uint8Array, file: string): Diagnostic {
  const offset = firstInvalidByte(bytes)
  const isUtf16 =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const lineFrom = bytes.lastIndexOf(0x0a, Math.max(0, offset - 1)) + 1
  const before = bytes.subarray(0, offset)
  const line = before.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 1)
  const column = offset < lineFrom ? 1 : offset - lineFrom + 1
  const byte = (bytes[offset] ?? 0).toString(16).padStart(2, '0')
  return {
    code: 'file/not-utf8',
    severity: 'error',
    pointer: '',
    at: { file, line, column, length: 1 },
    message: `byte ${offset} (0x${byte}) is not UTF-8`,
    hint: isUtf16 ? 'this looks like UTF-16: save the file as UTF-8' : 'save the file as UTF-8',
  }
}

/** The offset of the first byte that no UTF-8 text has there (RFC 3629: no surrogates, nothing over-long). */
function firstInvalidByte(bytes: Uint8Array): number {
  let i = 0
  while (i < bytes.length) {
    const length = sequenceLength(bytes, i)
    if (length === 0) return i
    i += length
  }
  return bytes.length
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4) return 0
  const second = bytes[at + 1] ?? 0
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  if (second < low || second > high) return 0
  for (let k = 2; k < length; k++) {
    const next = bytes[at + k] ?? 0
    if (next < 0x80 || next > 0xbf) return 0
  }
  return length
}
