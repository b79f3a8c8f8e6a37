import type { Command } from 'commander'
import { renderDiagnostics, type Diagnostic } from '../diagnostics/index.ts'
import type { Fleet } from '../fleet/index.ts'
import { finish, type Session } from './command.ts'
import { good, type Outcome } from './failure.ts'
import { readInput } from './read-file.ts'
import type { Terminal } from './terminal.ts'

interface Options {
  readonly workload?: boolean
}

export function registerFleetCheck(fleet: Command, session: Session): void {
  const command = fleet
    .command('check')
    .description(
      'Every problem of a fleet file at once, each with its place; exit 2 if there is one',
    )
    .argument('<file>', 'fleet file, or - for standard input')
    .option('--workload', 'the file is a workload')
  finish<Options>(command, session, {
    isRemote: false,
    examples: [
      'gridloom fleet check fleets/laptop.yaml',
      'gridloom fleet check --workload run.yaml',
    ],
    act: async ([path = ''], options) => {
      const { terminal } = session
      const checked = await check(path, options, terminal)
      if (!checked.ok) return checked
      const { name, notes, sourceText } = checked.value
      if (!options.json) terminal.err(renderDiagnostics(notes, () => sourceText))
      const warnings = notes.filter(({ severity }) => severity === 'warning').length
      const tail =
        warnings === 0 ? '' : ` with ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`
      return good({ json: { diagnostics: notes }, text: `${name} is good${tail}` })
    },
  })
}

interface Checked {
  readonly name: string
  readonly notes: readonly Diagnostic[]
  readonly sourceText: string
}

async function check(
  path: string,
  { workload }: Options,
  terminal: Terminal,
): Promise<Outcome<Checked>> {
  // prettier-ignore
  const file = await readInput(path, terminal)
  if (!file.ok) return file
  const { bytes, fileName } = file.value
  const { loadFleetBytes, loadWorkloadBytes } = await import('../fleet/index.ts')
  const { deriveCapacity } = await import('../network/index.ts')
  const loaded = workload
    ? loadWorkloadBytes(bytes, fileName)
    : loadFleetBytes(bytes, fileName, deriveCapacity)
  const sourceText = Buffer.from(bytes).toString('utf8')
  if (loaded.ok) return good({ name: loaded.value.name, notes: loaded.notes, sourceText })
  return {
    ok: false,
    failure: { exit: 'refused', diagnostics: loaded.diagnostics, sourceText },
  }
}

/** A fleet from its file, or why not. */
export async function readFleet(path: string, terminal: Terminal): Promise<Outcome<Fleet>> {
  const file = await readInput(path, terminal)
  if (!file.ok) return file
  const { bytes, fileName } = file.value
  const { loadFleetBytes } = await import('../fleet/index.ts')
  const { deriveCapacity } = await import('../network/index.ts')
  const loaded = loadFleetBytes(bytes, fileName, deriveCapacity)
  if (loaded.ok) return good(loaded.value)
  const sourceText = Buffer.from(bytes).toString('utf8')
  return {
    ok: false,
    failure: { exit: 'refused', diagnostics: loaded.diagnostics, sourceText },
  }
}
