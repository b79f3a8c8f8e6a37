import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { finish } from '../command.ts'
import type { CommonOptions, Done, Session } from '../command.ts'
import { good } from '../failure.ts'
import type { Outcome } from '../failure.ts'
import { createStage } from './stage.ts'
import { runStory } from './story.ts'

interface Options extends CommonOptions {
  readonly once?: boolean
  readonly keep?: boolean
  readonly port: string
}

export function registerDemo(program: Command, session: Session): void {
  const command = program
    .command('demo')
    .description('The main job in ten steps, with real processes on this machine')
    .option(
      '--once',
      'end after the checks and leave nothing behind; without it the daemon stays up',
    )
    .option('--keep', 'keep the data directory')
    .option('--port <n>', 'port of the API; 0 takes a free one', '0')
  finish<Options>(command, session, {
    isRemote: false,
    examples: ['gridloom demo --once', 'gridloom demo --port 8642'],
    act: (_arguments, options) => demo(session, options),
  })
}

async function demo(session: Session, options: Options): Promise<Outcome<Done>> {
  const { terminal } = session
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-demo-'))
  const stage = createStage(terminal, options.json === true)
  try {
    await runStory({
      stage,
      folder,
      port: Number(options.port),
      stop: terminal.stop,
      stayUp: options.once !== true && options.json !== true,
    })
  } catch (error) {
    stage.check(
      'the story comes to its end',
      false,
      error instanceof Error ? error.message : String(error),
    )
    stage.say(`what is left lies in ${folder}`)
    return summary(stage.results, true)
  }
  const isKept = options.keep === true || stage.results.some((result) => !result.isTrue)
  if (!isKept) rmSync(folder, { recursive: true, force: true })
  else stage.say(`data: ${folder}`)
  return summary(stage.results, isKept)
}

function summary(
  results: ReturnType<typeof createStage>['results'],
  isKept: boolean,
): Outcome<Done> {
  const held = results.filter((result) => result.isTrue).length
  return good({
    json: { checks: results, held, isKept },
    text: `\n${held}/${results.length} checks hold`,
    exit: held === results.length ? 'good' : 'broken',
  })
}
