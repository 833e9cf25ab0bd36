import type { ViewMessage } from '@guestwall/client'
import type { Session, Wall, WallEvent, WallMessage } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import { HistoryChecker } from './history-checker.ts'
import type { HistoryRecord, Logged } from './history.ts'

const EPOCH = 'e1'
const AT = '2026-11-22T10:00:00.000Z'
const SESSION: Session = {
  id: 's1',
  code: 'ABCDEF',
  title: 'wall',
  subtitle: '',
  state: 'open',
  moderation: 'off',
  slowModeSeconds: 0,
  layout: 'masonry',
  theme: 'linen',
  createdAt: AT,
}

const key = (n: number) => `key-${n}`
function message(id: number, n = id, change: Partial<WallMessage> = {}): WallMessage {
  const base = { id: `m${id}`, guestId: 'g1', guestName: 'g', content: `wish ${n}`, pinned: false, createdAt: AT, eventId: id, key: key(n) }
  return { ...base, status: 'shown', ...change }
}
const created = (id: number, n = id, change: Partial<WallMessage> = {}): WallEvent => ({
  id,
  type: 'message.created',
  at: AT,
  data: message(id, n, change),
})
const removed = (id: number, of: number): WallEvent => ({ id, type: 'message.removed', at: AT, data: { id: `m${of}`, wasShown: true } })
const logged = (event: WallEvent): Logged => ({ event, audience: 'everyone' })
const wallOf = (messages: WallMessage[]): Wall => ({ session: SESSION, messages, messageCount: messages.length, votes: [] })
const shown = (of: WallMessage): ViewMessage => ({ viewKey: of.key, message: of, isMine: true, delivery: 'shown', refusal: null })
const sending = (n: number): ViewMessage => ({
  viewKey: key(n),
  message: message(Number.MAX_SAFE_INTEGER, n),
  isMine: true,
  delivery: 'sending',
  refusal: null,
})

type Undated = HistoryRecord extends infer Record ? (Record extends unknown ? Omit<Record, 'atMs'> & { atMs?: number } : never) : never

const opened: Undated = { kind: 'opened', client: 'a', audience: 'everyone' }
const tap = (n: number, client = 'a', tab = 'tab'): Undated => ({ kind: 'tapped', tab, client, key: key(n), body: `wish ${n}` })
const commit = (...events: WallEvent[]): Undated => ({
  kind: 'committed',
  epoch: EPOCH,
  from: (events[0]?.id ?? 1) - 1,
  events: events.map(logged),
  ballots: [],
})
const ack = (n: number, eventId = n): Undated => ({ kind: 'acked', client: 'a', key: key(n), messageId: `m${eventId}`, eventId })
const slice = (from: number, to: number, ...events: WallEvent[]): Undated => ({
  kind: 'slice',
  client: 'a',
  transport: 'poll',
  epoch: EPOCH,
  from,
  to,
  events,
})
const snapshot = (position: number, ...messages: WallMessage[]): Undated => ({
  kind: 'snapshot',
  client: 'a',
  transport: 'poll',
  epoch: EPOCH,
  position,
  wall: wallOf(messages),
})
function view(position: number | null, messages: WallMessage[], own: ViewMessage[] = [], state = 'reconnecting', atMs = 0): Undated {
  const isOwn = new Set(own.map(({ message: of }) => of.id))
  const others = messages.filter(({ id }) => !isOwn.has(id))
  const views = others.map((of): ViewMessage => ({ viewKey: of.id, message: of, isMine: false, delivery: null, refusal: null }))
  return {
    kind: 'viewed',
    client: 'a',
    state: state as 'connected',
    position: position === null ? null : { epoch: EPOCH, lastEventId: position },
    wall: position === null ? null : wallOf(messages),
    messages: [...views, ...own],
    ballots: [],
    guestId: 'g1',
    atMs,
  }
}
function ended(log: WallEvent[], messages: WallMessage[], change: object = {}): Undated {
  const wall = wallOf(messages)
  const position = { epoch: EPOCH, lastEventId: log.length }
  const who = { client: 'a', guestId: 'g1', isAlone: true, ballots: [] } as const
  const client = { ...who, state: 'connected', wanted: 'connected', position, wall, waitingToSend: 0, ...change } as const
  return { kind: 'ended', log: log.map(logged), walls: { everyone: wall, hosts: wall }, votes: [], clients: [client] }
}

/** The rules that a history breaks. */
function check(...records: Undated[]): string[] {
  const checker = new HistoryChecker()
  for (const record of records) checker.apply({ atMs: 0, ...record })
  return [...new Set(checker.violations.map(({ rule }) => rule))]
}

/** Ten messages in the log, all written elsewhere. */
const TEN = Array.from({ length: 10 }, (_, index) => created(index + 1))
const TEN_MESSAGES = Array.from({ length: 10 }, (_, index) => message(index + 1))
const ten: Undated[] = [opened, ...TEN.map((_, index) => tap(index + 1, 'b', 'other')), commit(...TEN)]

