import type { BadInput } from './bad-input.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const mebibyte = 1024 * 1024

/** Each alias stands for nine of the one before: nine to the ninth words, were they expanded. */
const bomb = (): string => {
  const levels = 'bcdefghij'.split('')
  const lines = levels.map((name) => {
    const before = String.fromCharCode(name.charCodeAt(0) - 1)
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]\n`
  })
  return `a: &a [lol, lol, lol]\n${lines.join('')}`
}

/** What is too large, too deep or too strange to lie in a file beside the others. */
export const generated: readonly BadInput[] = [
  {
    kind: 'fleet',
    name: 'hundred-megabytes',
    read: () => new Uint8Array(100 * mebibyte).fill(0x61),
    finds: ['file/too-large 1:1'],
  },
  {
    kind: 'workload',
    name: 'two-megabytes',
    read: () => new Uint8Array(2 * mebibyte).fill(0x20),
    finds: ['file/too-large 1:1'],
  },
  {
    kind: 'fleet',
    name: 'deep-nesting-of-lists',
    read: () => bytesOf('['.repeat(1_000_000)),
    finds: ['file/too-deep 1:33'],
  },
  {
    kind: 'workload',
    name: 'deep-nesting-of-maps',
    read: () => bytesOf('{a: '.repeat(100_000)),
    finds: ['file/too-deep 1:129'],
  },
  {
    kind: 'fleet',
    name: 'deep-nesting-by-indentation',
    read: () => bytesOf(Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')),
    finds: ['file/too-deep 33:34'],
  },
  {
    kind: 'fleet',
    name: 'yaml-bomb',
    read: () => bytesOf(bomb()),
    finds: ['file/alias 1:7'],
  },
  {
    kind: 'workload',
    name: 'a-million-commas',
    read: () => bytesOf(`[${','.repeat(1_000_000)}`),
    finds: ['file/too-many-parts 1:99999'],
  },
  {
    kind: 'fleet',
    name: 'ten-thousand-keys',
    read: () => bytesOf(Array.from({ length: 10_000 }, (_, i) => `k${i}: 1\n`).join('')),
    finds: ['file/too-many-keys 1:1'],
  },
  {
    kind: 'fleet',
    name: 'a-hundred-thousand-empty-sites',
    read: () => bytesOf(`sites: [${'{},'.repeat(100_000)}]`),
    finds: [
      ...Array.from({ length: 4 }, () => 'schema/missing-key 1:1'),
      'schema/out-of-range 1:8',
    ],
  },
  {
    kind: 'fleet',
    name: 'latin-1',
    read: () => Uint8Array.of(...bytesOf('gridloom: 1\nname: Lule'), 0xe5, 0x0a),
    finds: ['file/not-utf8 2:11'],
  },
  {
    kind: 'fleet',
    name: 'utf-16',
    read: () => Uint8Array.from(Buffer.from('\ufeffgridloom: 1\n', 'utf16le')),
    finds: ['file/not-utf8 1:1'],
  },
  {
    kind: 'workload',
    name: 'surrogate-in-utf-8',
    read: () => Uint8Array.of(...bytesOf('name: '), 0xed, 0xa0, 0x80),
    finds: ['file/not-utf8 1:7'],
  },
  {
    kind: 'workload',
    name: 'nul-byte',
    read: () => bytesOf('gridloom: 1\nname: a\0b\n'),
    finds: ['file/control-character 2:8'],
  },
  {
    kind: 'workload',
    name: 'an-executable',
    read: () => Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0x02, 0x01, 0x01, 0x00, 0xff, 0xfe),
    finds: ['file/not-utf8 1:9'],
  },
  { kind: 'fleet', name: 'nothing', read: () => bytesOf(''), finds: ['schema/wrong-type 1:1'] },
  {
    kind: 'workload',
    name: 'only-a-comment',
    read: () => bytesOf('# later\n'),
    finds: ['schema/wrong-type 1:1'],
  },
  {
    kind: 'workload',
    name: 'one-word',
    read: () => bytesOf('hello'),
    finds: ['schema/wrong-type 1:1'],
  },
]
