import { type Ballot, type ErrorCode, MAX_CONTENT_BYTES, MAX_NAME_BYTES, type WallEvent, type WallMessage } from '@guestwall/protocol'
import { endsClient, ownRefusal } from '../core/closed-reason.ts'
import type { ConnectionEvent } from '../core/connection-machine.ts'
import {
  acknowledge,
  addEntry,
  adoptEntry,
  dropEntry,
  dropMessage,
  EMPTY_OUTBOX,
  type EntryBody,
  type EntryCommand,
  type EntryResult,
  findEntry,
  leaveUnanswered,
  markSent,
  markStored,
  nextOrder,
  nextSend,
  OTHER_TAB_GRACE_MS,
  type Outbox,
  type OutboxEntry,
  prune,
  refuse,
  requeueLost,
  retryNow,
  subjectOf,
} from '../core/outbox.ts'
import { RefusedError } from '../errors.ts'
import type { ClientRefusal, Clock, Random } from '../types.ts'
import type { Api, ApiAnswer } from './api.ts'
import type { Identity } from './identity.ts'
import type { Tell } from './listeners.ts'
import { randomKey } from './random-key.ts'
import type { Follower, Reader } from './reader.ts'
import type { SafeStorage } from './safe-storage.ts'
import type { CommandAnswer, SocketLine } from './socket-line.ts'
import { readEntry, writeEntry } from './stored-entry.ts'

/** Carries a guest's entries from the tap to the log: keeps them, sends them, settles them (SEND). */
export interface OutboxRunner extends Follower {
  outbox(): Outbox
  /** Brings back what an earlier page left. */
  load(): Promise<void>
  /** A new entry: in the snapshot at once, and resolved when it is kept. */
  queue<Body extends EntryBody>(body: Body): Promise<Kept<Body>>
  retry(key: string): void
  discard(key: string): void
  /** A sign of life from the network: what waits for one is tried now. */
  nudge(): void
  /** Settles what callers wait for with `refusal` and stops. Entries stay stored. */
  close(refusal: ClientRefusal): void
}

/** The way commands take at this moment: over the socket, by HTTP, or none. */
export type Way = 'socket' | 'http' | null

export interface OutboxRunnerParts {
  readonly clock: Clock
  readonly random: Random
  readonly storage: SafeStorage
  readonly identity: Identity
  readonly api: Api
  readonly line: Pick<SocketLine, 'command'>
  way(): Way
  /** Why nothing is taken any more, `null` while the client is open. */
  closing(): ClientRefusal | null
  /** Aborted when the client closes. */
  signal(): AbortSignal
  readonly reader: Pick<Reader, 'position'>
  turn<Result>(work: () => Result): Result
  /** Resolves when the identity is known and `load` is done. */
  loaded(): Promise<void>
  readonly tell: Tell
  dispatch(event: ConnectionEvent): void
}

/** An entry that is kept, and what will come of it. */
export interface Kept<Body extends EntryBody> {
  readonly key: string
  readonly settled: Promise<Body['kind'] extends 'castVote' ? Ballot : WallMessage>
}

interface Waiter {
  readonly subject: string
  /** Its promise is typed by what was asked. */
  resolve(result: unknown): void
  reject(error: RefusedError): void
}

type Answer = CommandAnswer | ApiAnswer<EntryResult>

/** The ids of a vote and of 1 to 20 options as a JSON list. */
const CHOICE = /^\["[\w-]{1,36}"(,"[\w-]{1,36}"){1,20}\]$/

