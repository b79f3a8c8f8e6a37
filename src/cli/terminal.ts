import { styleText } from 'node:util'

/** Everything of the process that a command may touch, so that a test can run one without a process. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly stdin: AsyncIterable<Uint8Array>
  readonly env: Readonly<Record<string, string | undefined>>
  /** A person is looking at stdout. */
  readonly isTty: boolean
  readonly columns: number
  /** Aborted when the user interrupts or the reader of stdout has gone. */
  readonly stop: AbortSignal
}

export type Paint = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** Colour for a person at a terminal that has it; plain text for everything else. */
export function paint(terminal: Terminal, style: Paint, text: string): string {
  const wantsColour = terminal.isTty && !terminal.env['NO_COLOR'] && terminal.env['TERM'] !== 'dumb'
  return wantsColour ? styleText(style, text, { validateStream: false }) : text
}

/**
 * Text that a tenant wrote, on its way to somebody else's terminal: control characters could move the cursor, retitle
 * the window or forge lines. Colours, tabs and line ends stay.
 */
export function withoutControls(text: string): string {
  return text.replace(controls, (match) => (colour.test(match) ? match : '\ufffd'))
}
const colour = /^\u001b\[[\d;]{0,32}m$/
const controls = /\u001b\[[\d;]{0,32}m|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g
