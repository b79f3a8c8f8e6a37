import { addCapacity, addFlow } from './capacity.ts'
import { inject, type Draft } from './draft.ts'
import type { FlowPlace } from './generators.ts'
import { findLoops, impedanceOf } from './kirchhoff.ts'
import type { PerStep } from './model-parts.ts'
import type { Line } from './model.ts'

export function addLine(draft: Draft, line: Line): FlowPlace {
  const { id, from, to, maxShare = 1 } = line
  const size = addCapacity(draft, id, line.capacityMw)
  const flow = addFlow(draft, { id, what: 'flow', size, minShare: negative(maxShare), maxShare })
  inject(draft, from, { column: flow, factor: 1, sign: -1 })
  inject(draft, to, { column: flow, factor: 1, sign: 1 })
  return { size, flow }
}

const negative = (series: PerStep): PerStep =>
  typeof series === 'number' ? -series : Float64Array.from(series, (value) => -value)

/** One row per loop and step, scaled so that its largest coefficient is 1: reactances per unit are tiny. */
export function addVoltageLaw(draft: Draft, places: readonly FlowPlace[]): void {
  const { builder, model, steps } = draft
  const lines = model.lines ?? []
  findLoops(model).forEach((loop, number) => {
    const terms = loop.lines.flatMap(({ index, direction }) => {
      const line = lines[index]
      const place = places[index]
      if (line === undefined || place === undefined) return []
      return [{ column: place.flow, impedance: direction * impedanceOf(line, model) }]
    })
    const largest = Math.max(...terms.map(({ impedance }) => Math.abs(impedance)))
    builder.addRows(steps, {
      name: (step) => `power/voltage-law[loop ${number},h=${step}]`,
      lower: 0,
      upper: 0,
      entries: (step, entry) => {
        for (const { column, impedance } of terms) entry(column + step, impedance / largest)
      },
    })
  })
}
