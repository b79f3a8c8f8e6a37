import type { LogSlice } from '../engines/index.ts'

/**
 * At most `max` bytes of a slice, cut between characters. Only where text and bytes agree can a cut know its byte; a
 * slice with bytes that are no UTF-8 is handed on whole, as long as the engine made it.
 */
export function sliceLog(slice: LogSlice, window: { from: number; max: number }): LogSlice {
  const bytes = Buffer.from(slice.text, 'utf8')
  const isExact = bytes.length === slice.nextByte - window.from
  if (bytes.length <= window.max || !isExact) return slice
  let end = window.max
  // A byte 10xxxxxx continues a character: step back to where one starts.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return {
    ...slice,
    text: bytes.toString('utf8', 0, end),
    nextByte: window.from + end,
    isEnded: false,
  }
}
