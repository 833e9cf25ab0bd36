/**
 * Tells whether `input` is a `Value`. Other fields are ignored: a newer server may send more. Guards are what a browser checks the wire with;
 * the schemas would be a third of its bundle.
 */
export type Guard<Value> = (input: unknown) => input is Value

/** A guard for each field, by name: the compiler checks that none is missing. */
type Fields<Value> = { readonly [Name in keyof Value]-?: Guard<Value[Name]> }

export const isString: Guard<string> = (input) => typeof input === 'string'
export const isBoolean: Guard<boolean> = (input) => typeof input === 'boolean'
export const isInteger = Number.isSafeInteger as Guard<number>
/** A duration in milliseconds. */
export const isDuration: Guard<number> = (input): input is number => typeof input === 'number' && input >= 0

export function isRecord(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null
}

/** A count or a position in the log. */
export const isCount: Guard<number> = (input): input is number => isInteger(input) && input >= 0

/** A word of a list that can grow (a role, the state of a vote). The view decides what to do with a word that this version does not know. */
export const isWord = isString as Guard<never>

export function equalTo<Value extends string | undefined>(value: Value): Guard<Value> {
  return (input): input is Value => input === value
}

export function nullable<Value>(guard: Guard<Value>): Guard<Value | null> {
  return (input) => input === null || guard(input)
}

export function optional<Value>(guard: Guard<Value>): Guard<Value | undefined> {
  return (input) => input === undefined || guard(input)
}

export function listOf<Value>(guard: Guard<Value>): Guard<Value[]> {
  return (input): input is Value[] => Array.isArray(input) && input.every(guard)
}

export function objectOf<Value>(fields: Fields<Value>): Guard<Value> {
  const entries = Object.entries<Guard<unknown>>(fields)
  return (input): input is Value => isRecord(input) && entries.every(([name, guard]) => guard(input[name]))
}

/** Like `objectOf`, for generated code: the names of the text fields in one string, which is smaller. */
export function shape<Value>(texts: string, others?: Readonly<Record<string, Guard<unknown>>>): Guard<Value> {
  return objectOf<Value>({ ...Object.fromEntries(texts.split(' ').map((name) => [name, isString])), ...others } as never)
}

export function recordOf<Value>(guard: Guard<Value>): Guard<Record<string, Value>> {
  return (input): input is Record<string, Value> => isRecord(input) && Object.values(input).every(guard)
}
