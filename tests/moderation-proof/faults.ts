import { publicMessage, type WallEventType } from '@guestwall/protocol'
import type { Store } from '@guestwall/server'
import type { Reader } from './history.ts'
import type { Fault } from './virtual-stage.ts'

/**
 * Servers that forget one thing each. The proof must catch every one of them: otherwise it proves nothing. Each call makes a fresh server. A rule
 * is the one by which the checker names the fault.
 */
export const FAULTS: readonly (readonly [fault: string, rule: string, fault: () => Fault])[] = [
  ['the store’s readEvents does not say that a message is hidden', 'MOD-3', () => store({ readEvents: asAll })],
  ['the history has rejected messages too', 'MOD-3', () => store({ readMessages: withRejected })],
  ['the snapshot of guests has what waits', 'MOD-3', () => store({ readWalls: wallsOfHost })],
  ['the event of a message that waits is for everyone', 'MOD-3', () => store({ append: forEveryone('message.created') })],
  ['the event of a message that waits again is for everyone', 'MOD-3', () => store({ append: forEveryone('message.held') })],
  ['the event of a private message is for everyone', 'MOD-3', () => store({ append: privateForEveryone })],
  ['a replay has private messages', 'MOD-3', () => store({ readEvents: withPrivateEvents })],
  ['the history has private messages too', 'MOD-3', () => store({ readMessages: withPrivate })],
  ['the snapshot of guests has private messages', 'MOD-3', () => store({ readWalls: wallsWithPrivate })],
  ['a private message that was rejected is restored to the wall', 'MOD-3', () => store({ append: privateIsShown })],
  ['a ban rejects nothing', 'MOD-3', () => store({ append: banIsRemoval })],
  ['the undo of a ban gives nothing back', 'SYNC-2', () => store({ append: undoGivesNothing })],
  ['a removal is a rejection that hosts can read', 'SYNC-2', () => store({ append: removalIsRejection })],
  ['a socket repeats what it wrote', 'MOD-3', () => repeating((path) => path === 'socket', isEvents)],
  ['the ring is not erased at a rejection', 'MOD-3', () => repeating((path) => path.includes('replay=all'))],
  ['a poll has what it had before', 'MOD-3', () => repeating((path) => path.includes('lastEventId=0') && !path.includes('replay'))],
  ['a snapshot is kept when a message leaves', 'MOD-3', () => repeating((path) => path.includes('poll') && !path.includes('lastEventId'))],
  ['a waiting poll has what waits', 'MOD-3', () => whispering((path) => path.includes('wait='))],
  ['an export takes any credential', 'MOD-3', () => whispering((path) => path.includes('/export'))],
  [
    'a guest is told why a message is held',
    'MOD-5',
    () =>
      sent((text, path) =>
        path.includes('/messages') ? text.replace('"status":"pending"', '"status":"pending","held":[{"rule":"approve"}]') : text,
      ),
  ],
  [
    'events say to guests who acted',
    'MOD-6',
    () =>
      sent((text, path) =>
        path === 'socket' ? text.replace(/"type":"message\.shown"/g, '"by":"canary-helper-0-","type":"message.shown"') : text,
      ),
  ],
  ['a rename leaves the old name in memory', 'PEOPLE-2', () => store({ append: renamesNobody })],
  ['a removed guest may still read', 'PEOPLE-4', () => afterRemoval()],
  [
    'a message that is shown reaches no socket',
    'SYNC-2',
    () => sent((text, path) => (path === 'socket' ? text.replace(/canary-text-/g, 'x') : text)),
  ],
  [
    'the count has what waits',
    'SYNC-2',
    () =>
      sent((text, path) =>
        path.includes('poll') ? text.replace(/"messageCount":(\d+)/, (_, count) => `"messageCount":${Number(count) + 1}`) : text,
      ),
  ],
  [
    'two hosts may act on one message',
    'MOD-4',
    () =>
      sent(
        (text, path) =>
          /\/(approve|reject)$/.test(path) && text.includes('"code":"conflict"')
            ? text.replace(/"by":\{[^}]*\}/, '"by":{"id":"x","name":"x"}')
            : text,
        true,
      ),
  ],
]

type LogEvent = NonNullable<Awaited<ReturnType<Store['readEvents']>>>['events'][number]

type Changes = { readonly [Name in 'append' | 'readEvents' | 'readHeads' | 'readMessages' | 'readWalls']?: (inner: Store) => Store[Name] }

export function store(changes: Changes): Fault {
  return {
    store: (inner) =>
      new Proxy(inner, {
        get: (target, name: keyof Store) => (name in changes ? changes[name as keyof Changes]?.(inner) : target[name]),
      }),
  }
}

const asAll =
  (inner: Store): Store['readEvents'] =>
  async (...asked) => {
    const slice = await inner.readEvents(...asked)
    return slice === null ? null : { ...slice, events: slice.events.map(({ isHidden: _, ...logged }) => logged) }
  }

const withRejected =
  (inner: Store): Store['readMessages'] =>
  (sessionId, page) =>
    inner.readMessages(sessionId, { ...page, statuses: ['shown', 'rejected'] })

