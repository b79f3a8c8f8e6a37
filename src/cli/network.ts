import { Option, type Command } from 'commander'
import type { Result } from '../diagnostics/index.ts'
import { renderDiagnostics } from '../diagnostics/index.ts'
import type { ImportedNetwork, ImportOptions } from '../optics/index.ts'
import { finish, type Session } from './command.ts'
import { good, type Outcome } from './failure.ts'
import { readFleet } from './fleet-check.ts'
import { readInput } from './read-file.ts'

/** Networks of other programs into a fleet file, and the network of a fleet onto a map. */
export function registerNetwork(program: Command, session: Session): void {
  const network = program
    .command('network')
    .description('Networks of other programs in, and onto a map')
  registerImport(network, session)
  registerExport(network, session)
}

type Reader = (text: string, fileName: string, options: ImportOptions) => Result<ImportedNetwork>

const formats = ['sndlib', 'topohub', 'ofds', 'gnpy'] as const

/** Loaded when asked for: most commands need no optics. */
async function readerOf(format: (typeof formats)[number]): Promise<Reader> {
  const { readGnpyTopology, readOfds, readSndlib, readTopohub } = await import('../optics/index.ts')
  return { sndlib: readSndlib, topohub: readTopohub, ofds: readOfds, gnpy: readGnpyTopology }[
    format
  ]
}

interface ImportFlags extends ImportOptions {
  readonly format: (typeof formats)[number]
}

function registerImport(network: Command, session: Session): void {
  const command = network
    .command('import')
    .description(
      'Nodes, spans and routes for a fleet file, from SNDlib (native or JSON), TopoHub, the Open Fibre Data Standard (JSON or GeoJSON) or GNPy',
    )
    .argument('<file>', 'network file, or - for standard input')
    .addOption(
      new Option('--format <format>', formats.join(', ')).choices(formats).makeOptionMandatory(),
    ) // prettier-ignore
    .addOption(
      new Option(
        '--route-factor <factor>',
        'fibre over straight line where the file knows no length; 1 to 5 (default: 1.3)',
      ).argParser(Number),
    )
  finish<ImportFlags>(command, session, {
    isRemote: false,
    examples: [
      'gridloom network import germany50.txt --format sndlib > germany50.yaml',
      'gridloom network import europe.json --format topohub --route-factor 1.2',
    ],
    act: async ([path = ''], { format, routeFactor }) => {
      const file = await readInput(path, session.terminal)
      if (!file.ok) return file
      const { decodeUtf8, writeYaml } = await import('../fleet/index.ts')
      const { toFleetNetwork } = await import('../optics/index.ts')
      const read = await readerOf(format)
      const text = decodeUtf8(file.value.bytes, file.value.fileName)
      if (!text.ok) return refused(text)
      const options = routeFactor === undefined ? {} : { routeFactor }
      const imported = read(text.value, file.value.fileName, options)
      if (!imported.ok) return refused(imported, text.value)
      const converted = toFleetNetwork(imported.value)
      if (!converted.ok) return refused(converted, text.value)
      const notes = [...imported.notes, ...converted.notes]
      if (notes.length > 0) session.terminal.err(renderDiagnostics(notes, () => text.value))
      const { comments, ...lists } = converted.value
      return good({ json: imported.value, text: writeYaml(lists, comments) })
    },
  })
}

function registerExport(network: Command, session: Session): void {
  const command = network
    .command('export')
    .description('Nodes, spans and routes of a fleet file as GeoJSON (RFC 7946)')
    .argument('<file>', 'fleet file, or - for standard input')
    .requiredOption('--geojson', 'points and lines, longitude before latitude')
  finish(command, session, {
    isRemote: false,
    examples: ['gridloom network export fleets/northloom.yaml --geojson > northloom.geojson'],
    act: async ([path = '']) => {
      const fleet = await readFleet(path, session.terminal)
      if (!fleet.ok) return fleet
      const { toGeoJson } = await import('../optics/index.ts')
      const map = toGeoJson(fleet.value)
      return good({ json: map, text: JSON.stringify(map, undefined, 2) })
    },
  })
}

const refused = (
  result: Result<unknown> & { readonly ok: false },
  sourceText?: string,
): Outcome<never> => ({
  ok: false,
  failure: {
    exit: 'refused',
    diagnostics: result.diagnostics,
    ...(sourceText === undefined ? {} : { sourceText }),
  },
})
