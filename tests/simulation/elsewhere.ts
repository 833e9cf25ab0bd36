import type { Store } from '@guestwall/server'
import type { TabWorld } from './tab.ts'

/** Some 800 bytes, as many as a long wish has: enough of them fill a page, a socket and a ring. */
const LONG_TAIL = '喜'.repeat(260)

/**
 * Another server over the same database, reduced to what this one sees of it: commits that nobody told it of. Its head checks must
 * find them (LOG-3, SYNC-6).
 */
export async function postElsewhere(world: TabWorld, store: Store, count: number, isLong: boolean): Promise<void> {
  const { sessionId } = world
  // A host may write on a closed wall: what is posted here never depends on the moderation.
  const actor = { sessionId, id: 'elsewhere', name: 'elsewhere', role: 'host' } as const
  const commands = Array.from({ length: count }, () => {
    const body = world.newBody()
    const key = `key-of-${body.replace(' ', '-')}`
    const content = isLong ? body + LONG_TAIL : body
    world.record({ kind: 'tapped', tab: 'elsewhere', client: 'elsewhere', key, body: content })
    return { kind: 'sendMessage', actor, key, bodyHash: '', content, guestName: 'elsewhere' } as const
  })
  const newIds = commands.map(({ key }) => `id-of-${key}`)
  const committed = await store.append(sessionId, { commands, now: new Date(world.time.now()).toISOString(), newIds })
  if (committed === null) throw new Error('there is no session')
  const { epoch, from, events } = committed.slice
  world.record({ kind: 'committed', epoch, from, events })
}