export function createOutboxRunner(parts: OutboxRunnerParts): OutboxRunner {
  const { clock, random, storage, identity, turn } = parts
  const waiters = new Map<string, Waiter>()
  let outbox: Outbox = EMPTY_OUTBOX
  let isLoaded = false
  let cancelTimer: () => void = () => {}
  let unwatch: () => void = () => {}

  /** Takes the next outbox: stores what changed, settles who waits, and goes on. */
  function become(next: Outbox): void {
    const before = outbox
    outbox = prune(next, clock.now())
    for (const entry of before.entries) if (findEntry(outbox, entry.key) === undefined) void store(entry.key, null)
    for (const entry of outbox.entries) if (!before.entries.includes(entry)) changed(entry)
    settleWaiters()
    pump()
  }

  function changed(entry: OutboxEntry): void {
    const { key, progress } = entry
    void store(key, entry)
    if (progress.kind === 'failed') parts.tell('refused', progress.refusal, key)
  }

  /** Tells who waits for an entry what became of it; of a ballot that a newer one replaced, what becomes of that one. */
  function settleWaiters(): void {
    for (const [key, waiter] of waiters) {
      const entry = findEntry(outbox, key) ?? outbox.entries.filter((other) => subjectOf(other) === waiter.subject).pop()
      if (entry === undefined || entry.progress.kind === 'queued') continue
      waiters.delete(key)
      if (entry.progress.kind === 'failed') waiter.reject(new RefusedError(entry.progress.refusal))
      else waiter.resolve(entry.kind === 'castVote' ? { voteId: entry.voteId, optionIds: [...entry.optionIds] } : entry.progress.message)
    }
  }

  /**
   * `null`: it is over. Where storage is full an entry that was settled must not stay as it was, or it would be sent again; one that waits
   * must, for it would be lost with this page.
   */
  function store(key: string, entry: OutboxEntry | null): Promise<void> {
    const value = entry && writeEntry(entry, clock)
    return parts.loaded().then(() => storage.write(identity.outboxPrefix() + key, value, entry?.progress.kind === 'queued'))
  }

  function add(body: EntryBody): { key: string; stored: Promise<void> } {
    const wallMs = clock.wallTime()
    const key = randomKey(random)
    const createdAt = new Date(wallMs).toISOString()
    const entry: OutboxEntry = { ...body, key, order: nextOrder(outbox, wallMs), createdAt, progress: { kind: 'queued' } }
    outbox = addEntry(outbox, entry)
    const stored = store(key, entry).then(() => turn(() => become(markStored(outbox, key))))
    return { key, stored }
  }

  function dropFailed(key: string, first: (entry: OutboxEntry) => void): void {
    const entry = findEntry(outbox, key)
    if (entry?.progress.kind !== 'failed') return
    turn(() => {
      first(entry)
      become(dropEntry(outbox, key))
    })
  }

  function pump(): void {
    cancelTimer()
    const way = parts.way()
    if (!isLoaded || way === null) return
    const next = nextSend(outbox, clock.now())
    if (next.kind === 'wait') cancelTimer = clock.setTimer(next.untilMs - clock.now(), () => turn(pump))
    if (next.kind === 'send') send(next.entry, way)
  }

  function send(entry: OutboxEntry, way: 'socket' | 'http'): void {
    const signal = parts.signal()
    become(markSent(outbox, entry))
    // The entry may have been settled by its event, and another be under way, before this answer comes.
    const take = (answer: Answer) => takeAnswer(entry.key, answer)
    const command = commandOf(entry)
    if (way === 'socket') return parts.line.command(command, take)
    void parts.api.send(command, signal).then((answer) => {
      if (!signal.aborted) turn(() => take(answer))
    })
  }

  function takeAnswer(key: string, answer: Answer): void {
    const nowMs = clock.now()
    if (answer.kind === 'ok') {
      const { message } = answer.value
      become(acknowledge(outbox, key, answer.value, parts.reader.position()?.epoch ?? null, nowMs))
      // Its entry may be gone already: dropped, because the host removed the message.
      if (message !== undefined) waiters.get(key)?.resolve(message)
    }
    // An answer to another question is none.
    if (answer.kind !== 'refused') return become(leaveUnanswered(outbox, key, nowMs, random()))
    const { refusal } = answer
    if (endsClient(refusal)) parts.dispatch({ type: 'refused', refusal })
    // Without a credential nothing is refused for good: the entry is sent by whoever joins next.
    const isKept = refusal.code === 'unauthorised'
    become(refuse(outbox, key, isKept ? { ...refusal, retryable: true } : refusal, nowMs, random()))
  }

  function take(next: Outbox, event: WallEvent, epoch: string): Outbox {
    const { data } = event
    // The event carries a whole message, or takes one from the wall.
    if ('key' in data) return acknowledge(next, data.key, { message: data }, epoch, clock.now())
    return 'wasShown' in data ? dropMessage(next, data.id) : next
  }

  /** Another tab changed what is stored. Applied without storing it again. */
  function onStored(key: string, value: string | null): void {
    const known = findEntry(outbox, key)
    const entry = readEntry(value, clock)
    // While the entry is under way here, its own answer settles it; an acknowledged one goes when this tab has read its event.
    const isWaited = outbox.inFlight === key || known?.progress.kind === 'acknowledged'
    if (value === null && !isWaited) outbox = dropEntry(outbox, key)
    if (entry !== null) outbox = adoptEntry(outbox, entry, clock.now() + OTHER_TAB_GRACE_MS)
    settleWaiters()
    pump()
  }

  return {
    outbox: () => outbox,
    async load() {
      const prefix = identity.outboxPrefix()
      const keys = await storage.list(prefix)
      const stored = await Promise.all(keys.map((key) => storage.read(key)))
      turn(() => {
        isLoaded = true
        const found = stored.flatMap((text) => readEntry(text, clock) ?? [])
        // Set without storing it again; what is too old goes with the next change.
        outbox = found.reduce((next, entry) => adoptEntry(next, entry, 0), outbox)
        unwatch()
        if (parts.closing() === null) unwatch = storage.watch(prefix, (key, value) => turn(() => onStored(key.slice(prefix.length), value)))
        become(outbox)
      })
    },
    async queue<Body extends EntryBody>(body: Body) {
      const code = checkCommand(body)
      const refusal = code ? ownRefusal(code) : parts.closing()
      if (refusal) throw new RefusedError(refusal)
      const { key, stored } = turn(() => add(body))
      const settled: Kept<Body>['settled'] = new Promise((resolve, reject) => {
        waiters.set(key, { subject: body.kind === 'castVote' ? body.voteId : key, resolve, reject })
      })
      // A caller who does not wait for it has not forgotten it: the snapshot shows the refusal.
      settled.catch(() => {})
      await stored
      return { key, settled }
    },
    // Under its old key the refusal would come again (SEND-1).
    retry: (key) => dropFailed(key, add),
    discard: (key) => dropFailed(key, () => {}),
    nudge() {
      outbox = retryNow(outbox)
      pump()
    },
    readEvents: (events, epoch) => become(events.reduce((next, event) => take(next, event, epoch), outbox)),
    readWall: (wall, epoch) => become(requeueLost(outbox, wall, epoch, clock.now())),
    close(refusal) {
      cancelTimer()
      unwatch()
      outbox = { ...outbox, inFlight: null }
      for (const waiter of waiters.values()) waiter.reject(new RefusedError(refusal))
      waiters.clear()
    },
  }
}

function commandOf(entry: OutboxEntry): EntryCommand {
  const { key } = entry
  if (entry.kind === 'castVote') return { type: entry.kind, key, voteId: entry.voteId, optionIds: [...entry.optionIds] }
  return { type: entry.kind, key, content: entry.content, guestName: entry.guestName }
}

/** Why no frame can carry it, or `null`. It must not reach the socket, which would be closed for it (4400, 4413). */
function checkCommand(body: EntryBody): ErrorCode | null {
  if (body.kind === 'castVote') return CHOICE.test(JSON.stringify([body.voteId, ...body.optionIds])) ? null : 'invalid_choice'
  return body.content.length > MAX_CONTENT_BYTES ? 'too_long' : body.guestName.length > MAX_NAME_BYTES ? 'name_invalid' : null
}
