import { fibreTypes } from '../../catalog/index.ts'
import type { Fibre } from '../fibre.ts'

/** Names by which people call fibre beside those of the catalog. */
const otherNames: Readonly<Record<string, string>> = {
  ssmf: 'smf-g652d',
  smf: 'smf-g652d',
  'g.652': 'smf-g652d',
  'g.652.d': 'smf-g652d',
  nzdf: 'nzdf-g655',
  'g.655': 'nzdf-g655',
  lof: 'lof-g654',
  ull: 'ull-g654e',
  'g.654.e': 'ull-g654e',
  hcf: 'hollow-core',
  hollow: 'hollow-core',
}

export const fibreIds: readonly string[] = fibreTypes.map(({ id }) => id)

/** Fibre with its loss as one number; the other figures as the line model takes them. */
export type PlainFibre = Fibre & { readonly lossDbPerKm: number; readonly dispersionPsPerNmKm: number } // prettier-ignore

/** A fibre type of the catalog by its id or a usual name; undefined for what is neither. */
export function fibreOf(name: string): PlainFibre | undefined {
  const wanted = name.toLowerCase()
  const id = Object.hasOwn(otherNames, wanted) ? otherNames[wanted] : wanted
  const found = fibreTypes.find((type) => type.id === id)
  if (found === undefined) return undefined
  const isHollow = id === 'hollow-core'
  return {
    lossDbPerKm: found.lossDbPerKm.value,
    dispersionPsPerNmKm: found.dispersionPsPerNmKm.value,
    effectiveAreaUm2: found.effectiveAreaUm2.value,
    nonlinearIndexM2PerW: found.nonlinearIndexM2PerW.value,
    groupIndex: found.groupIndex.value,
    pmdPsPerSqrtKm: found.pmdPsPerSqrtKm.value,
    // The mode of a step-index core says nothing of a hollow one.
    areaModel: isHollow ? 'constant' : 'mode',
  }
}
