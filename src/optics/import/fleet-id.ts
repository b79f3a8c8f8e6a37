/** Ids of a fleet file: `[a-z][a-z0-9-]{0,62}`, unique in their list. */
const idLengthMax = 63

/** Gives one id after the other, each valid and none twice; what a name loses on the way the caller can see. */
export function createFleetIds(): (wanted: string) => string {
  const taken = new Set<string>()
  const nextOf = new Map<string, number>()
  return (wanted) => {
    const base = fleetIdOf(wanted)
    let id = base
    let count = nextOf.get(base) ?? 1
    while (taken.has(id)) {
      count += 1
      const ending = `-${count}`
      id = base.slice(0, idLengthMax - ending.length).replace(/-+$/, '') + ending
    }
    nextOf.set(base, count)
    taken.add(id)
    return id
  }
}

function fleetIdOf(wanted: string): string {
  const words = wanted
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const begun = /^[a-z]/.test(words) ? words : `n${words === '' ? '' : `-${words}`}`
  return begun.slice(0, idLengthMax).replace(/-+$/, '')
}
