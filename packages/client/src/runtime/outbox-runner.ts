import { MAX_CONTENT_BYTES, MAX_NAME_BYTES, type Wall, type WallEvent, type WallMessage } from '@guestwall/protocol'
import { finalRefusal } from '../core/closed-reason.ts'
import {
  acknowledge,
  addEntry,
  adoptEntry,
  dropEntry,
  dropMessage,
  EMPTY_OUTBOX,
  findEntry,
  leaveUnanswered,
  liftPause,
  markSent,
  markStored,
  nextOrder,
  nextTurn,
  type Outbox,
  type OutboxEntry,
  prune,
  queuedEntries,
  refuse,
  reoffer,
  restoreEntries,
} from '../core/outbox.ts'
import { RefusedError } from '../errors.ts'
import type { ClientRefusal, ClientStorage, Clock, ClosedReason, QueuedMessage, Random, SharedStorage } from '../types.ts'
import type { Api, ApiAnswer } from './api.ts'
import type { Identity } from './identity.ts'
import { randomKey } from './random-key.ts'
import type { Reader } from './reader.ts'
import type { SafeStorage } from './safe-storage.ts'
import type { CommandAnswer, SocketLine } from './socket-line.ts'
import { readEntry, writeEntry } from './stored-entry.ts'

/** Carries a guest's entries from the tap to the log: keeps them, sends them, settles them (SEND). */
export interface OutboxRunner {
  entries(): readonly OutboxEntry[]
  waitingToSend(): number
  /** Brings back what an earlier page left. */
  load(): Promise<void>
  queue(content: string, guestName: string): Promise<QueuedMessage>
  retry(key: string): void
  discard(key: string): void
  /** A sign of life from the network: what waits for one is tried now. */
  nudge(): void
  readEvents(events: readonly WallEvent[], epoch: string): void
  readWall(wall: Wall, epoch: string): void
  /** Settles what callers wait for and stops. Entries stay stored. */
  close(): void
}

/** The way commands take at this moment: over the socket, by HTTP, or none. */
export type Way = 'socket' | 'http' | null

export interface OutboxRunnerParts {
  readonly clock: Clock
  readonly random: Random
  readonly storage: SafeStorage
  readonly sharedStorage: ClientStorage | SharedStorage
  readonly identity: Identity
  readonly api: Api
  readonly line: Pick<SocketLine, 'command'>
  way(): Way
  isClosed(): boolean
  readonly reader: Pick<Reader, 'position'>
  turn<Result>(work: () => Result): Result
  /** Resolves when the identity is known and `load` is done. */
  loaded(): Promise<void>
  onRefused(refusal: ClientRefusal, key: string): void
  onFinal(reason: ClosedReason): void
}

interface Waiter {
  resolve(message: WallMessage): void
  reject(error: RefusedError): void
}

const CLOSED: ClientRefusal = { code: 'client_closed', message: 'The client is closed.', retryable: true }

