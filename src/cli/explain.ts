import type { Command } from 'commander'
import type { Explanation } from '../control/index.ts'
import { codes, explainCode as explainPage, hintNearest, pageOf } from '../diagnostics/index.ts'
import { clientOf, finish, type Session } from './command.ts'
import { good, simple } from './failure.ts'
import { renderReasons } from './reasons.ts'
import { formatTime } from './table.ts'

/** `room/name`; no id and no name of a workload has a slash in it. */
const codeForm = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/

export function registerExplain(program: Command, session: Session): void {
  const command = program
    .command('explain')
    .description('Why a workload is here, not there or not yet; or what a diagnostic code means')
    .argument('<id|code>', 'id or name of a workload, or a code like fleet/unknown-site')
  finish(command, session, {
    examples: ['gridloom explain nightly-run-1', 'gridloom explain http/workload-refused'],
    act: async ([subject = ''], options) => {
      if (codeForm.test(subject)) return explainCode(subject)
      const path = `/v1/workloads/${encodeURIComponent(subject)}/explain`
      const found = await clientOf(session, options).get<Explanation>(path)
      return found.ok ? good({ json: found.value, text: explanationText(found.value) }) : found
    },
  })
}

async function explainCode(code: string) {
  const { httpCodes, isHttpCode } = await import('../server/index.ts')
  if (isHttpCode(code)) {
    const { title, explanation } = httpCodes[code]
    return good({
      json: { code, title, explanation },
      text: `${code}: ${title}\n\n${explanation}`,
    })
  }
  const text = explainPage(code)
  if (text !== undefined) return good({ json: { code, ...pageOf(code) }, text })
  return simple('refused', {
    code: 'cli/unknown-code',
    message: `there is no diagnostic code ${code}`,
    hint:
      hintNearest(code, [...Object.keys(codes), ...Object.keys(httpCodes)]) ??
      'codes stand in brackets after the word error or warning',
  })
}

export function explanationText(explanation: Explanation): string {
  const { id, name, state, question, decidedAtMs, reasons, history } = explanation
  const past = history.map(({ atMs, text }) => `  ${formatTime(atMs)}  ${text}`)
  return [
    `${id} (${name}) is ${state}: ${question}? As decided ${formatTime(decidedAtMs)} UTC`,
    renderReasons(reasons),
    ...(past.length > 0 ? ['', 'What happened (UTC):', ...past] : []),
  ].join('\n')
}
