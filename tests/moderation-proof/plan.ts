import { SeededRandom } from '../support/seeded-random.ts'
import type { GuestAct } from './history.ts'

export const GUESTS = 3
export const HOSTS = 2

export type MessageAct =
  | 'approve'
  | 'reject'
  | 'rejectShown'
  | 'rejectPrivate'
  | 'restore'
  | 'hold'
  | 'holdShown'
  | 'pin'
  | 'unpin'
  | 'remove'
export type Way = 'poll' | 'replay' | 'snapshot' | 'history' | 'online' | 'export' | 'metrics' | 'redis'

/** One step of a history. Posts and sockets are named by numbers that mean the same when other steps are left out. */
export type Step =
  | {
      readonly do: 'post'
      readonly post: number
      readonly guest: number
      readonly server: number
      readonly over: 'http' | 'socket'
      /** For the hosts alone (MOD-11). */
      readonly isPrivate: boolean
    }
  | { readonly do: 'act'; readonly act: MessageAct; readonly post: number; readonly host: number; readonly server: number }
  | { readonly do: 'actOnAll'; readonly act: 'approve' | 'reject' | 'restore'; readonly host: number; readonly server: number }
  | { readonly do: 'duel'; readonly post: number; readonly isApproverFirst: boolean; readonly servers: readonly [number, number] }
  | {
      readonly do: 'guest'
      readonly act: GuestAct | 'muteGuest' | 'unmuteGuest'
      readonly guest: number
      readonly host: number
      readonly server: number
    }
  | { readonly do: 'mode'; readonly moderation: 'off' | 'approve' | 'closed'; readonly server: number }
  | { readonly do: 'vote'; readonly act: 'createVote' | 'openVote' | 'hideVote' | 'revealVote'; readonly server: number }
  | { readonly do: 'read'; readonly way: Way; readonly reader: number; readonly server: number }
  | { readonly do: 'wait'; readonly reader: number; readonly server: number }
  | { readonly do: 'open'; readonly reader: number; readonly server: number; readonly isFromStart: boolean }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'crash'; readonly server: number }
  /** Redis refuses every command, or works again. */
  | { readonly do: 'redis'; readonly isAway: boolean }
  /** More events than a server keeps in memory, and new servers that have read only the newest. */
  | { readonly do: 'fill' }
  | { readonly do: 'together'; readonly steps: readonly Step[] }

/** The servers of a history. */
export interface Scene {
  readonly servers: number
  /** They share a Redis. Otherwise nothing connects them, as while Redis is away. */
  readonly hasRedis: boolean
}

/** Guests, and one wall screen. */
export const READERS = GUESTS + 1

const POSTS_OF_A_SEED = 100
/** One history in so many is longer than the memory of a server. */
const FILLED_IN = 30
/** In one history of so many a ban is undone for certain: by chance that is rare. */
const UNDONE_IN = 10

