import { type Position, REPLAY_EVENTS, type WallMessage } from '@guestwall/protocol'
import type { Brought, Ended, HistoryRecord, Logged, Readership, Violation } from './history.ts'
import { LogModel } from './log-model.ts'
import { VoteChecker } from './vote-checker.ts'

const STATES = ['connecting', 'connected', 'reconnecting', 'fallback', 'closed']
/** CONN-3: delivery by HTTP starts this soon after the socket was lost. */
const DELIVERY_MS = 2_000
/** A poll that began while the socket was only doubted counts: it is under way when the doubt proves right. */
const DOUBT_MS = 15_000

interface Tap {
  readonly tab: string
  readonly body: string
  /** Which of its tab's taps this is (SEND-5). */
  readonly order: number
  /** The newest event that was acknowledged to anybody before this tap: it must come later (C7). */
  readonly floor: number
  isKept: boolean
}

interface Client {
  readonly audience: Readership
  guestId: string | null
  /** Taps that this client must show, until they are gone for a reason. */
  readonly own: Set<string>
  /** Positions that a transport brought it to. */
  readonly reachable: Set<number>
  transport: { readonly name: string; head: number; position: number | null } | null
  state: string
  position: Position | null
  shown: { readonly wall: readonly WallMessage[] | null; readonly position: number } | null
  rendered: Of<'viewed'>['messages']
  polledAtMs: number
  /** When the delivery by HTTP is due; `null` while there is a socket. */
  deliveryDueMs: number | null
}

type Of<Kind extends HistoryRecord['kind']> = Extract<HistoryRecord, { kind: Kind }>

/** Checks a history record by record. Pure: it knows nothing of the system but what the records say. */
export class HistoryChecker {
  readonly violations: Violation[] = []
  readonly #log = new LogModel()
  readonly #taps = new Map<string, Tap>()
  readonly #tabs = new Map<string, { taps: number; newest: number }>()
  readonly #acked = new Map<string, Of<'acked'>>()
  readonly #refused = new Map<string, Of<'refused'>>()
  /** Refused at some time: who waits for these waits for nothing. */
  readonly #everRefused = new Set<string>()
  readonly #clients = new Map<string, Client>()
  readonly #votes = new VoteChecker((rule, what) => this.#flag(rule, what))
  #newestAck = 0
  #record = -1

