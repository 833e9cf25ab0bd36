/** A schema by the Standard Schema convention, which the protocol's schemas follow. */
interface Schema<Value> {
  readonly '~standard': { readonly validate: (input: unknown) => Result<Value> | Promise<Result<Value>> }
}
type Result<Value> = { readonly value: Value; readonly issues?: undefined } | { readonly issues: readonly unknown[] }

/** `input` as the schema's value, or `null` when it is not one. */
export function parse<Value>(schema: Schema<Value>, input: unknown): Value | null {
  const result = schema['~standard'].validate(input)
  return 'value' in result && result.issues === undefined ? result.value : null
}

/** The value of a JSON text, `null` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
