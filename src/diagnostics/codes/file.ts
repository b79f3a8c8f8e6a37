import { pagesOf } from '../code-page.ts'

/** Refused before the schema sees the file: what it costs to read, and what can hide in YAML. */
export const fileCodes = pagesOf({
  'file/alias': [
    'An anchor or alias is not allowed',
    'An alias lets one line mean another, far away, and a few of them can grow into gigabytes. Fleets and workloads do without.',
    'nodes: *defaults',
    'Write the value out where it is used.',
  ],
  'file/bad-key': [
    'A key is not text',
    'Keys are words. A number, a list or nothing before a colon is usually a missing quote or a stray brace.',
    '1: two',
    'Put the key in quotes, or correct the braces before it.',
  ],
  'file/control-character': [
    'A control character has no place here',
    'NUL, escapes and marks that turn the direction of text make a file read otherwise than it looks.',
    'name: "desk\\u001b[2J"',
    'Remove the character; retype the line if it cannot be seen.',
  ],
  'file/directive': [
    'YAML directives are not used',
    'A line such as %YAML 1.1 changes what words mean ("no" becomes false). gridloom reads YAML 1.2 only.',
    '%YAML 1.1',
    'Remove the line.',
  ],
  'file/duplicate-key': [
    'A key stands twice in one map',
    'Which of the two counts would depend on the reader, so neither does.',
    '{ id: desk, id: shed }',
    'Keep one of the two.',
  ],
  'file/forbidden-key': [
    'A key is not allowed',
    'Keys such as __proto__ reach into the objects of the program that reads them.',
    '__proto__: { isAdmin: true }',
    'Remove the key.',
  ],
  'file/not-utf8': [
    'The file is not UTF-8',
    'Fleets and workloads are UTF-8 text. The first byte that cannot be is named by its offset.',
    'a file saved as UTF-16 or Latin-1',
    'Save the file as UTF-8.',
  ],
  'file/several-documents': [
    'The file holds several documents',
    'One file describes one fleet or one workload. A line "---" begins another document.',
    'gridloom: 1\n---\ngridloom: 1',
    'Remove the line "---", or split the file.',
  ],
  'file/tag': [
    'A tag is not allowed',
    'Tags such as !!binary or !custom change the type of a value. The schema knows the types.',
    'name: !!binary ZGVzaw==',
    'Remove the tag.',
  ],
  'file/too-deep': [
    'The file is nested too deeply',
    'Maps and lists may stand in each other to 32 levels; a fleet needs 8.',
    '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
    'Look for what generated the file.',
  ],
  'file/too-large': [
    'The file is too large',
    'A fleet may have 8 MiB and a workload 1 MiB. Fifty sites with their network take about 200 kB.',
    'a log file given by mistake',
    'Check that this is the right file.',
  ],
  'file/too-many-keys': [
    'A map has too many keys',
    'A map may have 1,000 keys, which no fleet or workload comes near.',
    'an environment of 5,000 variables',
    'Look for what generated the file.',
  ],
  'file/too-many-parts': [
    'The file has too many parts',
    'Words, commas, brackets and line ends are counted while reading, so that no file takes minutes or gigabytes.',
    '[,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,',
    'Look for what generated the file.',
  ],
  'file/yaml-syntax': [
    'This is not YAML',
    'The text cannot be read as YAML 1.2 (JSON is YAML too). The place is where reading failed; the cause may stand before it.',
    'sites: [ { id: desk ',
    'Check indentation, brackets and quotes there and in the lines before.',
  ],
})
