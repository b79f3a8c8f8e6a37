import fc from 'fast-check'
import { expect, it } from 'vitest'
import { element, lines, renderElement, scatter, stackedBars, type Element } from '../index.ts'

const numbers = fc.oneof(fc.double(), fc.constantFrom(0, -1, 1e308, 5e-324, NaN, Infinity))

const saysNoNumberThatIsNone = (picture: Element): void => {
  expect(renderElement(picture)).not.toMatch(/NaN|Infinity|undefined/)
}

it('text of others stays text', () => {
  const shown = renderElement(element('text', { title: '"><script>' }, ['<b>&"\u0000']))
  expect(shown).toBe('<text title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&quot;\ufffd</text>')
})

it('a scatter puts the diagonal through equal values and keeps larger ones higher', () => {
  const picture = scatter({
    title: 't',
    summary: 's',
    xLabel: 'measured, s',
    yLabel: 'predicted, s',
    scale: 'log',
    band: 0.1,
    series: [{ name: 'a', points: [{ x: 1, y: 1 }, { x: 10, y: 100 }] }], // prettier-ignore
  })
  const [first, second] =
    [...renderElement(picture).matchAll(/translate\(([\d.]+),([\d.]+)\)" fill="#0072b2"/g)] // prettier-ignore
      .slice(0, 2)
      .map(([, x, y]) => [Number(x), Number(y)] as const)
  expect(second![0]).toBeGreaterThan(first![0])
  expect(second![1]).toBeLessThan(first![1])
})

it('whatever the data, no picture says a number that is none', () => {
  const point = fc.record({ x: numbers, y: numbers })
  fc.assert(
    fc.property(fc.array(point), fc.constantFrom('log', 'linear'), (points, scale) => {
      const words = { title: 't', summary: 's' }
      const axis = { label: 'x', scale }
      saysNoNumberThatIsNone(scatter({ ...words, xLabel: 'x', yLabel: 'y', scale, series: [{ name: 'a', points }] })) // prettier-ignore
      saysNoNumberThatIsNone(lines({ ...words, x: axis, y: axis, series: [{ name: 'a', points }] }))
      const bars = [{ name: 'a', values: points.map(({ y }) => y) }]
      saysNoNumberThatIsNone(stackedBars({ ...words, label: 'x', parts: points.map(() => 'p'), bars })) // prettier-ignore
    }),
  )
})

it('the parts of a bar lie end to end', () => {
  const picture = stackedBars({
    title: 't',
    summary: 's',
    label: 'step time, s',
    parts: ['compute', 'bubble'],
    bars: [{ name: 'a', values: [3, 1] }],
  })
  const blocks = [...renderElement(picture).matchAll(/<rect x="([\d.]+)" y="62" width="([\d.]+)"/g)]
  const [compute, bubble] = blocks.map(([, x, width]) => ({ x: Number(x), width: Number(width) }))
  expect(compute!.x + compute!.width).toBeCloseTo(bubble!.x, 1)
  expect(compute!.width / bubble!.width).toBeCloseTo(3, 1)
})
