import type { Position } from '@guestwall/protocol'
import type { OutboxEntry } from './outbox.ts'

/** The part of an HTTP request that its answer needs: the input `answered` brings it back. */
export type Question = {
  readonly askedAtMs: number
  /** How long the server was asked to wait with the answer, in seconds. */
  readonly waitS: number
} & QuestionPurpose

export type QuestionPurpose =
  | { readonly purpose: 'join' }
  /** `asked`: the position in the question. */
  | { readonly purpose: 'poll' | 'pages'; readonly asked: Position | null }
  | { readonly purpose: OutboxEntry['kind']; readonly key: string }
  | { readonly purpose: 'online'; readonly list: number }
