import { accelerator, acceleratorKinds, grids, metros, transformer, transformerIds } from '../../catalog/index.ts' // prettier-ignore
import type { Accelerator, Grid, Metro, Transformer } from '../../catalog/index.ts'
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

/** By id, with or without the prefix that its table has, or by name. */
function findPlace<T extends { readonly id: string; readonly name: string }>(
  what: 'metro' | 'grid',
  name: string,
  among: readonly T[],
): Outcome<T> {
  const short = ({ id }: T): string => id.replace(`${what}-`, '')
  const folded = name.trim().toLowerCase().replaceAll(' ', '-')
  const found = among.find((one) => one.id === folded || short(one) === folded || one.name.toLowerCase() === name.toLowerCase()) // prettier-ignore
  return found === undefined ? unknown(what, name, among.map(short)) : good(found)
}

export const findMetro = (name: string): Outcome<Metro> => findPlace('metro', name, metros)
export const findGrid = (name: string): Outcome<Grid> => findPlace('grid', name, grids)

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
