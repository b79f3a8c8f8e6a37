import { pagesOf } from '../code-page.ts'

/** What the schema refuses: keys, types, ranges, words. */
export const schemaCodes = pagesOf({
  'schema/bad-command': [
    'A command does not begin with a program',
    'A command is an argument list: the program, then its arguments. No shell reads it.',
    'command: [--steps, "100"]',
    'Put the program first: [node, train.ts, --steps, "100"].',
  ],
  'schema/bad-id': [
    'This is not an id',
    'Ids stand in file names, job names and terminals: a small letter, then small letters, digits and dashes, 63 at most. No path, no shell character, no letter that looks like another.',
    'id: ../etc/passwd',
    'Choose another id; names for people go in "name".',
  ],
  'schema/bad-instant': [
    'This is not an instant',
    'An instant is date, time and offset in ISO 8601. A time without offset is nobody’s, and days that no calendar has are refused.',
    'deadline: 2026-02-30',
    'Write it as in 2026-01-01T00:00:00Z.',
  ],
  'schema/bad-text': [
    'A text does not have the form it needs',
    'Countries are two capitals, jurisdictions US or US-GA, names stand on one line, Slurm names hold no blanks.',
    'country: Norway',
    'The hint says which form is meant.',
  ],
  'schema/missing-key': [
    'A key is missing',
    'The key has no default, because any guess would be wrong for somebody.',
    'a pool without nodePower',
    'Add the key; the hint shows how it is written.',
  ],
  'schema/out-of-range': [
    'A value is out of range',
    'The number, or the length of the list or text, is below or above what the key allows.',
    'pue: 0.9',
    'Correct the value; the message names the limit.',
  ],
  'schema/unknown-key': [
    'A key is not known here',
    'Unknown keys are refused, not ignored: an ignored slip would be a silent wrong answer.',
    'itpower: 100 kW',
    'Correct the spelling (case counts), or move the key to where it belongs.',
  ],
  'schema/unknown-value': [
    'A word is not one of those allowed',
    'The key takes one word from a list.',
    'kind: proces',
    'Take a word from the hint.',
  ],
  'schema/unknown-version': [
    'The version of the file format is not known',
    'This gridloom reads version 1.',
    'gridloom: 2',
    'Write "gridloom: 1", or use a newer gridloom.',
  ],
  'schema/wrong-type': [
    'A value has the wrong type',
    'A text stands where a number is meant, a single value where a list is meant, or nothing after a colon.',
    'nodes: "two"',
    'Write what the message asks for; "gridloom fleet schema" shows every form.',
  ],
})
