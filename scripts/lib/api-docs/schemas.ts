import * as protocol from '@guestwall/protocol'
import { type ConversionConfig, toJsonSchemaDefs } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'

/** The draft of JSON Schema that a document's format builds on. */
export type Draft = NonNullable<ConversionConfig['target']>
export interface Reference {
  readonly $ref: string
}
/** A document as far as it concerns this file. */
export interface SchemaDocument {
  readonly components: Readonly<Record<string, unknown>>
}

const PREFIX = '#/components/schemas/'

/** A schema of the protocol by name, where a document wants one: `ref('WallMessage')` is `WallMessageSchema`. */
export function ref(name: string): Reference {
  if (!(`${name}Schema` in protocol)) throw new Error(`@guestwall/protocol has no ${name}Schema`)
  return { $ref: PREFIX + name }
}

/** A schema of the protocol by its value: the name under which the protocol exports it. */
export function refTo(schema: GenericSchema): Reference {
  const named = Object.entries(protocol).filter(([name, value]) => name.endsWith('Schema') && value === schema)
  const [name] = named.map(([each]) => each).sort(inOrder)
  if (name === undefined) throw new Error('@guestwall/protocol must export each schema of a route')
  return ref(name.replace(/Schema$/, ''))
}

/**
 * The document with the schemas that it refers to, and those that they refer to, under `components.schemas`, sorted by name.
 */
export function withSchemas<Document extends SchemaDocument>(document: Document, target: Draft) {
  const all = protocolSchemas(target)
  const wanted = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const inner of Object.values(value)) visit(inner)
    const name = '$ref' in value && typeof value.$ref === 'string' && value.$ref.startsWith(PREFIX) ? value.$ref.slice(PREFIX.length) : null
    if (name === null || wanted.has(name)) return
    wanted.add(name)
    visit(all[name])
  }
  visit(document)
  const schemas = Object.fromEntries([...wanted].sort(inOrder).map((name) => [name, all[name]]))
  return { ...document, components: { ...document.components, schemas } }
}

/** Every schema that the protocol exports, as JSON Schema. */
function protocolSchemas(target: Draft): Record<string, object> {
  // Sorted, because loaders differ in the order of a module's names, and of two names for one schema (an epoch is an id) one is taken.
  const named = Object.entries(protocol)
    .filter(([name]) => name.endsWith('Schema'))
    .sort(([a], [b]) => inOrder(a, b))
  const definitions = Object.fromEntries(named.map(([name, schema]) => [name.replace(/Schema$/, ''), schema as GenericSchema]))
  const converted = toJsonSchemaDefs(definitions, {
    target,
    errorMode: 'throw',
    overrideRef: ({ referenceId }) => PREFIX + referenceId,
  })
  return Object.fromEntries(Object.entries(converted).map(([name, { $schema: _, ...schema }]) => [name, schema]))
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
