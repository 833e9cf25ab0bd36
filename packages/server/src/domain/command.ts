import type { ChangeSessionBody, WallMessage } from '@guestwall/protocol'
import type { Actor } from './actor.ts'

/** What somebody asks of a session's log, after its form and permission were checked. */
export type Command = CommandBase &
  (
    | { readonly kind: 'sendMessage'; readonly content: string; readonly guestName: string }
    | { readonly kind: 'removeMessage'; readonly messageId: string }
    | { readonly kind: 'changeSession'; readonly change: Omit<ChangeSessionBody, 'key'> }
    | { readonly kind: 'endSession' }
  )

interface CommandBase {
  readonly actor: Actor
  /** Made when the user acted; (session, actor, key) is unique for as long as the session is kept (SEND-1). */
  readonly key: string
  /** Hash of what was asked: the same key with another body is refused. */
  readonly bodyHash: string
}

/** What a command came to: the message it was about, or `null` where it was about the session. */
export interface CommandResult {
  readonly message: WallMessage | null
  /** The key was known: this is the first result again. */
  readonly isReplay: boolean
}
