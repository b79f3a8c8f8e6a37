import type { Machine } from './machine.ts'
import { meets } from './spec.ts'
import type { Benchmark, Figure } from './spec.ts'

export interface Report {
  readonly machine: Machine
  readonly seconds: number
  readonly benchmarks: readonly {
    readonly name: string
    readonly question: string
    readonly figures: readonly Figure[]
  }[]
}

export function renderReport({ machine, seconds, benchmarks }: Report): string {
  const { processor, cores, memoryGb, kernel, node, commit, date, loadBefore } = machine
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`; how it measures is in [docs/benchmarks.md](../docs/benchmarks.md). 50 sites, 100,000',
    'accelerators, a mix of services, batch jobs and gangs. Times are those of one run on one machine.',
    '',
    `${date}, commit ${commit}, Node ${node}, ${cores} cores of ${processor}, ${memoryGb} GB, Linux ${kernel}; load before`,
    `the run ${loadBefore}; the run took ${Math.round(seconds)} s.`,
    ...benchmarks.flatMap(({ name, question, figures }) => [
      '',
      `## ${name}`,
      '',
      question,
      '',
      '| figure | value | aim | |',
      '| --- | --: | --: | --- |',
      ...figures.map(row),
      ...figures.flatMap(({ published, what }) =>
        published === undefined
          ? []
          : ['', `Published for the nearest to "${what}": ${published}.`],
      ),
    ]),
    '',
  ].join('\n')
}

function row(figure: Figure): string {
  const { what, value, unit, aim } = figure
  const sign = aim?.kind === 'at-least' ? '≥' : '≤'
  const aimed = aim === undefined ? '' : `${sign} ${format(aim.value)} ${unit}`
  const verdict = { true: 'met', false: '**missed**', undefined: '' }[String(meets(figure))] ?? ''
  return `| ${what} | ${format(value)}${unit === '1' ? '' : ` ${unit}`} | ${aimed} | ${verdict} |`
}

/** Three digits that count; whole numbers whole. */
export function format(value: number): string {
  if (!Number.isFinite(value)) return 'none'
  const digits =
    Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

export const renderLine = ({ name }: Benchmark, figure: Figure): string => {
  const verdict = meets(figure)
  const mark = verdict === undefined ? ' ' : verdict ? '+' : '!'
  return `${mark} ${name.padEnd(7)} ${format(figure.value).padStart(12)} ${figure.unit.padEnd(10)} ${figure.what}`
}