  apply(record: HistoryRecord): void {
    this.#record += 1
    this.#checkDeadlines(record.atMs)
    this.#votes.apply(record)
    switch (record.kind) {
      case 'committed':
        return this.#committed(record)
      case 'tapped':
        return this.#tapped(record)
      case 'kept': {
        const tap = this.#taps.get(record.key)
        if (tap !== undefined) tap.isKept = true
        return
      }
      case 'acked':
        return this.#ackedOne(record)
      case 'arrived':
        // A copy that the network kept back, or another tab: the refusal was true when it was given, this is another asking.
        if (record.transport === 'http' || this.#refused.get(record.key)?.client !== record.client) this.#refused.delete(record.key)
        return
      case 'refused':
        this.#refused.set(record.key, record)
        this.#everRefused.add(record.key)
        if (this.#log.byKey.has(record.key)) this.#flag('C11', `${record.key} was refused (${record.code}) and is in the log`)
        return
      case 'discarded':
        for (const { own } of this.#clients.values()) own.delete(record.key)
        return
      case 'chose':
      case 'ballotAcked':
      case 'ballotRefused':
        return
      case 'opened':
        this.#clients.set(record.client, newClient(record.audience))
        return
      case 'closed':
        this.#clients.delete(record.client)
        return
      case 'slept':
        return this.#of(record, (client) => {
          client.deliveryDueMs = null
        })
      case 'polled':
        return this.#of(record, (client) => {
          client.polledAtMs = record.atMs
          client.deliveryDueMs = null
        })
      case 'greeted':
        return this.#of(record, (client) => {
          client.transport = { name: record.transport, head: Number.POSITIVE_INFINITY, position: record.position?.lastEventId ?? null }
        })
      case 'welcomed':
        return this.#of(record, (client) => this.#welcomed(record, client))
      case 'swallowed':
        return this.#of(record, (client) => {
          if (client.transport?.name === record.transport) client.transport.position = null
        })
      case 'slice':
        return this.#of(record, (client) => this.#slice(record, client))
      case 'snapshot':
        return this.#of(record, (client) => this.#snapshot(record, client))
      case 'viewed':
        return this.#of(record, (client) => this.#viewed(record, client))
      case 'ended':
        return this.#ended(record)
      default:
        record satisfies never
    }
  }

  #of(record: { readonly client: string }, check: (client: Client) => void): void {
    const client = this.#clients.get(record.client)
    if (client !== undefined) check(client)
  }

  #flag(rule: string, what: string): void {
    this.violations.push({ rule, what, record: this.#record })
  }

  #checkDeadlines(atMs: number): void {
    for (const [name, client] of this.#clients) {
      if (client.deliveryDueMs === null || atMs <= client.deliveryDueMs) continue
      client.deliveryDueMs = null
      this.#flag('CONN-3', `${name} lost its socket and did not ask by HTTP for ${DELIVERY_MS} ms`)
    }
  }

  #committed({ epoch, from, events }: Of<'committed'>): void {
    this.#log.epoch ??= epoch
    if (from !== this.#log.head) this.#flag('C4', `a commit begins after ${from}, the head is ${this.#log.head}`)
    for (const logged of events) {
      const { event } = logged
      if (event.id !== this.#log.head + 1) this.#flag('C4', `event ${event.id} follows ${this.#log.head}`)
      if (event.type === 'message.created') this.#checkCreated(event.data)
      this.#log.add(logged)
    }
  }

  #checkCreated({ key, content, eventId }: WallMessage): void {
    const tap = this.#taps.get(key)
    if (tap === undefined) return this.#flag('C2', `event ${eventId} has the key ${key}, which nobody made`)
    if (tap.body !== content) this.#flag('C2', `event ${eventId} holds ${content}, its guest wrote ${tap.body}`)
    if (this.#log.byKey.has(key)) this.#flag('C3', `${key} is in the log twice, at ${eventId} again`)
    if (this.#refused.has(key)) this.#flag('C11', `${key} was refused (${this.#refused.get(key)?.code}) and then became event ${eventId}`)
    if (eventId <= tap.floor) this.#flag('C7', `event ${eventId} was written after ${tap.floor} was acknowledged`)
    const tab = this.#tabs.get(tap.tab)
    // A late copy of what was refused has left the order: its guest went on without it.
    if (tab === undefined || this.#everRefused.has(key)) return
    if (tap.order < tab.newest) this.#flag('SEND-5', `${tap.tab} wrote ${tap.body} before what stands before it in the log`)
    tab.newest = Math.max(tab.newest, tap.order)
  }

  #tapped({ tab: name, client, key, body }: Of<'tapped'>): void {
    const tab = this.#tabs.get(name) ?? { taps: 0, newest: 0 }
    tab.taps += 1
    this.#tabs.set(name, tab)
    if (this.#taps.has(key)) this.#flag('SEND-1', `${key} was made for two taps`)
    this.#taps.set(key, { tab: name, body, order: tab.taps, floor: this.#newestAck, isKept: false })
    this.#clients.get(client)?.own.add(key)
  }

  #ackedOne(record: Of<'acked'>): void {
    const { key, messageId, eventId } = record
    const inLog = this.#log.byKey.get(key)?.[0]
    if (inLog === undefined) this.#flag('C1', `${key} was acknowledged as event ${eventId} and is not in the log`)
    else if (inLog.message.id !== messageId || inLog.message.eventId !== eventId) {
      this.#flag('C1', `${key} was acknowledged as event ${eventId} and is event ${inLog.message.eventId}`)
    }
    this.#acked.set(key, record)
    this.#newestAck = Math.max(this.#newestAck, eventId)
  }

  #welcomed({ client: name, transport, head, recovered }: Of<'welcomed'>, client: Client): void {
    if (client.transport?.name !== transport) return
    client.transport.head = head
    if (head > this.#log.head) this.#flag('C9', `${name} was welcomed at ${head}, beyond the log's head`)
    if (!recovered) client.transport.position = null
    else if (client.transport.position === null) this.#flag('SYNC-3', `${name} gave no position and was promised a replay`)
    else if (head - client.transport.position > REPLAY_EVENTS) this.#flag('SYNC-3', `${name} is promised a replay of too many events`)
  }

  /** SYNC-1: the range holds every event that this reader may see, and nothing else. */
  #slice({ client: name, transport, from, to, events }: Of<'slice'>, client: Client): void {
    if (to < from || to > this.#log.head) this.#flag('C5', `${name} was brought (${from}, ${to}], the head is ${this.#log.head}`)
    if (client.transport?.name === transport) {
      if (client.transport.position !== null && client.transport.position !== from) {
        this.#flag('C5', `${name} was brought (${from}, ${to}] after ${client.transport.position}`)
      }
      client.transport.position = to
    }
    const isForSome = (event: Brought) => this.#votes.maySeeTally(name, event) || this.#mayBeForAuthor(event.id, client)
    const ids = events.filter((event) => !isForSome(event)).map(({ id }) => id)
    const isDue = (logged: Logged) => client.audience === 'hosts' || ids.includes(logged.event.id) || !this.#votes.mayLack(logged)
    const due = this.#log.visible(from, to, client.audience).filter(isDue)
    const dueIds = due.map(({ event }) => event.id).join()
    if (ids.join() !== dueIds) this.#flag('C5', `${name} was brought ${ids.join()} for (${from}, ${to}], the log holds ${dueIds}`)
    for (const event of events) this.#checkBrought(name, event, to)
    this.#checkAuthorIsTold(name, { from, to, events }, client)
    client.reachable.add(to)
  }

  /** The author of the message that the event is about, where it is for its author alone; else `null`. */
  #authorAlone(eventId: number): string | null {
    const logged = this.#log.events[eventId - 1]
    if (logged?.audience !== 'author') return null
    return this.#log.message((logged.event.data as { readonly id: string }).id)?.message.guestId ?? null
  }

  /** Before it was told who it is, its reader may already be known by its credential. */
  #mayBeForAuthor(eventId: number, { audience, guestId }: Client): boolean {
    const author = this.#authorAlone(eventId)
    return audience !== 'hosts' && author !== null && (guestId === null || guestId === author)
  }

  /** MOD-5: the author learns that its own message was rejected or removed before it was shown. */
  #checkAuthorIsTold(name: string, { from, to, events }: Pick<Of<'slice'>, 'from' | 'to' | 'events'>, client: Client): void {
    if (client.audience === 'hosts' || client.guestId === null) return
    for (let id = from + 1; id <= to; id += 1) {
      const isTold = events.some((event) => event.id === id)
      if (this.#authorAlone(id) === client.guestId && !isTold)
        this.#flag('C5', `${name} was not brought event ${id}, which is for it alone`)
    }
  }

  #checkBrought(name: string, { id, type, data }: Brought, to: number): void {
    const logged = this.#log.events[id - 1]?.event
    if (logged === undefined) return
    if (logged.type !== type) this.#flag('C6', `${name} was brought event ${id} as ${type}, it is ${logged.type}`)
    if (logged.type !== 'message.created') return
    const { id: messageId, content, key } = data as WallMessage
    const removedBy = this.#log.message(logged.data.id)?.removedBy ?? null
    const isErased = content === '' && removedBy !== null
    if (messageId !== logged.data.id || key !== logged.data.key || (content !== logged.data.content && !isErased)) {
      this.#flag('C6', `${name} was brought event ${id} with another content`)
    }
    if (content !== '' && removedBy !== null && removedBy <= to)
      this.#flag('LOG-5', `${name} was brought the body of event ${id} with its removal`)
  }

  #snapshot({ client: name, transport, epoch, position, wall }: Of<'snapshot'>, client: Client): void {
    if (epoch !== this.#log.epoch && this.#log.epoch !== null) this.#flag('LOG-4', `${name} was given an unknown epoch`)
    if (position > this.#log.head) this.#flag('C9', `${name} was given a snapshot at ${position}, beyond the head`)
    const why = this.#log.whyNotWallAt(position, client.audience, wall.messages)
    if (why !== null) this.#flag('SYNC-3', `snapshot for ${name}: ${why}`)
    client.reachable.add(position)
    if (client.transport?.name === transport) client.transport.position = position
  }

  #viewed(record: Of<'viewed'>, client: Client): void {
    this.#checkState(record, client)
    this.#checkPosition(record, client)
    this.#checkWall(record, client)
    this.#checkRendered(record, client)
    client.position = record.position
    client.guestId = record.guestId
    client.rendered = record.messages
  }

  #checkState({ client: name, state, position, atMs }: Of<'viewed'>, client: Client): void {
    if (state === client.state) return
    if (!STATES.includes(state)) this.#flag('CONN-1', `${name} is ${state}`)
    if (state === 'connected') {
      client.deliveryDueMs = null
      if (client.transport === null || (position?.lastEventId ?? -1) < client.transport.head) {
        this.#flag('CONN-1', `${name} says connected at ${position?.lastEventId}, welcomed at ${client.transport?.head}`)
      }
    } else if (client.state === 'connected' && state !== 'closed' && atMs - client.polledAtMs > DOUBT_MS) {
      client.deliveryDueMs = atMs + DELIVERY_MS
    }
    client.state = state
  }

  #checkPosition({ client: name, position }: Of<'viewed'>, client: Client): void {
    if (position === null) return
    const { lastEventId } = position
    if (lastEventId > this.#log.head) this.#flag('C9', `${name} stands at ${lastEventId}, the head is ${this.#log.head}`)
    if (client.position?.epoch === position.epoch && lastEventId < client.position.lastEventId) {
      this.#flag('C9', `${name} went back from ${client.position.lastEventId} to ${lastEventId}`)
    }
    if (lastEventId !== client.position?.lastEventId && !client.reachable.has(lastEventId)) {
      this.#flag('C5', `${name} stands at ${lastEventId}, where nothing brought it`)
    }
  }

  #checkWall({ client: name, position, wall }: Of<'viewed'>, client: Client): void {
    if (wall === null || position === null) return
    const { lastEventId } = position
    if (client.shown?.wall === wall.messages && client.shown.position === lastEventId) return
    client.shown = { wall: wall.messages, position: lastEventId }
    const why = this.#log.whyNotWallAt(lastEventId, client.audience, wall.messages)
    if (why !== null) this.#flag('C5', `${name}: ${why}`)
    const session = this.#log.sessionAt(lastEventId)
    if (session !== null && session.moderation !== wall.session.moderation) {
      this.#flag('C5', `${name} shows moderation ${wall.session.moderation} at ${lastEventId}, it is ${session.moderation}`)
    }
  }

  #checkRendered({ client: name, messages, position, guestId }: Of<'viewed'>, client: Client): void {
    const knowsGuest = guestId !== null
    const at = position?.lastEventId ?? 0
    const viewKeys = new Set<string>()
    const seen = new Set<string>()
    for (const { viewKey, message, isMine, delivery } of messages) {
      if (viewKeys.has(viewKey) || seen.has(message.key)) this.#flag('C3', `${name} shows ${message.key} twice`)
      viewKeys.add(viewKey)
      seen.add(message.key)
      const logged = this.#log.byKey.get(message.key)?.[0]
      const isRemoved = logged !== undefined && logged.removedBy !== null && logged.removedBy <= at
      const maySeeRemoval = logged?.audience === 'everyone' || client.audience === 'hosts'
      // Acknowledged before anything was read, then missing in the first snapshot: its guest's client offers it again, and is told.
      const isOffered = isMine && delivery === 'sending'
      if (isRemoved && maySeeRemoval && !isOffered)
        this.#flag('LOG-5', `${name} at ${at} still shows event ${logged.message.eventId}, removed by ${logged.removedBy}`)
      if (knowsGuest && client.own.has(message.key) && !isMine) this.#flag('C8', `${name} shows its own ${message.key} as another's`)
    }
    for (const key of client.own) {
      // Its place is known by its `viewKey`, the same from the tap on (SEND-3).
      if (viewKeys.has(key) || (!knowsGuest && seen.has(key))) continue
      client.own.delete(key)
      if (!this.#mayBeGone(key)) this.#flag('C8', `${name} no longer shows its own ${key}`)
    }
  }

  /** Removed, or so old that a long wall has let go of it. */
  #mayBeGone(key: string): boolean {
    const logged = this.#log.byKey.get(key)?.[0]
    return logged !== undefined && (logged.removedBy !== null || this.#log.head - logged.message.eventId >= 100)
  }

  #ended({ log, walls, clients }: Of<'ended'>): void {
    if (log.map(({ event }) => event.id).join() !== this.#log.events.map(({ event }) => event.id).join()) {
      this.#flag('C4', `the database holds ${log.length} events, ${this.#log.head} were committed`)
    }
    const keys = new Set(log.flatMap(({ event }) => (event.type === 'message.created' ? event.data.key : [])))
    for (const { key, eventId } of this.#acked.values()) if (!keys.has(key)) this.#flag('C1', `${key}, acknowledged as ${eventId}, is lost`)
    for (const [key, { isKept, tab }] of this.#taps) {
      if (isKept && !keys.has(key) && !this.#everRefused.has(key)) this.#flag('SEND-6', `${key}, kept by ${tab}, never reached the log`)
    }
    for (const ended of clients) this.#converged(ended, walls)
  }

  #converged({ client: name, state, wanted, position, wall, waitingToSend }: Ended, walls: Of<'ended'>['walls']): void {
    const audience = this.#clients.get(name)?.audience ?? 'everyone'
    if (state !== wanted) this.#flag('C12', `${name} ends ${state}`)
    if (position?.lastEventId !== this.#log.head)
      this.#flag('C12', `${name} ends at ${position?.lastEventId}, the head is ${this.#log.head}`)
    if (waitingToSend > 0) this.#flag('C12', `${name} ends with ${waitingToSend} messages unsent`)
    if (wall === null) return this.#flag('C12', `${name} ends without a wall`)
    for (const { message } of this.#clients.get(name)?.rendered ?? []) {
      const logged = this.#log.byKey.get(message.key)?.[0]
      const isGone = logged !== undefined && logged.removedBy !== null && logged.audience === 'everyone'
      if (isGone) this.#flag('LOG-5', `${name} ends showing event ${logged.message.eventId}, which was removed`)
    }
    const why = this.#log.whyNotWallAt(this.#log.head, audience, wall.messages)
    if (why !== null) this.#flag('C12', `${name} ends: ${why}`)
    if (JSON.stringify(wall.session) !== JSON.stringify(walls[audience].session)) this.#flag('C12', `${name} ends with another session`)
    if (wall.messageCount !== walls[audience].messageCount) {
      this.#flag('C12', `${name} ends counting ${wall.messageCount} messages, the server ${walls[audience].messageCount}`)
    }
  }
}

function newClient(audience: Readership): Client {
  return {
    audience,
    guestId: null,
    own: new Set(),
    reachable: new Set(),
    transport: null,
    state: 'connecting',
    position: null,
    shown: null,
    rendered: [],
    polledAtMs: Number.NEGATIVE_INFINITY,
    deliveryDueMs: null,
  }
}
