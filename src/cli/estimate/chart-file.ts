import { writeFile } from 'node:fs/promises'
import type { Element } from '../../report/index.ts'
import { good, simple, type Outcome } from '../failure.ts'

/** Writes a chart as an SVG file that stands on its own, and gives the path back. An older file of that name is replaced. */
export async function writeChart(path: string, chart: Element): Promise<Outcome<string>> {
  const { renderElement } = await import('../../report/index.ts')
  try {
    await writeFile(path, `${renderElement(chart)}\n`)
    return good(path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return simple('refused', {
      code: 'cli/unwritable-file',
      message: `cannot write ${path}: ${why}`,
      hint: 'give the path of a file in a folder that exists and that you may write to',
    })
  }
}