export function createOutboxRunner(parts: OutboxRunnerParts): OutboxRunner {
  const { clock, random, storage, identity, turn } = parts
  const waiters = new Map<string, Waiter>()
  let outbox: Outbox = EMPTY_OUTBOX
  let isLoaded = false
  let cancelTimer: () => void = () => {}
  let unwatch: () => void = () => {}
  let abort = new AbortController()

  /** Takes the next outbox: stores what changed, settles who waits, and goes on. */
  function become(next: Outbox): void {
    const before = outbox
    outbox = prune(next, clock.now())
    for (const entry of before.entries) if (findEntry(outbox, entry.key) === undefined) forget(entry.key)
    for (const entry of outbox.entries) if (!before.entries.includes(entry)) changed(entry, findEntry(before, entry.key))
    pump()
  }

  function changed(entry: OutboxEntry, before: OutboxEntry | undefined): void {
    void store(entry)
    settle(entry)
    if (entry.progress.kind === 'failed' && before?.progress.kind === 'queued') parts.onRefused(entry.progress.refusal, entry.key)
  }

  function settle({ key, progress }: OutboxEntry): void {
    const waiter = waiters.get(key)
    if (waiter === undefined || progress.kind === 'queued') return
    waiters.delete(key)
    if (progress.kind === 'failed') waiter.reject(new RefusedError(progress.refusal))
    else waiter.resolve(progress.message)
  }

  function store(entry: OutboxEntry): Promise<void> {
    return parts.loaded().then(() => storage.write(identity.outboxPrefix() + entry.key, writeEntry(entry)))
  }

  function forget(key: string): void {
    void parts.loaded().then(() => storage.remove(identity.outboxPrefix() + key))
  }

  function add(content: string, guestName: string): { key: string; stored: Promise<void> } {
    const nowMs = clock.now()
    const key = randomKey(random)
    const createdAt = new Date(nowMs).toISOString()
    const entry: OutboxEntry = {
      kind: 'sendMessage',
      key,
      order: nextOrder(outbox, nowMs),
      createdAt,
      content,
      guestName,
      progress: { kind: 'queued' },
    }
    outbox = addEntry(outbox, entry)
    const stored = store(entry).then(() => turn(() => become(markStored(outbox, key))))
    return { key, stored }
  }

  function pump(): void {
    cancelTimer()
    const way = parts.way()
    if (!isLoaded || way === null) return
    const next = nextTurn(outbox, clock.now())
    if (next.kind === 'wait') cancelTimer = clock.setTimer(next.untilMs - clock.now(), () => turn(pump))
    if (next.kind === 'send') send(next.entry, way)
  }

  function send(entry: OutboxEntry, way: 'socket' | 'http'): void {
    outbox = markSent(outbox, entry.key)
    const { key, content, guestName } = entry
    // The entry may have been settled by its event, and another be under way, before this answer comes.
    if (way === 'socket') parts.line.command({ type: 'sendMessage', key, content, guestName }, (answer) => takeAnswer(key, answer))
    else void post(entry)
  }

  async function post(entry: OutboxEntry): Promise<void> {
    const { signal } = abort
    const answer = await parts.api.post(entry, signal)
    if (!signal.aborted) turn(() => takeAnswer(entry.key, answer))
  }

  function takeAnswer(key: string, answer: CommandAnswer | ApiAnswer<{ message: WallMessage }>): void {
    if (answer.kind === 'ok' && answer.value.message !== undefined) return acknowledged(key, answer.value.message)
    if (answer.kind !== 'refused') return become(leaveUnanswered(outbox, key, clock.now(), random()))
    const reason = finalRefusal(answer.refusal.code)
    if (reason !== null) parts.onFinal(reason)
    // Without a credential nothing is refused for good: the entry is sent by whoever joins next.
    const isKept = reason === 'unauthorised'
    become(refuse(outbox, key, isKept ? { ...answer.refusal, retryable: true } : answer.refusal, clock.now(), random()))
  }

  function acknowledged(key: string, message: WallMessage): void {
    // Its entry may be gone already: dropped, because the host removed the message.
    waiters.get(key)?.resolve(message)
    waiters.delete(key)
    become(acknowledge(outbox, message, parts.reader.position()?.epoch ?? null, clock.now()))
  }

  function take(next: Outbox, event: WallEvent, epoch: string): Outbox {
    switch (event.type) {
      case 'message.created':
      case 'message.shown':
        return acknowledge(next, event.data, epoch, clock.now())
      case 'message.rejected':
      case 'message.removed':
        return dropMessage(next, event.data.id)
      default:
        return next
    }
  }

  /** Another tab changed what is stored. Applied without storing it again. */
  function onStored(key: string, value: string | null): void {
    const known = findEntry(outbox, key)
    const entry = readEntry(value)
    // While the entry is under way here, its own answer settles it; an acknowledged one goes when this tab has read its event.
    const isWaited = outbox.inFlight === key || known?.progress.kind === 'acknowledged'
    if (value === null && !isWaited) outbox = dropEntry(outbox, key)
    if (entry !== null) outbox = adoptEntry(outbox, entry, clock.now())
    const now = findEntry(outbox, key)
    if (now !== undefined && now !== known) settle(now)
    pump()
  }

  return {
    entries: () => outbox.entries,
    waitingToSend: () => queuedEntries(outbox).length,
    async load() {
      const prefix = identity.outboxPrefix()
      const keys = await storage.list(prefix)
      const stored = await Promise.all(keys.map((key) => storage.read(key)))
      turn(() => {
        isLoaded = true
        const found = stored.flatMap((text) => readEntry(text) ?? [])
        // Set without storing it again; what is too old goes with the next change.
        outbox = restoreEntries(outbox, found)
        unwatch()
        if ('watch' in parts.sharedStorage && !parts.isClosed()) {
          unwatch = parts.sharedStorage.watch(prefix, (key, value) => turn(() => onStored(key.slice(prefix.length), value)))
        }
        become(outbox)
      })
    },
    async queue(content, guestName) {
      // Too long for any frame: it must not reach the socket, which would be closed for it (4413).
      const tooLong = content.length > MAX_CONTENT_BYTES ? 'too_long' : guestName.length > MAX_NAME_BYTES ? 'name_invalid' : null
      if (tooLong !== null) throw new RefusedError({ code: tooLong, message: 'The text is too long.', retryable: false })
      if (parts.isClosed()) throw new RefusedError(CLOSED)
      const { key, stored } = turn(() => add(content, guestName))
      const settled = new Promise<WallMessage>((resolve, reject) => waiters.set(key, { resolve, reject }))
      // A caller who does not wait for it has not forgotten it: the snapshot shows the refusal.
      settled.catch(() => {})
      await stored
      return { key, settled }
    },
    retry(key) {
      const entry = findEntry(outbox, key)
      if (entry?.progress.kind !== 'failed') return
      // Under its old key the refusal would come again (SEND-1).
      turn(() => {
        add(entry.content, entry.guestName)
        become(dropEntry(outbox, key))
      })
    },
    discard(key) {
      const entry = findEntry(outbox, key)
      if (entry?.progress.kind === 'failed') turn(() => become(dropEntry(outbox, key)))
    },
    nudge() {
      outbox = liftPause(outbox)
      pump()
    },
    readEvents: (events, epoch) => become(events.reduce((next, event) => take(next, event, epoch), outbox)),
    readWall: (wall, epoch) => become(reoffer(outbox, wall, epoch, clock.now())),
    close() {
      cancelTimer()
      unwatch()
      abort.abort()
      abort = new AbortController()
      outbox = { ...outbox, inFlight: null }
      for (const waiter of waiters.values()) waiter.reject(new RefusedError(CLOSED))
      waiters.clear()
    },
  }
}
