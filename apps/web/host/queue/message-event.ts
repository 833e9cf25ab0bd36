import { type HostMessage, isErased, type WallEvent } from '@guestwall/protocol'

/** The part of an event that is about messages. */
export type MessageEvent =
  /** The whole message, as it is now. */
  | { readonly is: 'message'; readonly message: HostMessage }
  | { readonly is: 'change'; readonly id: string; readonly change: Partial<HostMessage> }
  /** All messages of a guest have this name. */
  | { readonly is: 'name'; readonly guestId: string; readonly guestName: string }

const REMOVED = { status: 'removed', content: '', pinned: false, photo: undefined } as const

/**
 * Reads an event; `null`: it is about no message. The protocol's table of events would say the same, but its rules would then be in the script that
 * the guests' phones share with the console.
 */
export function messageEvent(event: WallEvent): MessageEvent | null {
  switch (event.type) {
    case 'message.created':
    case 'message.held':
    case 'message.shown':
    case 'message.pinned':
      return isErased(event.data) ? null : { is: 'message', message: event.data }
    case 'message.unpinned':
      return { is: 'change', id: event.data.id, change: { pinned: false } }
    case 'message.rejected':
      return { is: 'change', id: event.data.id, change: { status: 'rejected', pinned: false } }
    case 'message.removed':
      return { is: 'change', id: event.data.id, change: { ...REMOVED, ...(event.data.nameErased === true ? { guestName: '' } : {}) } }
    case 'guest.renamed':
      return { is: 'name', ...event.data }
    default:
      return null
  }
}