/** The steps of a seed. */
export function planOf(seed: number, { servers, hasRedis }: Scene, length: number): Step[] {
  const random = new SeededRandom(seed)
  /** Of its own: the other steps of a seed are the same whatever is held (MOD-10). */
  const holds = new SeededRandom(seed + 1)
  /** Of its own, too: who writes to the hosts alone (MOD-11). */
  const privates = new SeededRandom(seed + 2)
  const undoes = new SeededRandom(seed + 3)
  const orHeld = <Act extends string>(act: Act): Act | 'hold' | 'holdShown' | 'rejectPrivate' => {
    if (act === 'reject' && privates.is(0.5)) return 'rejectPrivate'
    if (act === 'restore' && holds.is(0.3)) return 'hold'
    return act === 'rejectShown' && holds.is(0.25) ? 'holdShown' : act
  }
  const orUndone = <Act extends string>(act: Act): Act | 'undoBan' => (act === 'unbanGuest' && undoes.is(0.6) ? 'undoBan' : act)
  // Texts of different seeds are different, so that they may share a database.
  const firstPost = seed * POSTS_OF_A_SEED
  let posts = firstPost
  const server = () => random.int(0, servers - 1)
  const host = () => random.int(0, HOSTS - 1)
  const reader = () => random.int(0, READERS - 1)
  const guest = () => random.int(0, GUESTS - 1)
  const anyPost = () => random.int(Math.max(firstPost + 1, posts - 5), Math.max(firstPost + 1, posts))
  const privatePosts: number[] = []
  const post = (author = guest()): Step => {
    posts += 1
    const isPrivate = privates.is(0.2)
    if (isPrivate) privatePosts.push(posts)
    return { do: 'post', post: posts, guest: author, server: server(), over: random.is(0.3) ? 'socket' : 'http', isPrivate }
  }
  /** Rejected private messages would be too rare. */
  const orPrivate = (act: MessageAct, other: number): number => {
    const isMeant = act === 'rejectPrivate' || ((act === 'restore' || act === 'hold') && privates.is(0.4))
    return isMeant && privatePosts.length > 0 ? privates.pick(privatePosts) : other
  }
  const read = (): Step => ({
    do: 'read',
    way: random.weighted({ poll: 3, replay: 3, snapshot: 3, history: 3, online: 1, export: 0.3, metrics: 0.1, redis: hasRedis ? 2 : 0 }),
    reader: reader(),
    server: server(),
  })
  const act = (): Step => {
    const chosen = orHeld(random.weighted({ approve: 4, reject: 2, rejectShown: 4, restore: 3, pin: 1, unpin: 1, remove: 2 }))
    return { do: 'act', act: chosen, post: orPrivate(chosen, anyPost()), host: host(), server: server() }
  }
  const onGuest = (): Step => ({
    do: 'guest',
    act: orUndone(
      random.weighted({
        muteGuest: 1,
        unmuteGuest: 1,
        removeGuest: 1,
        banGuest: 2,
        unbanGuest: 3,
        renameGuest: 1,
        rejectGuestMessages: 0.7,
        removeGuestMessages: 0.5,
      }),
    ),
    guest: guest(),
    host: host(),
    server: server(),
  })
  const together = (): Step => {
    const author = guest()
    const ban: Step = { do: 'guest', act: 'banGuest', guest: author, host: host(), server: server() }
    return { do: 'together', steps: random.is(0.3) ? [post(author), ban, read(), read()] : [act(), read(), read(), read()] }
  }
  const mode = (moderation: 'off' | 'approve' | 'closed' = random.weighted({ off: 3, approve: 4, closed: 0.5 })): Step => ({
    do: 'mode',
    moderation,
    server: server(),
  })
  const vote = (): Step => ({
    do: 'vote',
    act: random.pick(['createVote', 'openVote', 'hideVote', 'revealVote'] as const),
    server: server(),
  })
  const step = (): Step => {
    switch (
      random.weighted({
        post: 7,
        act: 7,
        all: 1,
        duel: 2,
        guest: 2.5,
        mode: 1.5,
        vote: 0.7,
        read: 4,
        wait: 1,
        open: 1.5,
        pass: 2.5,
        crash: 0.4,
        together: 3,
        redis: hasRedis ? 0.7 : 0,
      })
    ) {
      case 'post':
        return post()
      case 'act':
        return act()
      case 'all':
        return { do: 'actOnAll', act: random.pick(['approve', 'reject', 'restore'] as const), host: host(), server: server() }
      case 'duel':
        return { do: 'duel', post: anyPost(), isApproverFirst: random.is(0.5), servers: [server(), server()] }
      case 'guest':
        return onGuest()
      case 'mode':
        return mode()
      case 'vote':
        return vote()
      case 'read':
        return read()
      case 'wait':
        return { do: 'wait', reader: reader(), server: server() }
      case 'open':
        return { do: 'open', reader: reader(), server: server(), isFromStart: random.is(0.5) }
      case 'pass':
        return { do: 'pass', ms: random.pick([10, 300, 1_200, 1_200]) }
      case 'crash':
        return { do: 'crash', server: server() }
      case 'together':
        return together()
      case 'redis':
        return { do: 'redis', isAway: random.is(0.6) }
    }
  }
  if (seed % FILLED_IN === 0) {
    const said = [mode('off'), post(), post(), post(), { do: 'fill' } as const]
    const rejected: Step = { do: 'act', act: 'rejectShown', post: random.int(firstPost + 1, posts), host: host(), server: server() }
    return [...said, ...Array.from({ length: length / 2 }, step), rejected]
  }
  const steps = Array.from({ length }, step)
  if (seed % UNDONE_IN === 7) {
    const author = undoes.int(0, GUESTS - 1)
    const onAuthor = (act: 'banGuest' | 'undoBan'): Step => ({ do: 'guest', act, guest: author, host: host(), server: server() })
    const at = undoes.int(0, length - 3)
    steps.splice(at, 0, post(author), post(author), onAuthor('banGuest'))
    steps.splice(at + undoes.int(3, 5), 0, onAuthor('undoBan'))
  }
  return [
    mode(random.is(0.6) ? 'approve' : 'off'),
    post(),
    { do: 'open', reader: reader(), server: server(), isFromStart: false },
    ...steps,
  ]
}
