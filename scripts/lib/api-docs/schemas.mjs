import * as protocol from '@guestwall/protocol'
import { toJsonSchemaDefs } from '@valibot/to-json-schema'

const PREFIX = '#/components/schemas/'

/** A schema of the protocol by name, where a document wants one: `ref('WallMessage')` is `WallMessageSchema`. */
export function ref(name) {
  if (!(`${name}Schema` in protocol)) throw new Error(`@guestwall/protocol has no ${name}Schema`)
  return { $ref: PREFIX + name }
}

/** A schema of the protocol by its value: the name under which the protocol exports it. */
export function refTo(schema) {
  const named = Object.entries(protocol).filter(([name, value]) => name.endsWith('Schema') && value === schema)
  const [name] = named.map(([each]) => each).sort()
  if (name === undefined) throw new Error('@guestwall/protocol must export each schema of a route')
  return ref(name.replace(/Schema$/, ''))
}

/**
 * The document with the schemas that it refers to, and those that they refer to, under `components.schemas`, sorted by name.
 * `target`: the draft of JSON Schema that the document's format builds on.
 */
export function withSchemas(document, target) {
  const all = protocolSchemas(target)
  const wanted = new Set()
  const visit = (value) => {
    if (typeof value !== 'object' || value === null) return
    for (const inner of Object.values(value)) visit(inner)
    const name = typeof value.$ref === 'string' && value.$ref.startsWith(PREFIX) ? value.$ref.slice(PREFIX.length) : null
    if (name === null || wanted.has(name)) return
    wanted.add(name)
    visit(all[name])
  }
  visit(document)
  const schemas = Object.fromEntries([...wanted].sort().map((name) => [name, all[name]]))
  return { ...document, components: { ...document.components, schemas } }
}

/** Every schema that the protocol exports, as JSON Schema. */
function protocolSchemas(target) {
  // Sorted, because loaders differ in the order of a module's names, and of two names for one schema (an epoch is an id) one is taken.
  const named = Object.entries(protocol)
    .filter(([name]) => name.endsWith('Schema'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const definitions = Object.fromEntries(named.map(([name, schema]) => [name.replace(/Schema$/, ''), schema]))
  const converted = toJsonSchemaDefs(definitions, {
    target,
    errorMode: 'throw',
    overrideRef: ({ referenceId }) => PREFIX + referenceId,
  })
  return Object.fromEntries(Object.entries(converted).map(([name, { $schema: _, ...schema }]) => [name, schema]))
}
