/** Tells whether `input` is a `Value`. Fields beyond its own pass: a newer server may say more. */
export type Guard<Value> = (input: unknown) => input is Value

/** A guard for each field, by name: the compiler holds it complete. */
type Fields<Value> = { readonly [Name in keyof Value]-?: Guard<Value[Name]> }

export const isString: Guard<string> = (input) => typeof input === 'string'
export const isBoolean: Guard<boolean> = (input) => typeof input === 'boolean'
export const isInteger: Guard<number> = (input): input is number => Number.isSafeInteger(input)
/** A duration in milliseconds. */
export const isDuration: Guard<number> = (input): input is number => typeof input === 'number' && input >= 0

export function isRecord(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null
}

export function oneOf<Value extends string>(...values: readonly Value[]): Guard<Value> {
  return (input): input is Value => values.some((value) => value === input)
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
