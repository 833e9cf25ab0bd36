import type { ErrorCode } from '@guestwall/protocol'

/** The stored result of a command, found by its key (SEND-1): what it was about, or why it was refused for good. */
export interface KnownKey {
  readonly actorId: string
  readonly key: string
  readonly bodyHash: string
  readonly messageId: string | null
  readonly voteId: string | null
  readonly refusal: ErrorCode | null
}
