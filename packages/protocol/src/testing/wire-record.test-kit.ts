import { toJsonSchemaDefs } from '@valibot/to-json-schema'
import type * as v from 'valibot'
import * as protocol from '../index.ts'

/** The whole wire as JSON Schemas by name, with sorted keys: what the wire-version test compares and its record holds. */
export function wireRecord(): Record<string, unknown> {
  const named = Object.entries(protocol).filter(([name]) => name.endsWith('Schema')) as [string, v.GenericSchema][]
  return sorted({
    subprotocol: protocol.SUBPROTOCOL,
    errors: Object.fromEntries(protocol.ERROR_CODES.map((code) => [code, withoutSentence(protocol.ERRORS[code])])),
    closeCodes: protocol.CLOSE,
    schemas: toJsonSchemaDefs(Object.fromEntries(named.map(([name, schema]) => [name.replace(/Schema$/, ''), schema])), {
      errorMode: 'throw',
    }),
  }) as Record<string, unknown>
}

/** A clearer sentence is no change of the wire. */
function withoutSentence({ message: _, ...rest }: (typeof protocol.ERRORS)[protocol.ErrorCode]): unknown {
  return rest
}

/** The order of fields and of the forms of a union has no meaning. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (key === '$schema') return []
    return [[key, key === 'oneOf' && Array.isArray(inner) ? [...inner].sort(byText) : inner]]
  })
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]))
}

function byText(left: unknown, right: unknown): number {
  return JSON.stringify(sorted(left)) < JSON.stringify(sorted(right)) ? -1 : 1
}
