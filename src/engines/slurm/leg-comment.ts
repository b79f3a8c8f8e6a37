import type { LegOrder } from '../engine.ts'

/**
 * A leg's job carries its own state in its comment, as `gridloom,leg=ID,token=7,pool=gpu,n=8,barrier=1,go=0`. The job
 * record of slurmctld is then the one place that the launcher at the site, this daemon and the next one all read, and it
 * outlives each of them. Two parties write: the engine writes `go`, `ckpt` and `ctl`, the launcher `held`, `started`,
 * `ended`, `code` and `how`. Each keeps the other's fields and looks again later, so that a lost update is made good.
 *
 * Every value is of the alphabet [A-Za-z0-9._-], which nothing on the way to a job record parses, a remote shell included.
 */
export interface LegComment {
  readonly legId: string
  readonly fencingToken: number
  readonly poolId: string
  readonly accelerators: number
  readonly hasBarrier: boolean
  readonly isReleased: boolean
  /** Instant of the last request for a checkpoint. */
  readonly checkpointAskedAtMs?: number
  /** The control file's text in base64url. */
  readonly control?: string
  readonly heldAtMs?: number
  readonly startedAtMs?: number
  readonly endedAtMs?: number
  readonly exitCode?: number
  /** How the launcher itself ended the command, where the exit code does not say it. */
  readonly how?: string
}

const valuePattern = /^[A-Za-z0-9._-]*$/
export const isCommentValue = (text: string): boolean => valuePattern.test(text)

export function firstComment(order: LegOrder): string {
  return formatComment({
    legId: order.legId,
    fencingToken: order.fencingToken,
    poolId: order.poolId,
    accelerators: order.accelerators,
    hasBarrier: order.barrier,
    isReleased: !order.barrier,
  })
}

export function formatComment(comment: LegComment): string {
  const fields: readonly (readonly [string, string | number | undefined])[] = [
    ['leg', comment.legId],
    ['token', comment.fencingToken],
    ['pool', comment.poolId],
    ['n', comment.accelerators],
    ['barrier', comment.hasBarrier ? 1 : 0],
    ['go', comment.isReleased ? 1 : 0],
    ['ckpt', comment.checkpointAskedAtMs],
    ['ctl', comment.control],
    ['held', comment.heldAtMs],
    ['started', comment.startedAtMs],
    ['ended', comment.endedAtMs],
    ['code', comment.exitCode],
    ['how', comment.how],
  ]
  const present = fields.filter(([, value]) => value !== undefined)
  return ['gridloom', ...present.map(([key, value]) => `${key}=${value}`)].join(',')
}

/** Undefined when the text is not the comment of a leg. */
export function parseComment(text: string): LegComment | undefined {
  const [head, ...parts] = text.trim().split(',')
  if (head !== 'gridloom') return undefined
  const fields = new Map(parts.map((part) => splitOnce(part)))
  const whole = (key: string): number | undefined => {
    const value = fields.get(key)
    return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined
  }
  const legId = fields.get('leg')
  const fencingToken = whole('token')
  const accelerators = whole('n')
  if (!legId || fencingToken === undefined || accelerators === undefined) return undefined
  return {
    legId,
    fencingToken,
    accelerators,
    poolId: fields.get('pool') ?? '',
    hasBarrier: fields.get('barrier') === '1',
    isReleased: fields.get('go') === '1',
    ...given('checkpointAskedAtMs', whole('ckpt')),
    ...given('control', fields.get('ctl')),
    ...given('heldAtMs', whole('held')),
    ...given('startedAtMs', whole('started')),
    ...given('endedAtMs', whole('ended')),
    ...given('exitCode', whole('code')),
    ...given('how', fields.get('how')),
  }
}

function splitOnce(part: string): readonly [string, string] {
  const at = part.indexOf('=')
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
}

/** A property that is there only when it has a value. */
export const given = <K extends string, V>(
  key: K,
  value: V | undefined,
): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V })
