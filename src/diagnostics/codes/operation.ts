import { pagesOf } from '../code-page.ts'

/** What the command line, the daemon and its token file refuse. Codes of the HTTP door stand with the server. */
export const operationCodes = pagesOf({
  'cli/bad-port': [
    'This is not a port',
    'The daemon listens on one port, from 0 (any free one) to 65535.',
    'gridloom run fleet.yaml --port 99999',
    'Give a number in that range.',
  ],
  'cli/bad-token-request': [
    'The token cannot be made as asked',
    'A token has a role and a subject; a tenant token has a tenant.',
    'gridloom token create --role boss',
    'The hint says what is allowed.',
  ],
  'cli/cannot-start': [
    'The daemon cannot start',
    'Its data directory or its database cannot be used.',
    'a data directory of another user',
    'Check --data and --postgres, and that this user may write there.',
  ],
  'cli/file-too-large': [
    'The file is too large to be read',
    'Reading stops at the limit of a fleet file, so that a device or a pipe without end does no harm.',
    'gridloom fleet check /dev/zero',
    'Check that this is the right file.',
  ],
  'cli/leadership-lost': [
    'This daemon no longer leads',
    'Another daemon over the same journal has taken over, and the fencing token refuses what this one writes.',
    'a pause of the machine longer than the lease',
    'Start it again: it stands by until it may lead.',
  ],
  'cli/no-journal': [
    'There is no journal here',
    'The directory holds no journal of a daemon, or it cannot be read.',
    'gridloom journal verify --data /tmp',
    'Give the data directory of a daemon.',
  ],
  'cli/not-a-daemon': [
    'What answers is not gridloom',
    'Something else listens at that address.',
    'GRIDLOOM_URL pointing to a web server',
    'Check GRIDLOOM_URL or --url.',
  ],
  'cli/unknown-code': [
    'There is no such diagnostic code',
    'Codes stand in brackets after the word error, warning or note.',
    'gridloom explain fleet/no-such-thing',
    'Copy the code from the message.',
  ],
  'cli/unknown-row': [
    'The catalogue has no such row',
    'Rows are named by their id, which is unique among all tables of the catalogue.',
    'gridloom catalog show h100',
    'Take the id from "gridloom catalog list TABLE".',
  ],
  'cli/unknown-table': [
    'The catalogue has no such table',
    'Tables are named as "gridloom catalog list" prints them.',
    'gridloom catalog list chips',
    'Take the name from "gridloom catalog list".',
  ],
  'cli/unknown-token': [
    'There is no such token',
    'Tokens are named by their id, not by their secret.',
    'gridloom token revoke 123',
    'Take the id from "gridloom token list".',
  ],
  'cli/unreachable': [
    'The daemon cannot be reached',
    'Nothing answers at the address.',
    'gridloom list, with no daemon running',
    'Start one with "gridloom run FLEET", or set GRIDLOOM_URL.',
  ],
  'cli/unreadable-file': [
    'The file cannot be read',
    'It is not there, is a directory, or belongs to somebody else.',
    'gridloom fleet check nowhere.yaml',
    'Give the path of a file, or - for standard input.',
  ],
  'server/cannot-listen': [
    'The daemon cannot listen',
    'The port is taken, or the address is not of this machine.',
    'two daemons on one port',
    'Choose another port, or end the other daemon.',
  ],
  'server/public-address': [
    'The address can be reached from other machines',
    'Tokens would cross the network without encryption. The default is loopback.',
    'gridloom run fleet.yaml --listen 0.0.0.0',
    'Put a proxy with TLS in front, or allow it explicitly.',
  ],
  'submit/idempotency-key-reused': [
    'The idempotency key was used for another workload',
    'The same key is the same submission; what was sent differs.',
    'one key for two files',
    'Use a new key for a new workload.',
  ],
  'cli/unwritable-file': [
    'The file cannot be written',
    'A chart is written beside the answer, into a folder that exists and that this user may write to.',
    'gridloom estimate link --km 1580 --svg /nowhere/link.svg',
    'Name a file in such a folder.',
  ],
  'token/damaged': [
    'The token file is damaged',
    'It cannot be read as a list of tokens, so none of it is trusted.',
    'a token file cut short by a full disk',
    'Restore it from a copy, or move it away and create new tokens.',
  ],
  'token/not-writable': [
    'Tokens cannot be kept there',
    'The data directory cannot be made or written by this user.',
    'gridloom token create --data /nonexistent, as a user without rights',
    'Name the data directory of the daemon, and work as the user it runs as.',
  ],
  'token/open-to-others': [
    'Others may read the token file',
    'Its mode lets other users in.',
    'chmod 644 tokens.json',
    'chmod 600 the file, and replace the tokens if others were on the machine.',
  ],
})
