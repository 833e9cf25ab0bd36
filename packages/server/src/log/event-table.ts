import type { WallEvent, WallEventType } from '@guestwall/protocol'
import type { Audience, LogEvent } from '../domain/log-event.ts'

type DataOf<Type extends WallEventType> = Extract<WallEvent, { type: Type }>['data']

/** All that the server knows of an event type. The file of the type in `events/` has what the protocol knows of it. */
interface ServerEvent<Data> {
  /** The readers who may see an event with this data whole (LOG-6). `counts`: those who may see the counts of its vote (VOTE-1). */
  readonly audience: Audience | 'counts' | ((data: Data) => Audience)
  /**
   * The row that the event changes. A vote's row also has fields that no event carries, such as counts between two tallies, and a credential's
   * row the hash of its token: the decision has the whole row. `messages`: rows of several messages. `none`: the event stands in the log only.
   */
  readonly row: 'newMessage' | 'message' | 'messages' | 'session' | 'vote' | 'guest' | 'credential' | 'settings' | 'screens' | 'none'
  /** The effect on the list of voters of a vote whose counts are for voters. `set`: the vote may start or stop to be one. */
  readonly voters: 'set' | 'update' | null
}

const ofWallMessage = ({ status }: { readonly status: string }): Audience => (status === 'shown' ? 'everyone' : 'hosts')
const ofMessageThatLeft = ({ wasShown }: { readonly wasShown: boolean }): Audience => (wasShown ? 'everyone' : 'author')

/** The complete table of event types: the compiler names a type that has no entry, and an entry without a type. */
export const EVENT_TABLE = {
  'message.created': { audience: ofWallMessage, row: 'newMessage', voters: null },
  'message.shown': { audience: 'everyone', row: 'message', voters: null },
  'message.held': { audience: 'author', row: 'message', voters: null },
  'message.rejected': { audience: ofMessageThatLeft, row: 'message', voters: null },
  'message.removed': { audience: ofMessageThatLeft, row: 'message', voters: null },
  'message.pinned': { audience: ofWallMessage, row: 'message', voters: null },
  'message.unpinned': { audience: 'everyone', row: 'message', voters: null },
  'vote.created': { audience: 'hosts', row: 'vote', voters: null },
  'vote.opened': { audience: 'counts', row: 'vote', voters: 'set' },
  'vote.tally': { audience: 'counts', row: 'vote', voters: 'update' },
  'vote.closed': { audience: 'counts', row: 'vote', voters: 'update' },
  'vote.revealed': { audience: 'counts', row: 'vote', voters: 'set' },
  'vote.shown': { audience: 'counts', row: 'vote', voters: 'set' },
  'vote.removed': { audience: ({ wasDraft }) => (wasDraft ? 'hosts' : 'everyone'), row: 'vote', voters: null },
  'session.changed': { audience: 'everyone', row: 'session', voters: null },
  'session.ended': { audience: 'everyone', row: 'session', voters: null },
  'settings.changed': { audience: 'hosts', row: 'settings', voters: null },
  'screen.changed': { audience: 'screens', row: 'screens', voters: null },
  'credential.changed': { audience: 'hosts', row: 'credential', voters: null },
  'guest.changed': { audience: 'hosts', row: 'guest', voters: null },
  'guest.renamed': { audience: 'everyone', row: 'messages', voters: null },
  'guest.removed': { audience: 'hosts', row: 'none', voters: null },
} as const satisfies { readonly [Type in WallEventType]: ServerEvent<DataOf<Type>> }

/** The entry of the event's type. */
export function entryOf(event: WallEvent): ServerEvent<WallEvent['data']> {
  return EVENT_TABLE[event.type] as ServerEvent<WallEvent['data']>
}

/** The event with its audience, as the log keeps it. `counts`: the audience of the counts, for the events of a vote. */
export function logged(event: WallEvent, counts: Audience = 'hosts'): LogEvent {
  const { audience } = entryOf(event)
  if (typeof audience === 'function') return { event, audience: audience(event.data) }
  return { event, audience: audience === 'counts' ? counts : audience }
}
