import type * as v from 'valibot'
import type { Address } from './addresses.ts'
import type { ErrorCode } from './errors.ts'
import type { Role } from './guest.ts'

/** The credential that a route needs: none, the operator's token, or a credential of the session with one of these roles. */
export type Access = 'anyone' | 'operator' | readonly Role[]

/** A query parameter. It is absent or occurs once. */
export type Parameter =
  | { readonly type: 'integer'; readonly minimum: number; readonly maximum: number; readonly default?: number }
  | {
      readonly type: 'string'
      readonly enum?: readonly string[]
      /** The handler checks the value, because it knows values that are planned. */
      readonly isChecked?: true
      readonly schema?: v.GenericSchema<string>
      readonly default?: string
      readonly isRequired?: true
    }
export type Parameters = Readonly<Record<string, Parameter>>

/** A body that is not JSON. */
export interface MediaType {
  readonly mediaType: string
}

/** One HTTP request of Wire v1. */
export interface Route extends Address {
  readonly access: Access
  /** `{id}` may also be a join code as people type it. */
  readonly takesCode?: true
  /** Where the request names its session. The credential must be of the same session. */
  readonly session?: 'path' | 'query' | 'body'
  readonly query?: Parameters
  readonly body?: v.GenericSchema
  /** The body where it is not JSON. The handler reads it. */
  readonly upload?: MediaType
  /** An absent body means `{}`. */
  readonly isBodyOptional?: true
  /** The bodies of the answers by status. */
  readonly answers: Readonly<Record<number, v.GenericSchema | MediaType>>
  /** The refusals of this route. `bad_request`, `rate_limited` and `host_refused` are possible for every route. */
  readonly refusals: readonly ErrorCode[]
}

type ValueOf<P extends Parameter> = P extends { type: 'integer' }
  ? number
  : P extends { isChecked: true }
    ? string
    : P extends { enum: readonly (infer Value)[] }
      ? Value
      : P extends { schema: v.GenericSchema<string, infer Value> }
        ? Value
        : string

type ParametersOf<R extends Route> = R extends { query: infer P extends Parameters } ? P : Record<never, Parameter>

/** The id in the path of a route; `null` if it has none. */
export type PathIdOf<R extends Route> = R['path'] extends `${string}{id}${string}` ? string : null
/** The query of a route after parsing: an absent parameter is its default, or `null`. */
export type QueryOf<R extends Route> = {
  readonly [Name in keyof ParametersOf<R>]: ParametersOf<R>[Name] extends infer P extends Parameter
    ? ValueOf<P> | (P extends { default: unknown } ? never : null)
    : never
}
/** The query of a route before encoding. */
export type QueryInputOf<R extends Route> = {
  readonly [Name in keyof ParametersOf<R>]?: ParametersOf<R>[Name] extends infer P extends Parameter
    ? ValueOf<P> | (P extends { enum: readonly (infer Value)[] } ? Value : never) | null | undefined
    : never
}
/** The checked body of a route. */
export type BodyOf<R extends Route> = R extends { body: infer Schema extends v.GenericSchema } ? v.InferOutput<Schema> : null
/** The JSON answer of a route; `never` for a body that is not JSON. */
export type AnswerOf<R extends Route> = R['answers'][keyof R['answers']] extends infer Answer
  ? Answer extends v.GenericSchema
    ? v.InferOutput<Answer>
    : never
  : never
