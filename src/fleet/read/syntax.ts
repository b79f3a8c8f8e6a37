import { Composer, Lexer, Parser } from 'yaml'
import type { Document } from 'yaml'
import type { Diagnostic } from '../../diagnostics/index.ts'
import type { ReadLimits } from './limits.ts'
import type { PlaceFinder } from './place.ts'

type Token = Parameters<Composer['next']>[0]
type Outcome<T> = { readonly value: T } | { readonly problems: readonly Diagnostic[] }

/** Beyond this many mistakes a file is not YAML, and listing more helps nobody. */
const problemsMax = 50

/**
 * Text to one YAML 1.2 document. Depth and number of parts are checked token by token, before any recursive code sees
 * the text, and the composer is stopped at the fiftieth mistake: its list of mistakes grows quadratically otherwise.
 */
export function readSyntax(
  text: string,
  places: PlaceFinder,
  limits: ReadLimits,
): Outcome<Document> {
  const tokens = tokenize(text, places, limits)
  if ('problems' in tokens) return tokens
  const refused = refuseStreams(tokens.value, places)
  if (refused.length > 0) return { problems: refused }
  return compose(tokens.value, text, places)
}

function tokenize(text: string, places: PlaceFinder, limits: ReadLimits): Outcome<Token[]> {
  const parser = new Parser()
  const tokens: Token[] = []
  let parts = 0
  let offset = 0
  const refuse = (code: 'file/too-many-parts' | 'file/too-deep', what: string): Outcome<never> => {
    const at = places.at(offset, offset + 1)
    const message = `the file has ${what}`
    const hint = 'a fleet or workload needs far less: look for what generated this'
    return { problems: [{ code, severity: 'error', pointer: '', at, message, hint }] }
  }
  for (const lexeme of new Lexer().lex(text)) {
    if (++parts > limits.partsMax)
      return refuse('file/too-many-parts', `more than ${limits.partsMax} parts`)
    offset = parser.offset
    for (const token of parser.next(lexeme)) tokens.push(token)
    if (depthOf(parser) > limits.depthMax)
      return refuse('file/too-deep', `more than ${limits.depthMax} levels`)
    if (tokens.length > problemsMax && tokens.every((token) => token.type === 'error')) break
  }
  for (const token of parser.end()) tokens.push(token)
  return { value: tokens }
}

/** Maps and lists being read; the document stands under them on the stack, and a scalar may stand on top. */
function depthOf({ stack }: Parser): number {
  const top = stack.at(-1)?.type
  const isCollection = top === 'flow-collection' || top === 'block-map' || top === 'block-seq'
  return stack.length - (isCollection ? 1 : 2)
}

/** One document, no directives: `%YAML 1.1` would change what words mean. */
function refuseStreams(tokens: readonly Token[], places: PlaceFinder): readonly Diagnostic[] {
  const refuse = (offset: number, fault: Pick<Diagnostic, 'code' | 'message' | 'hint'>) => [
    { ...fault, severity: 'error' as const, pointer: '', at: places.at(offset, offset + 3) },
  ]
  const directive = tokens.find((token) => token.type === 'directive')
  if (directive !== undefined)
    return refuse(directive.offset, {
      code: 'file/directive',
      message: 'directives are not used here',
      hint: 'remove the line that starts with %',
    })
  const second = tokens.filter((token) => token.type === 'document')[1]
  if (second === undefined) return []
  return refuse(second.offset, {
    code: 'file/several-documents',
    message: 'a second document begins here',
    hint: 'one file holds one document: remove the line "---" or split the file',
  })
}

/** Where, a code, what, and whether it is only a warning. */
type OnError = (...report: [unknown, string, string, boolean?]) => void

function compose(tokens: readonly Token[], text: string, places: PlaceFinder): Outcome<Document> {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  })
  const problems: Diagnostic[] = []
  const stop = new Error('enough')
  const note = (offset: number, message: string): void => {
    problems.push(syntaxProblem(offset, message, places))
    if (problems.length >= problemsMax) throw stop
  }
  // The field is private to yaml's types; there is no other way to stop it early.
  const hook = composer as unknown as { onError: OnError }
  hook.onError = (...[source, , message, isWarning]) => {
    if (isWarning !== true) note(offsetOf(source), message)
  }
  let document: Document | undefined
  try {
    for (const composed of composer.compose(tokens, true, text.length)) document ??= composed
    for (const { pos, message } of document?.errors ?? []) note(pos[0], message)
  } catch (error) {
    if (error !== stop) throw error
  }
  if (problems.length > 0 || document === undefined) return { problems: firstOfEachLine(problems) }
  return { value: document }
}

/** One mistake throws off what follows it: of each line the first, and five in all, say what there is to say. */
const firstOfEachLine = (problems: readonly Diagnostic[]): readonly Diagnostic[] => {
  const lines = problems.map(({ at }) => at?.line)
  return problems.filter((_, i) => lines.indexOf(lines[i]) === i).slice(0, 5)
}

function offsetOf(source: unknown): number {
  if (typeof source === 'number') return source
  if (Array.isArray(source)) return Number(source[0] ?? 0)
  const { offset } = source as { readonly offset?: number }
  return offset ?? 0
}

const syntaxProblem = (offset: number, message: string, places: PlaceFinder): Diagnostic => ({
  code: 'file/yaml-syntax',
  severity: 'error',
  pointer: '',
  at: places.at(offset, offset + 1),
  message: `this is not YAML: ${message.split('\n')[0] ?? ''}`.replace(/[.:\s]+$/u, ''),
  hint: 'check indentation, brackets and quotes at this place',
})
