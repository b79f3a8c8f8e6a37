import { posix } from 'node:path'
import type { ImportSite } from '../parse.ts'
import { floorOf, isPure, mayUseEdge } from '../rooms.ts'
import type { Finding, Rule } from '../rule.ts'
import type { Source } from '../tree.ts'

/** S4: rooms are entered by the door, and imports go up the list of rooms only. */
export const direction: Rule = {
  law: 'S4 a room imports only rooms above it, by their doors',
  check: (tree) =>
    tree.sources
      .filter((source) => source.path.startsWith('src/') && !source.isTest)
      .flatMap((source) => [
        ...unknownRoom(source),
        ...source.imports.flatMap((site) => importFinding(source, site)),
      ]),
  proof: [
    {
      files: { 'src/fleet/site.ts': "import type { Decision } from '../decide/index.ts'" },
      says: [
        'src/fleet/site.ts:1  S4  "fleet" may not import "decide": move the type down, or pass the function in',
      ],
    },
    {
      files: { 'src/decide/place.ts': "\nimport { load } from '../fleet/load.ts'" },
      says: [
        'src/decide/place.ts:2  S4  enters "fleet" by load.ts: import its door ../fleet/index.ts',
      ],
    },
    {
      files: { 'src/power/site.ts': "export { x } from '../optics/index.ts'" },
      says: [
        'src/power/site.ts:1  S4  "power" may not import "optics": move the type down, or pass the function in',
      ],
    },
    {
      files: { 'src/report/table.ts': "const door = await import('../control/index.ts')" },
      says: [
        'src/report/table.ts:1  S6  "report" is pure and "control" is not: pass in what it needs as data',
      ],
    },
    {
      files: { 'src/fleet/site.ts': "import { x } from './index.ts'" },
      says: ['src/fleet/site.ts:1  S4  imports its own door: import the file that holds it'],
    },
    {
      files: { 'src/fleet/site.ts': "import text from '../../package.json'" },
      says: [
        'src/fleet/site.ts:1  S4  imports ../../package.json from outside src/: it is not in the build, read it or move it',
      ],
    },
    {
      files: { 'src/stuff/site.ts': '' },
      says: [
        'src/stuff/site.ts  S4  "stuff" is no room: see ARCHITECTURE.md, or add it to rooms.ts',
      ],
    },
    {
      files: {
        'src/engines/run.ts': "import type { PlacedLeg } from '../decide/index.ts'",
        'src/fleet/site.test.ts': "import { x } from '../cli/main.ts'",
        'src/index.ts': "export * from './control/index.ts'",
      },
      says: [],
    },
  ],
}

function unknownRoom(source: Source): Finding[] {
  if (source.room === undefined || floorOf(source.room) !== undefined) return []
  const message = `"${source.room}" is no room: see ARCHITECTURE.md, or add it to rooms.ts`
  return [{ path: source.path, rule: 'S4', message }]
}

function importFinding(source: Source, site: ImportSite): Finding[] {
  if (!site.specifier.startsWith('.')) return []
  const target = posix.join(posix.dirname(source.path), site.specifier)
  const finding = (rule: string, message: string): Finding[] => [
    { path: source.path, line: site.line, rule, message },
  ]
  const [top, room, ...rest] = target.split('/')
  if (top !== 'src') {
    const message = `imports ${site.specifier} from outside src/: it is not in the build, read it or move it`
    return finding('S4', message)
  }
  if (room === source.room) {
    const isOwnDoor = rest.length === 1 && rest[0] === 'index.ts' && !isDoor(source)
    return isOwnDoor ? finding('S4', 'imports its own door: import the file that holds it') : []
  }
  if (room === undefined || rest.length === 0)
    return finding(
      'S4',
      `imports ${target}, the door of the package: import the room that holds it`,
    )
  if (rest.join('/') !== 'index.ts') {
    const door = posix.relative(posix.dirname(source.path), `src/${room}/index.ts`)
    return finding('S4', `enters "${room}" by ${rest.join('/')}: import its door ${door}`)
  }
  return directionFinding(source, room, finding)
}

function directionFinding(
  source: Source,
  room: string,
  finding: (rule: string, message: string) => Finding[],
): Finding[] {
  const own = source.room === undefined ? undefined : floorOf(source.room)
  if (source.room === undefined || own === undefined) return []
  const other = floorOf(room)
  if (other === undefined || other >= own) {
    const message = `"${source.room}" may not import "${room}": move the type down, or pass the function in`
    return finding('S4', message)
  }
  if (isPure(source.room) && !isPure(room) && !mayUseEdge(source.room, room)) {
    const message = `"${source.room}" is pure and "${room}" is not: pass in what it needs as data`
    return finding('S6', message)
  }
  return []
}

const isDoor = (source: Source): boolean => source.path === `src/${source.room}/index.ts`
