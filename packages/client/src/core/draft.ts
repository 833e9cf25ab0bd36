import { type Address, pathOf } from '@guestwall/protocol'
import type { HttpRequest } from '../types.ts'
import type { ClientState } from './client-state.ts'
import type { Effect, TimerName } from './effect.ts'
import type { Env } from './input.ts'
import type { QuestionPurpose } from './question.ts'

/**
 * A step in progress: a copy of the state whose parts are replaced, never changed, with the values of this moment and the effects so far.
 * It never leaves `step`, so `step` is pure.
 */
export type Draft = { -readonly [Name in keyof ClientState]: ClientState[Name] } & Env & { readonly effects: Effect[] }

/** How long an exchange may take beyond the wait that it asks for: three round trips on the worst network that still works. */
export const HTTP_LIMIT_MS = 10_000

/** Replaces a timer; `null` cancels it. */
export function setTimer(draft: Draft, timer: TimerName, delayMs: number | null): void {
  draft.effects.push({ type: 'timer', timer, delayMs })
}

/** A request besides its address: `id` is the one in the path. */
interface Details {
  readonly id?: string
  readonly query?: Record<string, string | number>
  readonly body?: unknown
  /** How long the server is asked to wait with the answer, in seconds. */
  readonly waitS?: number
}

/** Sends an HTTP request. */
export function ask(
  draft: Draft,
  purpose: QuestionPurpose,
  address: Address & Pick<HttpRequest, 'method'>,
  { id = '', query, body, waitS = 0 }: Details,
): void {
  const { nowMs: askedAtMs, config, identity } = draft
  const { url, session } = config
  const path = pathOf(address, id) + (query ? `?${new URLSearchParams({ session, ...query })}` : '')
  const request = { method: address.method, url: url + path, body, token: identity.token, timeoutMs: waitS * 1_000 + HTTP_LIMIT_MS }
  draft.effects.push({ type: 'request', question: { ...purpose, askedAtMs, waitS }, request })
}
