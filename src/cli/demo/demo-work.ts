import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the demo submits: the example files as they are, with commands that run wherever gridloom is installed. */
const root = fileURLToPath(new URL('../../../', import.meta.url))

export const northloomFile = join(root, 'fleets', 'northloom.yaml')

const readExample = (name: string): string =>
  readFileSync(join(root, 'examples', 'workloads', name), 'utf8')

export interface DemoWork {
  readonly service: string
  readonly batch: string
  readonly training: string
}

/**
 * The trainer is copied beside the data first: Node runs TypeScript directly, but not inside node_modules, where an
 * installed package lies.
 */
export function prepareWork(folder: string): DemoWork {
  const trainer = join(folder, 'trainer')
  cpSync(join(root, 'examples', 'trainer'), trainer, { recursive: true })
  writeFileSync(join(trainer, 'package.json'), '{ "type": "module" }\n')
  const node = JSON.stringify(process.execPath)
  const train = `command: [${node}, ${JSON.stringify(join(trainer, 'train.ts'))}, --steps, '1000000', --report, '20']`
  return {
    service: readExample('chat-service.yaml').replace('command: [node,', `command: [${node},`),
    batch: readExample('nightly-eval.yaml')
      .replace('command: [node,', `command: [${node},`)
      .replace('30000', '8000'),
    training: readExample('train-two-sites.yaml').replace(/^command: .*$/m, train),
  }
}
