/** From the ground up. A room may import only from earlier lines; rooms on one line do not see each other. */
const floors: readonly (readonly string[])[] = [
  ['units'],
  ['diagnostics'],
  ['catalog'],
  ['fleet'],
  ['milp'],
  ['training', 'serving', 'optics', 'power'],
  ['network'],
  ['policy'],
  ['decide'],
  ['ledger'],
  ['plan'],
  ['journal'],
  ['engines'],
  ['signals'],
  ['control'],
  ['rehearse'],
  ['report'],
  ['server'],
  ['cli'],
]

const edgeRooms = new Set(
  'milp journal engines signals control rehearse server cli'.split(' '), // All others are pure.
)

/** Undefined for a folder that is no room. */
export const floorOf = (room: string): number | undefined => {
  const floor = floors.findIndex((rooms) => rooms.includes(room))
  return floor < 0 ? undefined : floor
}

export const isPure = (room: string): boolean => floorOf(room) !== undefined && !edgeRooms.has(room)

/** What a pure room may import although it is not pure. */
export const mayUseEdge = (room: string, edge: string): boolean =>
  (room === 'plan' || room === 'power') && edge === 'milp'
