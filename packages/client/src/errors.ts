import type { ClientRefusal } from './types.ts'

/**
 * A command was refused. `code` is the wire's, or one of this client's own: `client_closed` (the entry stays in the outbox and the next
 * client sends it), `unreachable` (a question, such as `getOnlineList`, that nobody answered). `retryable` says whether asking again
 * can help.
 */
export class RefusedError extends Error {
  declare readonly code: string
  declare readonly retryable: boolean
  declare readonly retryAfterMs: number | undefined

  constructor({ message, ...refusal }: ClientRefusal) {
    super(message)
    Object.assign(this, { name: 'RefusedError', ...refusal })
  }
}
