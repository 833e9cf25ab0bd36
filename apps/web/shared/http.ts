import { ProblemSchema } from '@guestwall/protocol'
import * as v from 'valibot'

/** Why a call did not succeed: the wire's code, or `network` and `foreign` when no answer of ours came. */
export interface Failure {
  readonly code: string
  readonly retryable: boolean
  readonly retryAfterMs?: number | undefined
}

export type Outcome<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure }

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly token?: string
  readonly body?: unknown
}

/** Longer than the slowest hall needs; a page must say something in the end. */
const TIMEOUT_MS = 15_000

/** Calls the server and checks its answer against `schema`. Never rejects. */
export async function callApi<Schema extends v.GenericSchema>(
  schema: Schema,
  path: string,
  { method = 'GET', token, body }: Call = {},
): Promise<Outcome<v.InferOutput<Schema>>> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS)
  try {
    const response = await fetch(path, {
      method,
      headers: {
        Accept: 'application/json',
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      signal: abort.signal,
    })
    return readAnswer(schema, response.ok, await response.text())
  } catch {
    return failed('network')
  } finally {
    clearTimeout(timer)
  }
}

/** A body that is not ours (CONN-7: a captive portal's page) is a failure, never data. */
function readAnswer<Schema extends v.GenericSchema>(schema: Schema, isOk: boolean, text: string): Outcome<v.InferOutput<Schema>> {
  const json = parseJson(text)
  if (isOk) {
    const parsed = v.safeParse(schema, json)
    return parsed.success ? { ok: true, value: parsed.output } : failed('foreign')
  }
  const problem = v.safeParse(ProblemSchema, json)
  if (!problem.success) return failed('foreign')
  const { code, retryable, retryAfterMs } = problem.output
  return { ok: false, failure: { code, retryable, retryAfterMs } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function failed(code: 'network' | 'foreign'): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, retryable: true } }
}
