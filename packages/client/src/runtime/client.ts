import type { Ballot, OnlineGuest, OnlinePage, WallMessage } from '@guestwall/protocol'
import type { PromiseName } from '../core/effect.ts'
import type { EntryBody } from '../core/outbox.ts'
import type { ClientEvents, ClientSnapshot, RealtimeClientOptions } from '../types.ts'
import { type ClientListeners, createEffects, type Settler } from './effects.ts'
import { createListeners } from './listeners.ts'
import { configOf, portsOf } from './ports.ts'
import { randomKey } from './random-key.ts'
import { createRuntime, type Runtime } from './run.ts'
import { maskTokens, TRACE_VERSION } from './trace.ts'

/** More pages than any session has; a server that pages in a circle is left here. */
const MAX_PAGES = 500

/** A running client: calls of the application become inputs, and their promises are settled by effects. */
export interface Client extends Pick<Runtime, 'dispatch' | 'getSnapshot' | 'subscribe'> {
  /** The snapshot before `connect`. */
  readonly initial: ClientSnapshot
  /** A new entry: in the snapshot at once; the promise resolves when it is stored. */
  queue<Body extends EntryBody>(body: Body, key?: string): Promise<Kept<Body>>
  /** Sends a refused entry again, under a new key. */
  retry(key: string): void
  listOnline(): Promise<OnlineGuest[]>
  on<Name extends keyof ClientEvents>(event: Name, listener: ClientEvents[Name]): () => void
}

/** A stored entry, and its outcome. */
export interface Kept<Body extends EntryBody> {
  readonly key: string
  readonly settled: Promise<Body['kind'] extends 'castVote' ? Ballot : WallMessage>
}

export function createClient(options: RealtimeClientOptions): Client {
  if (!options?.session) throw new TypeError('`session` is needed')
  const ports = portsOf(options)
  const config = configOf(options, ports.socketFactory !== null)
  const { clock, random } = ports
  const listeners: ClientListeners = {
    state: createListeners(),
    refused: createListeners(),
    token: createListeners(),
    event: createListeners(),
    reset: createListeners(),
  }
  const promises = new Map<string, Settler>()
  const trace = options.onTrace && maskTokens(options.onTrace)
  let lists = 0

  trace?.({ version: TRACE_VERSION, config })
  const runtime = createRuntime({
    config,
    trace,
    readEnv: () => ({ nowMs: clock.now(), wallMs: clock.wallTime(), jitter: random(), isListening: listeners.event.size > 0 }),
    createEffects: (parts) => createEffects({ ports, config, listeners, promises, ...parts }),
  })
  const { dispatch, getSnapshot } = runtime

  function promiseOf<Value>(name: PromiseName): Promise<Value> {
    const promise = new Promise<Value>((resolve, reject) => promises.set(name, { resolve, reject }))
    const forget = () => promises.delete(name)
    // A caller that does not await it reads the refusal in the snapshot; it must not end a process as unhandled.
    promise.then(forget, forget)
    return promise
  }

  function askOnline(cursor: string | null): Promise<OnlinePage> {
    lists += 1
    const page = promiseOf<OnlinePage>(`online ${lists}`)
    dispatch({ type: 'askOnline', list: lists, cursor })
    return page
  }

  return {
    ...runtime,
    initial: getSnapshot(),
    async queue<Body extends EntryBody>(body: Body, key = randomKey(random)) {
      const kept = promiseOf(`kept ${key}`)
      const settled: Kept<Body>['settled'] = promiseOf(`outcome ${key}`)
      dispatch({ type: 'queue', key, body })
      await kept
      return { key, settled }
    },
    retry: (key) => dispatch({ type: 'retry', key, newKey: randomKey(random) }),
    async listOnline() {
      const guests = new Map<string, OnlineGuest>()
      let cursor: string | null = null
      let pages = 0
      do {
        const page = await askOnline(cursor)
        // A guest that reconnects while the pages are read may be on two of them.
        for (const guest of page.guests) guests.set(guest.id, guest)
        cursor = page.nextCursor
        pages += 1
      } while (cursor !== null && pages < MAX_PAGES)
      return [...guests.values()]
    },
    on: (event, listener) => (listeners[event].add as (listener: ClientEvents[typeof event]) => () => void)(listener),
  }
}
