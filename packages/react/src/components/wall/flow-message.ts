import type { Photo } from '@guestwall/protocol'

/** A message as input of the flow. */
export interface FlowMessage {
  readonly key: string
  /** The message's event id, which orders the log. */
  readonly order: number
  readonly name: string
  readonly content: string
  readonly isPinned: boolean
  /** The photo that belongs to the message. */
  readonly photo?: Photo | undefined
}
