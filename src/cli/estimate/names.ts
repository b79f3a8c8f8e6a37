import { accelerator, acceleratorKinds, metros, transformer, transformerIds } from '../../catalog/index.ts' // prettier-ignore
import type { Accelerator, Metro, Transformer } from '../../catalog/index.ts'
import { cite, hintNearest, type Diagnostic } from '../../diagnostics/index.ts'
import type { ExitName } from '../exit-code.ts'
import { failed, good, simple, type Outcome } from '../failure.ts'

/** Names that people give, looked up in the catalogue or among presets; what is not there comes with what is near. */
function unknown(what: string, name: string, known: readonly string[]): Outcome<never> {
  return simple('refused', {
    code: 'estimate/unknown-name',
    message: `there is no ${what} named ${cite(name)}`,
    hint: hintNearest(name, known) ?? '"gridloom catalog list" shows what there is',
  })
}

export function findModel(id: string): Outcome<Transformer> {
  const found = transformer(id)
  return found === undefined ? unknown('model', id, transformerIds) : good(found)
}

export function findAccelerator(kind: string): Outcome<Accelerator> {
  const found = accelerator(kind)
  return found === undefined ? unknown('accelerator', kind, acceleratorKinds) : good(found)
}

const shortId = ({ id }: Metro): string => id.replace(/^metro-/u, '')

/** A metro by its id, with or without "metro-" before it, or by its name. */
export function findMetro(name: string): Outcome<Metro> {
  const folded = name.trim().toLowerCase().replaceAll(' ', '-')
  const found = metros.find((metro) => metro.id === folded || shortId(metro) === folded || metro.name.toLowerCase() === name.toLowerCase()) // prettier-ignore
  return found === undefined ? unknown('metro', name, metros.map(shortId)) : good(found)
}

/** One of a record by its key. */
export function findNamed<T>(
  what: string,
  name: string,
  among: Readonly<Record<string, T>>,
): Outcome<T> {
  const found = Object.hasOwn(among, name) ? among[name] : undefined
  return found === undefined ? unknown(what, name, Object.keys(among)) : good(found)
}

/** Sentences of a model about why it has no answer, as the diagnostics of a command. */
export const noAnswer = (
  exit: ExitName,
  about: Pick<Diagnostic, 'code' | 'hint'>,
  why: readonly string[],
): Outcome<never> =>
  failed(
    exit,
    why.map((message) => ({ severity: 'error', pointer: '', message, ...about })),
  )
