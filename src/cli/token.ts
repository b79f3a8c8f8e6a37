import type { Command } from 'commander'
import type { Result } from '../diagnostics/index.ts'
import type { TokenView } from '../server/index.ts'
import { finish, type CommonOptions, type Session } from './command.ts'
import { dataDirectory } from './connection.ts'
import { failed, good, simple, type Outcome } from './failure.ts'
import { formatTable, formatTime } from './table.ts'

const roles = ['operator', 'tenant', 'viewer'] as const

interface CreateOptions {
  readonly subject: string
  readonly role: string
  readonly tenant?: string
  readonly expires?: string
}

const dataOption = [
  '--data <dir>',
  'data directory of the daemon (default: $GRIDLOOM_DATA or ~/.local/state/gridloom)',
] as const

/** Tokens are made on the machine of the daemon, in its data directory: whoever may write there rules it anyway. */
export function registerToken(program: Command, session: Session): void {
  const token = program.command('token').description('Create, list and revoke API tokens')
  registerCreate(token, session)
  registerList(token, session)
  registerRevoke(token, session)
}

const directoryOf = (session: Session, options: CommonOptions): string =>
  dataDirectory(session.terminal, options.data)

const opened = <T>(result: Result<T>): Outcome<T> =>
  result.ok ? good(result.value) : failed('refused', result.diagnostics)

function registerCreate(token: Command, session: Session): void {
  const command = token
    .command('create')
    .description('Make a token; it is shown once and kept only as its hash')
    .requiredOption('--subject <name>', 'who it is for; the journal names them')
    .requiredOption('--role <role>', roles.join(', '))
    .option('--tenant <id>', 'the tenant that it is bound to (needed for role tenant)')
    .option('--expires <instant>', 'its end, e.g. 2027-01-01T00:00:00Z (default: none)')
    .option(...dataOption)
  finish<CreateOptions>(command, session, {
    isRemote: false,
    examples: [
      'gridloom token create --subject ann --role tenant --tenant acme',
      'gridloom token create --subject wall --role viewer --expires 2027-01-01T00:00:00Z',
    ],
    act: async (_, options) => {
      const request = readRequest(options)
      if (!request.ok) return request
      const { createToken } = await import('../server/index.ts')
      const made = opened(await createToken(directoryOf(session, options), request.value))
      if (!made.ok) return made
      return good({ json: { ...made.value.view, token: made.value.token }, text: made.value.token })
    },
  })
}

function readRequest(options: CreateOptions) {
  const { subject, tenant, expires } = options
  const role = roles.find((name) => name === options.role)
  const expiresAtMs = expires === undefined ? undefined : Date.parse(expires)
  const refuse = (message: string, hint: string) =>
    simple('usage', { code: 'cli/bad-token-request', message, hint })
  if (!role) return refuse(`there is no role ${options.role}`, `roles: ${roles.join(', ')}`)
  if (!/^[\w.@-]{1,64}$/.test(subject)) {
    return refuse('the subject is not a name', 'letters, digits and . _ @ -, at most 64')
  }
  if (role === 'tenant' && tenant === undefined) {
    return refuse('a tenant token needs its tenant', 'add --tenant ID')
  }
  if (role === 'operator' && tenant !== undefined) {
    return refuse('an operator is not bound to a tenant', 'leave --tenant out, or use role tenant')
  }
  if (expiresAtMs !== undefined && !(expiresAtMs > Date.now())) {
    return refuse('--expires is not an instant ahead', 'write it like 2027-01-01T00:00:00Z')
  }
  return good({
    subject,
    role,
    ...(tenant !== undefined && { tenantId: tenant }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
  })
}

function registerList(token: Command, session: Session): void {
  const command = token
    .command('list')
    .description('Tokens without their secrets')
    .option(...dataOption)
  finish(command, session, {
    isRemote: false,
    examples: ['gridloom token list'],
    act: async (_, options) => {
      const { listTokens } = await import('../server/index.ts')
      const found = opened(listTokens(directoryOf(session, options)))
      return found.ok ? good({ json: { tokens: found.value }, text: tokenTable(found.value) }) : found // prettier-ignore
    },
  })
}

function tokenTable(tokens: readonly TokenView[]): string {
  if (tokens.length === 0) return 'no tokens'
  return formatTable(
    tokens.map((token) => [
      token.id,
      token.subject,
      token.role,
      token.tenantId ?? '-',
      formatTime(token.createdAtMs),
      token.expiresAtMs === undefined ? 'never' : formatTime(token.expiresAtMs),
    ]),
    ['ID', 'SUBJECT', 'ROLE', 'TENANT', 'CREATED (UTC)', 'ENDS (UTC)'],
  )
}

function registerRevoke(token: Command, session: Session): void {
  const command = token
    .command('revoke')
    .description('End a token; a running daemon refuses it from the next request on')
    .argument('<token-id>', 'its id, as "token list" shows it')
    .option(...dataOption)
  finish(command, session, {
    isRemote: false,
    examples: ['gridloom token revoke 0123456789ab'],
    act: async ([id = ''], options) => {
      const { revokeToken } = await import('../server/index.ts')
      const done = opened(await revokeToken(directoryOf(session, options), id))
      if (!done.ok) return done
      if (done.value) return good({ json: { revoked: id }, text: `revoked ${id}` })
      return simple('refused', {
        code: 'cli/unknown-token',
        message: `there is no token ${id}`,
        hint: '"gridloom token list" shows the ids',
      })
    },
  })
}