const wallsOfHost =
  (inner: Store): Store['readWalls'] =>
  async (sessionId) => {
    const walls = await inner.readWalls(sessionId)
    return walls === null ? null : { ...walls, walls: { host: walls.walls.host, guest: walls.walls.host, wall: walls.walls.host } }
  }

const withPrivate =
  (inner: Store): Store['readMessages'] =>
  (sessionId, page) =>
    inner.readMessages(sessionId, { ...page, statuses: ['shown', 'private'] })

const wallsWithPrivate =
  (inner: Store): Store['readWalls'] =>
  async (sessionId) => {
    const stored = await inner.readWalls(sessionId)
    if (stored === null) return null
    const { guest, host } = stored.walls
    const messages = host.messages.filter(({ status }) => status !== 'pending')
    return { ...stored, walls: { ...stored.walls, guest: { ...guest, messages } } }
  }

const isOfPrivate = ({ event }: LogEvent) => 'status' in event.data && event.data.status === 'private'

const withPrivateEvents =
  (inner: Store): Store['readEvents'] =>
  async (...asked) => {
    const slice = await inner.readEvents(...asked)
    const shown = ({ isHidden: _, ...logged }: LogEvent): LogEvent => ({ ...logged, audience: 'everyone' })
    return slice === null ? null : { ...slice, events: slice.events.map((logged) => (isOfPrivate(logged) ? shown(logged) : logged)) }
  }

const changingEvents =
  (change: (logged: LogEvent) => LogEvent) =>
  (inner: Store): Store['append'] =>
  async (...asked) => {
    const committed = await inner.append(...asked)
    return committed === null ? null : { ...committed, slice: { ...committed.slice, events: committed.slice.events.map(change) } }
  }

const privateForEveryone = changingEvents((logged) => (isOfPrivate(logged) ? { ...logged, audience: 'everyone' } : logged))

const privateIsShown = changingEvents((logged) => {
  const { event } = logged
  if (event.type !== 'message.held' || !isOfPrivate(logged)) return logged
  return {
    ...logged,
    audience: 'everyone',
    event: { ...event, type: 'message.shown', data: { ...publicMessage(event.data), status: 'shown' } },
  }
})

const forEveryone =
  (type: WallEventType) =>
  (inner: Store): Store['append'] =>
  async (...asked) => {
    const committed = await inner.append(...asked)
    if (committed === null) return null
    const events = committed.slice.events.map((logged) =>
      logged.event.type === type ? { ...logged, audience: 'everyone' as const } : logged,
    )
    return { ...committed, slice: { ...committed.slice, events } }
  }

const renamesNobody =
  (inner: Store): Store['append'] =>
  async (...asked) => {
    const committed = await inner.append(...asked)
    if (committed === null) return null
    const events = committed.slice.events.map((logged) =>
      logged.event.type === 'guest.renamed'
        ? { ...logged, event: { ...logged.event, data: { ...logged.event.data, guestId: 'nobody' } } }
        : logged,
    )
    return { ...committed, slice: { ...committed.slice, events } }
  }

type Batch = Parameters<Store['append']>[1]
type Command = Batch['commands'][number]

const changing =
  (change: (command: Command) => Command) =>
  (inner: Store): Store['append'] =>
  (sessionId, batch) =>
    inner.append(sessionId, { ...batch, commands: batch.commands.map(change) })

const banIsRemoval = changing((command) =>
  command.kind === 'actOnGuest' && command.act === 'ban' ? { ...command, act: 'remove' } : command,
)

const undoGivesNothing = changing((command) => (command.kind === 'actOnGuest' ? { ...command, restoreMessages: false } : command))

const removalIsRejection = changing((command) => (command.kind === 'clearGuest' ? { ...command, how: 'reject' } : command))

export function sent(change: (text: string, path: string, server: number) => string, alsoToHosts = false): Fault {
  return { sent: (text, path, reader, server) => (alsoToHosts || isPublic(reader) ? change(text, path, server) : text) }
}

const isPublic = ({ role }: Reader) => role === 'guest' || role === 'wall'
const isEvents = (text: string) => text.includes('"type":"events"')

/** A reader gets again what it, or another one, got once over this way. */
function repeating(isMeant: (path: string) => boolean, isKept: (text: string) => boolean = () => true): Fault {
  let kept = ''
  return sent((text, path) => {
    if (!isMeant(path) || !isKept(text)) return text
    if (text.includes('canary-text-')) kept ||= text
    return kept === '' ? text : kept
  })
}

/** A refusal because of a removal is replaced by what another reader got last. */
function afterRemoval(): Fault {
  let last = ''
  return sent((text, path) => {
    if (path.includes('poll') && text.includes('canary-text-')) last = text
    return text.includes('"code":"removed"') ? last || text : text
  })
}

/** This way has the newest text that any host read, whatever its status. */
function whispering(isMeant: (path: string) => boolean): Fault {
  let heard = ''
  return {
    sent(text, path, reader) {
      if (path.endsWith('/reject') || path.endsWith('/remove') || (!isPublic(reader) && text.includes('"status":"rejected"'))) {
        heard = /canary-text-\d+-/.exec(text)?.[0] ?? heard
      }
      return isMeant(path) && isPublic(reader) ? text.replace(/}$/, `,"x":"${heard}"}`) : text
    },
  }
}
