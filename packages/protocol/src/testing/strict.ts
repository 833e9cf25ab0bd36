import * as v from 'valibot'
import { EventSchema, UnknownEventSchema } from '../events/event.ts'

/** The parts of a schema that can hold other schemas. */
interface Parts {
  readonly type: string
  readonly entries?: Readonly<Record<string, v.GenericSchema>>
  readonly item?: v.GenericSchema
  readonly wrapped?: v.GenericSchema
  readonly value?: v.GenericSchema
  readonly options?: readonly v.GenericSchema[]
  readonly pipe?: readonly unknown[]
  readonly default?: undefined
  readonly key?: unknown
}

const made = new WeakMap<v.GenericSchema, v.GenericSchema>()

/**
 * The same schema, but an object with a field that the schema does not name does not match, at any depth. A server of this version sends only
 * events that this version knows, so each event must match the schema of its type.
 */
export function strict<Schema extends v.GenericSchema>(schema: Schema): Schema {
  let known = made.get(schema)
  if (known === undefined) {
    known = strictForm(schema)
    made.set(schema, known)
  }
  return known as Schema
}

function strictForm(schema: v.GenericSchema): v.GenericSchema {
  if (schema === UnknownEventSchema) return strict(EventSchema)
  const parts = schema as v.GenericSchema & Parts
  if (parts.pipe !== undefined) return pipeOf(schema, parts.pipe)
  switch (parts.type) {
    case 'object':
    case 'strict_object':
      return v.strictObject(Object.fromEntries(Object.entries(parts.entries ?? {}).map(([name, inner]) => [name, strict(inner)])))
    case 'array':
      return v.array(strict(parts.item as v.GenericSchema))
    case 'record':
      return v.record(parts.key as v.GenericSchema<string>, strict(parts.value as v.GenericSchema))
    case 'nullable':
      return v.nullable(strict(parts.wrapped as v.GenericSchema), parts.default)
    case 'nullish':
      return v.nullish(strict(parts.wrapped as v.GenericSchema), parts.default)
    case 'optional':
      return v.optional(strict(parts.wrapped as v.GenericSchema), parts.default)
    case 'exact_optional':
      return v.exactOptional(strict(parts.wrapped as v.GenericSchema), parts.default)
    case 'variant':
      return v.variant(parts.key as 'type', (parts.options ?? []).map(strict) as unknown as v.VariantOptions<'type'>)
    case 'union':
      return v.union((parts.options ?? []).map(strict))
    default:
      if (LEAVES.has(parts.type)) return schema
      throw new Error(`strict() does not know schemas of type ${parts.type}`)
  }
}

const LEAVES: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'literal', 'picklist', 'unknown', 'null'])

/** The first item of a pipe is a schema; the others are checks. */
function pipeOf(schema: v.GenericSchema, [, ...actions]: readonly unknown[]): v.GenericSchema {
  const parts = schema as v.GenericSchema & Parts
  if (LEAVES.has(parts.type)) return schema
  const { pipe: _, ...first } = parts
  return v.pipe(strict(first as v.GenericSchema), ...(actions as v.PipeItem<unknown, unknown, v.BaseIssue<unknown>>[])) as v.GenericSchema
}
