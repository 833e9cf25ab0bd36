import { carries, erasure, type HostMessage, messageChange, type WallEvent } from '@guestwall/protocol'
import type { LogEvent } from '../../domain/log-event.ts'

/** The fields of a stored message that an event may change. */
export type RowChange = Partial<
  Pick<HostMessage, 'status' | 'content' | 'guestName' | 'pinned' | 'held' | 'decided' | 'photo' | 'beforeBan'>
>

/** The events after which a message has another status: a host has decided. */
const DECIDING: readonly WallEvent['type'][] = ['message.shown', 'message.held', 'message.rejected', 'message.removed']

/** The change of an event to the row of the message that it names or carries. An erasure erases the reasons too, which quote the text, and the photo (LOG-5). */
export function rowChange({ event, by, beforeBan }: LogEvent): RowChange {
  const { status, content, guestName, pinned } = messageChange(event)?.change ?? {}
  // An event carries a message as its row has it: only these two are new.
  const texts = carries(event, 'message')
    ? {}
    : { ...(content === undefined ? {} : { content }), ...(guestName === undefined ? {} : { guestName }) }
  return {
    ...texts,
    ...(status === undefined ? {} : { status }),
    ...(pinned === undefined ? {} : { pinned }),
    ...(erasure(event) === null ? {} : { held: undefined, photo: undefined }),
    ...(DECIDING.includes(event.type) ? { beforeBan } : {}),
    ...(by !== undefined && DECIDING.includes(event.type) ? { decided: { by, at: event.at } } : {}),
  }
}
