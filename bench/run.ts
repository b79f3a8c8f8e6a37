import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { describeMachine } from './machine.ts'
import { benchmarks } from './registry.ts'
import { renderLine, renderReport } from './report.ts'
import type { Report } from './report.ts'
import type { Size } from './spec.ts'

const help = `npm run bench [-- options]
  --only NAME   one of ${benchmarks.map(({ name }) => name).join(', ')}
  --quick       small sizes, under 40 s: shows that everything runs, not how fast
  --json        print the report as JSON on stdout
Writes bench/results.md and bench/results.json after a full run.`

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(`${help}\n`)
    return 0
  }
  const chosen = benchmarks.filter(({ name }) => values.only === undefined || name === values.only)
  if (chosen.length === 0) {
    process.stderr.write(`no benchmark is named ${values.only}\n${help}\n`)
    return 1
  }
  const size: Size = { isQuick: values.quick, workloads: values.quick ? 1000 : 10_000 }
  const report = await measure(chosen, size)
  if (values.json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
  if (!values.quick && values.only === undefined) write(report)
  return 0
}

async function measure(chosen: typeof benchmarks, size: Size): Promise<Report> {
  const machine = describeMachine()
  const startedMs = performance.now()
  const seconds = (): number => (performance.now() - startedMs) / 1000
  const measured: Report['benchmarks'][number][] = []
  for (const benchmark of chosen) {
    const { name, question } = benchmark
    const progress = (text: string): void =>
      void process.stderr.write(`${seconds().toFixed(0).padStart(4)} s  ${name}: ${text}\n`)
    const figures = await benchmark.run(size, progress)
    measured.push({ name, question, figures })
    for (const figure of figures)
      (values.json ? process.stderr : process.stdout).write(`${renderLine(benchmark, figure)}\n`)
  }
  return { machine, seconds: seconds(), benchmarks: measured }
}

function write(report: Report): void {
  const at = (name: string): string => join(import.meta.dirname, name)
  writeFileSync(at('results.md'), renderReport(report))
  writeFileSync(at('results.json'), `${JSON.stringify(report, undefined, 2)}\n`)
  process.stderr.write('written to bench/results.md and bench/results.json\n')
}

process.exitCode = await main()
