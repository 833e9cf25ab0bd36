import type { WallMessage } from '@guestwall/protocol'
import type { Store } from '@guestwall/server'
import type { TabWorld } from './tab.ts'

type Decide = Parameters<Store['append']>[2]

/** Some 800 bytes, as many as a long wish has: enough of them fill a page, a socket and a ring. */
const LONG_TAIL = '喜'.repeat(260)

/**
 * Another server over the same database, reduced to what this one sees of it: commits that nobody told it of. Its head checks must
 * find them (LOG-3, SYNC-6).
 */
export async function postElsewhere(world: TabWorld, store: Store, count: number, isLong: boolean): Promise<void> {
  const at = new Date(world.time.now()).toISOString()
  const bodies = Array.from({ length: count }, () => world.newBody() + (isLong ? LONG_TAIL : ''))
  const decide: Decide = ({ head }) => {
    const messages = bodies.map((content, index): WallMessage => {
      const eventId = head + index + 1
      const id = `elsewhere-${eventId}`
      const base = { id, guestId: 'elsewhere', guestName: 'elsewhere', content, pinned: false, createdAt: at, eventId, key: `key-of-${id}` }
      return { ...base, status: 'shown' }
    })
    for (const { key, content } of messages) world.record({ kind: 'tapped', tab: 'elsewhere', client: 'elsewhere', key, body: content })
    return {
      events: messages.map((data) => ({ audience: 'everyone', event: { id: data.eventId, type: 'message.created', at, data } })),
      keys: messages.map(({ key, id }) => ({ actorId: 'elsewhere', key, bodyHash: '', messageId: id })),
      outcomes: [],
    }
  }
  const committed = await store.append(world.sessionId, { keys: [], messageIds: [] }, decide)
  if (committed === null) throw new Error('there is no session')
  const { epoch, from, events } = committed.slice
  world.record({ kind: 'committed', epoch, from, events })
}
