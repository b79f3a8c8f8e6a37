import { StringDecoder } from 'node:string_decoder'
import { open } from 'node:fs/promises'
import type { LogSlice } from './engine.ts'

const bytesOfLongestCharacter = 4

/**
 * A log is bytes, a slice is text: a slice ends before a character that has come only in part, so that slices joined are
 * the text whatever the offsets, unless the log itself ends there. Bytes that are no UTF-8 become U+FFFD.
 */
export function logSlice(
  bytes: Uint8Array,
  at: { readonly fromByte: number; readonly isEndOfLog: boolean },
): LogSlice {
  const decoder = new StringDecoder('utf8')
  const whole = decoder.write(bytes)
  if (at.isEndOfLog)
    return { text: whole + decoder.end(), nextByte: at.fromByte + bytes.length, isEnded: true }
  const heldBack = decoder.end().length === 0 ? 0 : partialBytes(bytes)
  return { text: whole, nextByte: at.fromByte + bytes.length - heldBack, isEnded: false }
}

/** Bytes at the end that begin a character without completing it. */
function partialBytes(bytes: Uint8Array): number {
  for (let back = 1; back < bytesOfLongestCharacter && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!
    if (byte >= 0xc0) return back
    if (byte < 0x80) return 0
  }
  return 0
}

/** A slice of a log file; a file that is not there yet is an empty log. At least one whole character is read. */
export async function readLogFile(
  path: string,
  at: { readonly fromByte: number; readonly maxBytes: number; readonly hasLegEnded: boolean },
): Promise<LogSlice> {
  const fromByte = Number.isFinite(at.fromByte) ? Math.max(0, Math.trunc(at.fromByte)) : 0
  const length = Math.max(bytesOfLongestCharacter, Math.min(at.maxBytes, 1 << 20))
  let file
  try {
    file = await open(path, 'r')
  } catch {
    return { text: '', nextByte: fromByte, isEnded: at.hasLegEnded }
  }
  await using log = file
  const { bytesRead, buffer } = await log.read(new Uint8Array(length), 0, length, fromByte)
  const bytes = buffer.subarray(0, bytesRead)
  const { size } = await log.stat()
  const isEndOfLog = at.hasLegEnded && fromByte + bytesRead >= size
  return logSlice(bytes, { fromByte, isEndOfLog })
}
