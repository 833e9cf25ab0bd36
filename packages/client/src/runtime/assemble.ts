import type { OnlineGuest, Vote } from '@guestwall/protocol'
import { RECONNECT_WAITS_MS } from '../core/backoff.ts'
import { canSendOnSocket, type Connection, publicState } from '../core/connection-machine.ts'
import { viewMessages } from '../core/optimistic.ts'
import { fetchExchange } from '../io/fetch-exchange.ts'
import { localStorageOutbox } from '../io/local-storage.ts'
import { platformRandom } from '../io/random.ts'
import { systemClock } from '../io/system-clock.ts'
import { browserWakeSource } from '../io/wake-source.ts'
import { webSocketFactory } from '../io/web-socket.ts'
import type { ClientEvents, ClientSnapshot, ClosedReason, RealtimeClientOptions } from '../types.ts'
import { addressOf } from './address.ts'
import { createApi } from './api.ts'
import { createConnectionDriver } from './connection-driver.ts'
import { createHealth } from './health.ts'
import { createHttpDelivery } from './http-delivery.ts'
import { createIdentity } from './identity.ts'
import { createListeners, type Listeners } from './listeners.ts'
import { readOnlineList } from './online-list.ts'
import { createOutboxRunner, type OutboxRunner, type Way } from './outbox-runner.ts'
import { createReader } from './reader.ts'
import { createSafeStorage } from './safe-storage.ts'
import { createSocketLine } from './socket-line.ts'
import { createStore, type Store } from './store.ts'

/** Polls where the server offers no long poll (CONN-3), in milliseconds. */
const POLL_INTERVAL_MS = 3_000

const NO_VOTES: readonly Vote[] = []

/** The parts behind the doorway. */
export interface ClientCore {
  readonly store: Store
  readonly outbox: OutboxRunner
  connect(): void
  close(): void
  getOnlineList(): Promise<OnlineGuest[]>
  on<Name extends keyof ClientEvents>(event: Name, listener: ClientEvents[Name]): () => void
}

/** Joins the pure core, the platform and the options into one client. */
export function assembleClient(options: RealtimeClientOptions): ClientCore {
  const clock = options.clock ?? systemClock
  const random = options.random ?? platformRandom
  const waitsMs = options.reconnectWaitsMs ?? RECONNECT_WAITS_MS
  const sharedStorage = options.storage ?? localStorageOutbox()
  const factory = options.transports?.socket === undefined ? webSocketFactory() : options.transports.socket
  const url = addressOf(options.url)

  const listeners: { readonly [Name in keyof ClientEvents]: Listeners<Parameters<ClientEvents[Name]>> } = {
    state: createListeners(),
    refused: createListeners(),
    token: createListeners(),
  }

  const store = createStore(compose)
  const { turn } = store
  const health = createHealth(clock)
  const storage = createSafeStorage(sharedStorage, () => turn(() => {}))
  let online: number | null = null
  let unwake: () => void = () => {}
  let loading: Promise<void> | null = null
  /** Ends the questions under way when the client closes. */
  let questions = new AbortController()

  const identity = createIdentity({
    storage,
    options,
    onToken: (token, guest) => turn(() => store.afterwards(() => listeners.token.emit(token, guest))),
  })
  const reader = createReader({
    onEvents: (events, epoch) => outbox.readEvents(events, epoch),
    onReplaced: (wall, epoch) => outbox.readWall(wall, epoch),
  })
  const api = createApi({
    http: options.transports?.http ?? fetchExchange(),
    url,
    session: options.session,
    token: identity.token,
    onTrouble(trouble) {
      // Beside a good socket a failed exchange says little, and a closed client is past all trouble.
      if (!isOnSocket() && !isClosed()) turn(() => health.note(trouble))
    },
  })
  /** What several parts need. */
  const shared = {
    clock,
    random,
    identity,
    reader,
    api,
    turn,
    loaded,
    isClosed,
    onOnline(count: number) {
      online = count
    },
    onFinal(reason: ClosedReason) {
      dispatch({ type: 'refused', reason })
    },
  }
  const connection = createConnectionDriver({
    ...shared,
    waitsMs,
    hasSocket: factory !== null,
    guestName: options.guestName,
    health,
    line: () => line,
    delivery: () => delivery,
    onChange: takeConnection,
  })
  const { dispatch } = connection
  const line = createSocketLine({
    ...shared,
    factory,
    url: `${url.replace(/^http/, 'ws')}/api/realtime/ws?session=${encodeURIComponent(options.session)}`,
    dispatch,
  })
  const outbox = createOutboxRunner({
    ...shared,
    storage,
    sharedStorage,
    line,
    way,
    onRefused: (refusal, key) => store.afterwards(() => listeners.refused.emit(refusal, key)),
  })
  const delivery = createHttpDelivery({ ...shared, intervalMs: options.pollIntervalMs ?? POLL_INTERVAL_MS, onRead: outbox.nudge })

  function loaded(): Promise<void> {
    loading ??= identity.load().then(() => {
      // Entries wait for the identity only: `load` itself must not wait for itself.
      void turn(() => outbox.load())
    })
    return loading
  }

  function isOnSocket(): boolean {
    return canSendOnSocket(connection.state())
  }

  function isClosed(): boolean {
    return connection.state().kind === 'closed'
  }

  function way(): Way {
    const { kind } = connection.state()
    if (isOnSocket()) return 'socket'
    return kind === 'idle' || kind === 'closed' || identity.token() === null ? null : 'http'
  }

  function takeConnection(before: Connection, now: Connection): void {
    const state = publicState(now, waitsMs.length)
    if (state !== publicState(before, waitsMs.length)) store.afterwards(() => listeners.state.emit(state))
    if (now.kind === 'closed') {
      unwake()
      outbox.close()
      questions.abort()
      questions = new AbortController()
      // Another tab may change what is stored before this client starts again.
      loading = null
    } else if (before.kind !== now.kind) {
      outbox.nudge()
    }
  }

  function onWake(): void {
    turn(() => {
      dispatch({ type: 'wake' })
      delivery.nudge()
      outbox.nudge()
    })
  }

  function compose(previous: ClientSnapshot | null): ClientSnapshot {
    const connectionState = connection.state()
    const wall = reader.wall()
    const position = reader.position()
    const guest = identity.guest()
    return {
      state: publicState(connectionState, waitsMs.length),
      trouble: health.trouble(),
      troubleSinceMs: health.sinceMs(),
      closedReason: connectionState.kind === 'closed' ? connectionState.reason : null,
      guest,
      role: identity.role(),
      wall,
      position,
      messages: viewMessages({ wall, position, guest, entries: outbox.entries() }, previous?.messages ?? []),
      votes: wall?.votes ?? NO_VOTES,
      waitingToSend: outbox.waitingToSend(),
      online,
      isStorageDurable: storage.isDurable(),
    }
  }

  return {
    store,
    outbox,
    connect() {
      turn(() => dispatch({ type: 'connect' }))
      if (isClosed()) return
      unwake()
      unwake = (options.wakeSource ?? browserWakeSource)(onWake)
    },
    close: () => turn(() => dispatch({ type: 'close' })),
    getOnlineList: () => readOnlineList(api, questions.signal),
    on(event, listener) {
      return (listeners[event].add as (listener: ClientEvents[typeof event]) => () => void)(listener)
    },
  }
}
