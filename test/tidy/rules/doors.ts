import type { Finding, Rule } from '../rule.ts'
import type { Source, Tree } from '../tree.ts'

/** S4: one door for each room, which only re-exports; no other index, no default exports, no drawers. */
export const doors: Rule = {
  law: 'S4 a room has one door, and the door only re-exports',
  check: (tree) => [
    ...roomsWithoutDoor(tree),
    ...tree.sources.flatMap((source) => [
      ...doorFindings(source),
      ...defaultExports(source),
      ...drawers(source),
    ]),
  ],
  proof: [
    {
      files: { 'src/power/site.ts': '' },
      says: ['src/power  S4  "power" has no door: write src/power/index.ts'],
    },
    {
      files: { 'src/cli/main.ts': '' },
      says: [],
    },
    {
      files: { 'src/power/index.ts': "export * from './a.ts'\n\nexport const limit = 3" },
      says: ['src/power/index.ts:3  S4  a door only re-exports: move this to a file of its own'],
    },
    {
      files: { 'src/power/index.ts': "export type { A } from './a.ts'\nexport interface B {}" },
      says: ['src/power/index.ts:2  S4  a door only re-exports: move this to a file of its own'],
    },
    {
      files: {
        'src/engines/index.ts': "export * from './slurm/rest.ts'",
        'src/engines/slurm/index.ts': "export * from './rest.ts'",
      },
      says: [
        'src/engines/slurm/index.ts  S4  only a room has a door: name the file after what it holds',
      ],
    },
    {
      files: { 'scripts/a.ts': 'export default 3' },
      says: ['scripts/a.ts:1  S4  exports a default: give it a name'],
    },
    {
      files: { 'vitest.config.ts': 'export default {}' },
      says: [],
    },
    {
      files: { ['test/' + 'utils' + '/a.ts']: '', 'scripts/text-helpers.ts': '' },
      says: [
        'test/utils/a.ts  S4  "utils" is a drawer, not a noun: name the file after what it is about',
        'scripts/text-helpers.ts  S4  "helpers" is a drawer, not a noun: name the file after what it is about',
      ],
    },
  ],
}

function roomsWithoutDoor(tree: Tree): Finding[] {
  const rooms = new Set(tree.sources.flatMap((source) => source.room ?? []))
  rooms.delete('cli') // Nobody imports the commands.
  return [...rooms]
    .filter((room) => !tree.paths.has(`src/${room}/index.ts`))
    .map((room) => ({
      path: `src/${room}`,
      rule: 'S4',
      message: `"${room}" has no door: write src/${room}/index.ts`,
    }))
}

function doorFindings(source: Source): Finding[] {
  if (!/^src\/(.*\/)?index\.ts$/.test(source.path)) return []
  if (!/^src\/([^/]+\/)?index\.ts$/.test(source.path)) {
    const message = 'only a room has a door: name the file after what it holds'
    return [{ path: source.path, rule: 'S4', message }]
  }
  const isReExport = /^Export(All|Named)Declaration$/
  const code = source.body.find((node) => !isReExport.test(node.type) || !node['source'])
  const type = /^[ \t]*(export\s+)?(interface|type)\s+\w+\s*[=<{]/m.exec(source.types)
  const offset = code?.start ?? type?.index
  if (offset === undefined) return []
  const line = source.text.slice(0, offset).split('\n').length
  const message = 'a door only re-exports: move this to a file of its own'
  return [{ path: source.path, line, rule: 'S4', message }]
}

/** Vitest demands a default export of its configuration. */
const mayExportDefault = new Set(['vitest.config.ts'])

function defaultExports(source: Source): Finding[] {
  if (mayExportDefault.has(source.path)) return []
  return source.body
    .filter((node) => node.type === 'ExportDefaultDeclaration')
    .map((node) => ({
      path: source.path,
      line: node.loc?.start.line ?? 1,
      rule: 'S4',
      message: 'exports a default: give it a name',
    }))
}

function drawers(source: Source): Finding[] {
  const words = source.path.replace(/\.\w+$/, '').split(/[/.-]/)
  const drawer = words.find((word) => /^(utils?|helpers?|common|misc|shared)$/.test(word))
  if (drawer === undefined) return []
  const message = `"${drawer}" is a drawer, not a noun: name the file after what it is about`
  return [{ path: source.path, rule: 'S4', message }]
}
