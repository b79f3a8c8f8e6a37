import { expect, it } from 'vitest'
import { fleetJsonSchema, workloadJsonSchema } from './json-schema.ts'

interface Node {
  readonly type?: string
  readonly unit?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
}

const at = (schema: Node, ...path: readonly string[]): Node =>
  path.reduce<Node>(
    (node, step) => (step === '[]' ? node.items : node.properties?.[step]) ?? {},
    schema,
  )

it('the JSON Schema shows the file as it is written, with units down to the items of lists', () => {
  const schema = fleetJsonSchema() as Node
  expect(at(schema, 'sites', '[]', 'halls', '[]', 'itPower')).toMatchObject({
    type: 'string',
    unit: 'IT MW',
  })
  expect(at(schema, 'sites', '[]', 'supplies', '[]', 'capacity').unit).toBe('facility MW')
  expect(at(schema, 'routes', '[]', 'price').unit).toBe('USD/(Gb/s h)')
  expect(at(workloadJsonSchema() as Node, 'wan', 'rate')).toMatchObject({ unit: 'Gb/s' })
})

it('the schema names its draft once and can be written as JSON', () => {
  const text = JSON.stringify(fleetJsonSchema())
  expect(text.match(/\$schema/gu)).toHaveLength(1)
  expect(JSON.parse(text)).toMatchObject({ additionalProperties: false })
})
