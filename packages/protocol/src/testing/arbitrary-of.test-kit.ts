import fc, { type Arbitrary } from 'fast-check'
import type * as v from 'valibot'
import { EventSchema, UnknownEventSchema } from '../events/event.ts'

interface Check {
  readonly type: string
  readonly requirement?: unknown
}

interface Parts {
  readonly type: string
  readonly entries?: Readonly<Record<string, v.GenericSchema>>
  readonly item?: v.GenericSchema
  readonly wrapped?: v.GenericSchema
  readonly key?: v.GenericSchema<string>
  readonly value?: v.GenericSchema
  readonly options?: readonly unknown[]
  readonly literal?: unknown
  readonly pipe?: readonly Check[]
}

const at = fc.integer({ min: 0, max: 4e12 }).map((ms) => new Date(ms).toISOString())
const newerEvent = fc.record({ id: fc.nat(), type: fc.constantFrom('balloon.rose', 'constructor', ''), at, data: fc.jsonValue() })

/** Arbitrary values that match the schema: a test needs no list of the types and fields that there are. */
export function arbitraryOf(schema: v.GenericSchema): Arbitrary<unknown> {
  if (schema === UnknownEventSchema) return fc.oneof(newerEvent, arbitraryOf(EventSchema))
  const parts = schema as unknown as Parts
  switch (parts.type) {
    case 'string':
      return textOf(parts.pipe ?? [])
    case 'number':
      return numberOf(parts.pipe ?? [])
    case 'boolean':
      return fc.boolean()
    case 'literal':
      return fc.constant(parts.literal)
    case 'picklist':
      return fc.constantFrom(...(parts.options ?? []))
    case 'unknown':
      return fc.jsonValue()
    case 'array':
      return fc.array(arbitraryOf(parts.item as v.GenericSchema), { maxLength: 3 })
    case 'record':
      return fc.dictionary(arbitraryOf(parts.key as v.GenericSchema) as Arbitrary<string>, arbitraryOf(parts.value as v.GenericSchema))
    case 'nullable':
      return fc.option(arbitraryOf(parts.wrapped as v.GenericSchema))
    case 'optional':
      return fc.option(arbitraryOf(parts.wrapped as v.GenericSchema), { nil: undefined })
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(parts.entries ?? {}).map(([name, inner]) => [name, arbitraryOf(inner)])))
    case 'variant':
    case 'union':
      return fc.oneof(...(parts.options ?? []).map((option) => arbitraryOf(option as v.GenericSchema)))
    default:
      throw new Error(`no arbitrary for a schema of type ${parts.type}`)
  }
}

function textOf(checks: readonly Check[]): Arbitrary<string> {
  const pattern = checks.find(({ type }) => type === 'regex')?.requirement
  if (pattern instanceof RegExp) return fc.stringMatching(pattern)
  const shortest = checks.find(({ type }) => type === 'min_length')?.requirement
  return fc.string({ minLength: typeof shortest === 'number' ? shortest : 0 })
}

function numberOf(checks: readonly Check[]): Arbitrary<number> {
  const [min = 0, max = 1_000_000] = ['min_value', 'max_value'].map((name) => {
    const requirement = checks.find(({ type }) => type === name)?.requirement
    return typeof requirement === 'number' ? requirement : undefined
  })
  return fc.integer({ min, max })
}
