import type { ClientRefusal } from './types.ts'

/**
 * A command was refused. `code` is the wire's, or one of this client's own: `client_closed` (the entry stays in the outbox and the next
 * client sends it), `unreachable` (a question, such as `getOnlineList`, that nobody answered). `retryable` says whether asking again
 * can help.
 */
export class RefusedError extends Error {
  readonly code: string
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined

  constructor({ code, message, retryable, retryAfterMs }: ClientRefusal) {
    super(message)
    this.name = 'RefusedError'
    this.code = code
    this.retryable = retryable
    this.retryAfterMs = retryAfterMs
  }
}