describe('the history checker', () => {
  it('finds nothing in a sound history', () => {
    const sound = check(
      opened,
      tap(1),
      view(null, [], [sending(1)]),
      commit(created(1)),
      ack(1),
      snapshot(1, message(1)),
      view(1, [message(1)], [shown(message(1))]),
      tap(2, 'b', 'other'),
      commit(created(2)),
      slice(1, 2, created(2)),
      view(2, [message(1), message(2)], [shown(message(1))]),
      commit(removed(3, 1)),
      slice(2, 3, removed(3, 1)),
      view(3, [message(2)]),
      ended([created(1, 1, { content: '' }), created(2), removed(3, 1)], [message(2)]),
    )
    expect(sound).toEqual([])
  })

  it('[C1] flags an acknowledgement before the commit', () => {
    expect(check(opened, tap(1), ack(1), commit(created(1)))).toContain('C1')
  })

  it('[C1] flags an acknowledged message that the database lost', () => {
    expect(check(opened, tap(1), commit(created(1)), ack(1), ended([], []))).toContain('C1')
  })

  it('[C1] flags an acknowledgement with the place of another message', () => {
    expect(check(opened, tap(1), tap(2), commit(created(1), created(2)), ack(1, 2))).toContain('C1')
  })

  it('[C2] flags an event that nobody wrote', () => {
    expect(check(opened, commit(created(1)))).toContain('C2')
  })

  it('[C2] flags an event with another body than its guest wrote', () => {
    expect(check(opened, tap(1), commit(created(1, 1, { content: 'else' })))).toContain('C2')
  })

  it('[C3] flags a key that was forgotten: the retry became a second event', () => {
    expect(check(opened, tap(1), commit(created(1)), commit(created(2, 1)))).toContain('C3')
  })

  it('[C3] flags an outbox that was flushed twice on reload, under a new key', () => {
    expect(check(opened, tap(1), commit(created(1)), commit(created(2, 2, { content: 'wish 1' })))).toContain('C2')
  })

  it('[C3] flags a message that is rendered twice', () => {
    const own = shown(message(1))
    expect(check(opened, tap(1), commit(created(1)), snapshot(1, message(1)), view(1, [message(1)], [own, own]))).toContain('C3')
  })

  it('[C4] flags a hole in the ids', () => {
    expect(check(opened, tap(1), tap(2), commit(created(1)), commit(created(3, 2)))).toContain('C4')
  })

  it('[C5] flags a slice whose events are not in the order of the log', () => {
    expect(check(...ten, slice(0, 2, created(2), created(1)))).toContain('C5')
  })

  it('[C5] flags a slice that lacks an event', () => {
    expect(check(...ten, slice(0, 3, created(1), created(3)))).toContain('C5')
  })

  it('[C5] flags `>=` in place of `>`: the event at the position comes again', () => {
    expect(check(...ten, slice(3, 5, created(3), created(4), created(5)))).toContain('C5')
  })

  it('[C5] flags positions compared as text: "9" > "10" and the reader never gets past it', () => {
    expect(check(...ten, slice(8, 10, created(9)))).toContain('C5')
  })

  it('[C5] [MOD-5] flags an event for one author that another guest is brought, and one that its author is not', () => {
    const about = (author: string): Undated[] => {
      const held: Logged = { event: created(1, 1, { guestId: author, status: 'pending' }), audience: 'hosts' }
      const left: Logged = { event: { id: 2, type: 'message.removed', at: AT, data: { id: 'm1', wasShown: false } }, audience: 'author' }
      const committed: Undated = { kind: 'committed', epoch: EPOCH, from: 0, events: [held, left], ballots: [] }
      return [opened, tap(1, 'b', 'other'), { ...view(null, []), state: 'connecting' } as Undated, committed]
    }
    const told: WallEvent = { id: 2, type: 'message.removed', at: AT, data: { id: 'm1', wasShown: false } }
    expect(check(...about('g1'), slice(0, 2, told))).toEqual([])
    expect(check(...about('g2'), slice(0, 2))).toEqual([])
    expect(check(...about('g1'), slice(0, 2))).toContain('C5')
    expect(check(...about('g2'), slice(0, 2, told))).toContain('C5')
  })

  it('[C5] flags a gap that a client swallowed', () => {
    const start = [...ten, snapshot(3, ...TEN_MESSAGES.slice(0, 3)), view(3, TEN_MESSAGES.slice(0, 3))]
    const jumped = [...TEN_MESSAGES.slice(0, 3), ...TEN_MESSAGES.slice(5)]
    expect(check(...start, slice(5, 10, ...TEN.slice(5)), view(10, jumped))).toContain('C5')
  })

  it('[C5] flags a position that nothing brought', () => {
    expect(check(...ten, snapshot(3, ...TEN_MESSAGES.slice(0, 3)), view(4, TEN_MESSAGES.slice(0, 4)))).toContain('C5')
  })

  it('[C6] flags an event whose body changed', () => {
    expect(check(...ten, slice(0, 1, created(1, 1, { content: 'changed' })))).toContain('C6')
  })

  it('[LOG-5] flags a body that a replay brings together with its removal', () => {
    expect(check(...ten, commit(removed(11, 10)), slice(9, 11, created(10), removed(11, 10)))).toContain('LOG-5')
  })

  it('[LOG-5] flags a removed body that a cache brings back', () => {
    const without = TEN_MESSAGES.slice(0, 9)
    expect(check(...ten, commit(removed(11, 10)), snapshot(11, ...without), view(11, TEN_MESSAGES))).toContain('C5')
    expect(check(...ten, commit(removed(11, 10)), snapshot(11, ...without), view(11, without, [shown(message(10))]))).toContain('LOG-5')
  })

  it('[C7] flags a log that puts a later message before an acknowledged one', () => {
    const history = [opened, tap(1), tap(3, 'b', 'other'), commit(created(1)), ack(1, 1), { ...ack(3, 5), key: key(3) } as Undated]
    expect(check(...history, tap(2), commit(created(2)))).toContain('C7')
  })

  it('[C8] flags an own message that vanished when it settled', () => {
    const settled = [snapshot(1, message(1)), view(1, [message(1)])]
    expect(check(opened, tap(1), view(null, [], [sending(1)]), commit(created(1)), ...settled)).toContain('C8')
  })

  it('[C9] flags a position that goes back', () => {
    const start = [...ten, snapshot(3, ...TEN_MESSAGES.slice(0, 3)), view(3, TEN_MESSAGES.slice(0, 3))]
    expect(check(...start, snapshot(2, ...TEN_MESSAGES.slice(0, 2)), view(2, TEN_MESSAGES.slice(0, 2)))).toContain('C9')
  })

  it('[C9] flags a position beyond the head', () => {
    expect(check(...ten, snapshot(11, ...TEN_MESSAGES), view(11, TEN_MESSAGES))).toContain('C9')
  })

  it('[C11] flags a refusal of what is in the log, and one that came true later', () => {
    const refused: Undated = { kind: 'refused', client: 'a', key: key(1), code: 'wall_closed' }
    expect(check(opened, tap(1), commit(created(1)), refused)).toContain('C11')
    expect(check(opened, tap(1), refused, commit(created(1)))).toContain('C11')
    expect(check(opened, tap(1), refused, { kind: 'arrived', client: 'a', key: key(1), transport: 'http' }, commit(created(1)))).toEqual([])
  })

  it('[C12] flags a client that ends behind, with another wall, or with messages unsent', () => {
    const start = [...ten, snapshot(10, ...TEN_MESSAGES)]
    expect(check(...start, ended(TEN, TEN_MESSAGES, { position: { epoch: EPOCH, lastEventId: 9 } }))).toContain('C12')
    expect(check(...start, ended(TEN, TEN_MESSAGES, { wall: wallOf(TEN_MESSAGES.slice(1)) }))).toContain('C12')
    expect(check(...start, ended(TEN, TEN_MESSAGES, { waitingToSend: 1 }))).toContain('C12')
    expect(check(...start, ended(TEN, TEN_MESSAGES, { state: 'fallback' }))).toContain('C12')
  })

  it('[SEND-5] flags messages of one tab in another order than they were written', () => {
    expect(check(opened, tap(1), tap(2), commit(created(1, 2)), commit(created(2, 1)))).toContain('SEND-5')
  })

  it('[SEND-6] flags a message that was promised and never arrived', () => {
    expect(check(opened, tap(1), { kind: 'kept', key: key(1) }, ended([], []))).toContain('SEND-6')
  })

  it('[CONN-1] flags `connected` before the catch-up', () => {
    const hello: Undated = { kind: 'greeted', client: 'a', transport: 'l1', position: null }
    const welcome: Undated = { kind: 'welcomed', client: 'a', transport: 'l1', head: 10, recovered: false }
    expect(check(...ten, hello, view(null, [], [], 'connected'))).toContain('CONN-1')
    expect(check(...ten, hello, welcome, view(null, [], [], 'connected'))).toContain('CONN-1')
    expect(check(...ten, hello, welcome, snapshot(10, ...TEN_MESSAGES), view(10, TEN_MESSAGES, [], 'connected'))).toEqual([])
  })

  it('[CONN-3] flags a client that lost its socket and did not ask by HTTP within 2 s', () => {
    const hello: Undated = { kind: 'greeted', client: 'a', transport: 'l1', position: null }
    const welcome: Undated = { kind: 'welcomed', client: 'a', transport: 'l1', head: 0, recovered: false }
    const lost = [opened, hello, welcome, snapshot(0), view(0, [], [], 'connected'), view(0, [], [], 'reconnecting', 1_000)]
    expect(check(...lost, { ...tap(1), atMs: 3_001 })).toContain('CONN-3')
    expect(check(...lost, { kind: 'polled', client: 'a', atMs: 2_900 }, { ...tap(1), atMs: 3_001 })).toEqual([])
  })
})
