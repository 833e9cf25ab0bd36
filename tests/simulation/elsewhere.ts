import type { Store } from '@guestwall/server'
import { committedOf } from './committed.ts'
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
  await commitElsewhere(world, store, {
    commands,
    now: new Date(world.time.wallTime()).toISOString(),
    newIds: commands.map(({ key }) => `id-of-${key}`),
  })
}

/** Guests of that other server vote, each under a name of its own. */
export async function castElsewhere(
  world: TabWorld,
  store: Store,
  voteId: string,
  ballots: readonly { readonly guest: string; readonly optionIds: readonly string[] }[],
): Promise<void> {
  const { sessionId } = world
  const commands = ballots.map(({ guest, optionIds }) => {
    const key = `key-of-${guest}`
    world.record({ kind: 'chose', client: 'elsewhere', key, voteId, optionIds })
    const actor = { sessionId, id: guest, name: guest, role: 'guest' } as const
    return { kind: 'castVote', actor, key, bodyHash: JSON.stringify(optionIds), voteId, optionIds } as const
  })
  await commitElsewhere(world, store, { commands, now: new Date(world.time.wallTime()).toISOString(), newIds: commands.map(() => '') })
}

async function commitElsewhere(world: TabWorld, store: Store, batch: Parameters<Store['append']>[1]): Promise<void> {
  const committed = await store.append(world.sessionId, batch)
  if (committed === null) throw new Error('there is no session')
  world.record(committedOf(batch, committed))
}
