import { type ErrorCode, type OnlineGuest, SOCKET_PATH, type Vote } from '@guestwall/protocol'
import { RECONNECT_WAITS_MS } from '../core/backoff.ts'
import { ownRefusal } from '../core/closed-reason.ts'
import { canSendOnSocket, type Connection, type ConnectionEvent, isActive, publicState } from '../core/connection-machine.ts'
import { queuedEntries } from '../core/outbox.ts'
import { viewBallots, viewMessages } from '../core/optimistic.ts'
import { fetchExchange } from '../io/fetch-exchange.ts'
import { browserHoldSource } from '../io/hold-source.ts'
import { localStorageOutbox } from '../io/local-storage.ts'
import { platformRandom } from '../io/random.ts'
import { systemClock } from '../io/system-clock.ts'
import { browserWakeSource } from '../io/wake-source.ts'
import { webSocketFactory } from '../io/web-socket.ts'
import type { ClientEvents, ClientRefusal, ClientSnapshot, ConnectOptions, RealtimeClientOptions } from '../types.ts'
import { addressOf } from './address.ts'
import { createApi } from './api.ts'
import { createConnectionDriver } from './connection-driver.ts'
import { createEventTape } from './event-tape.ts'
import { createHealth } from './health.ts'
import { createHttpDelivery } from './http-delivery.ts'
import { createIdentity } from './identity.ts'
import { createListeners, type Listeners, type Tell } from './listeners.ts'
import { readOnlineList } from './online-list.ts'
import { createOutboxRunner, type OutboxRunner, type Way } from './outbox-runner.ts'
import { createReader } from './reader.ts'
import { createSafeStorage } from './safe-storage.ts'
import { createSocketLine } from './socket-line.ts'
import { createStore, type Store } from './store.ts'

/** Polls where the server offers no long poll (CONN-3), in milliseconds. */
const POLL_INTERVAL_MS = 3_000

const NO_VOTES: readonly Vote[] = []

const CLOSED = ownRefusal('client_closed', true)

/** The parts behind the doorway. */
export interface ClientCore {
  readonly store: Store
  /** The picture before `connect`. */
  readonly initial: ClientSnapshot
  readonly outbox: OutboxRunner
  connect(options?: ConnectOptions): void
  close(): void
  getOnlineList(): Promise<OnlineGuest[]>
  on<Name extends keyof ClientEvents>(event: Name, listener: ClientEvents[Name]): () => void
}

/** Joins the pure core, the platform and the options into one client. */
export function assembleClient(options: RealtimeClientOptions): ClientCore {
  if (!options?.session) throw new TypeError('`session` is needed')
  const {
    session,
    clock = systemClock,
    random = platformRandom,
    reconnectWaitsMs: waitsMs = RECONNECT_WAITS_MS,
    pollIntervalMs: intervalMs = POLL_INTERVAL_MS,
    storage: givenStorage = localStorageOutbox(),
    wakeSource = browserWakeSource,
    holdSource: hold = browserHoldSource,
  } = options
  const { socket: factory = webSocketFactory(), http = fetchExchange() } = options.transports ?? {}
  const url = addressOf(options.url)

  const listeners: { readonly [Name in keyof ClientEvents]: Listeners<Parameters<ClientEvents[Name]>> } = {
    state: createListeners(),
    refused: createListeners(),
    token: createListeners(),
    event: createListeners(),
    reset: createListeners(),
  }

  const store = createStore(compose)
  const { turn } = store
  const health = createHealth(clock)
  const storage = createSafeStorage(givenStorage, () => turn(() => {}))
  let online: number | null = null
  let unwake: () => void = () => {}
  let loading: Promise<void> | null = null
  let { guestName } = options
  /** Ends whatever is asked when the client closes. */
  let life = new AbortController()

  const tell: Tell = (name, ...args) => turn(() => store.afterwards(() => listeners[name].emit(...args)))
  const identity = createIdentity({ storage, options, tell })
  const reader = createReader(
    () => outbox,
    (before, events) => tape.onRead(before, events),
  )
  const api = createApi({
    http,
    url,
    session,
    token: identity.token,
    isWhole: listeners.event.isHeard,
    clock,
    onTrouble(trouble, isLate) {
      // Beside a good socket a failed exchange says little, and a closed client is past all trouble.
      if (!isOnSocket() && closing() === null) turn(() => health.note(trouble, isLate))
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
    signal: () => life.signal,
    loaded,
    closing,
    onOnline(count: number) {
      online = count
    },
    tell,
    dispatch,
  }
  const connection = createConnectionDriver({
    ...shared,
    waitsMs,
    hasSocket: factory !== null,
    guestName: () => guestName,
    health,
    line: () => line,
    delivery: () => delivery,
    onChange: takeConnection,
  })
  const line = createSocketLine({
    ...shared,
    factory,
    url: `${url.replace(/^http/, 'ws')}${SOCKET_PATH}?session=${encodeURIComponent(session)}`,
  })
  const outbox = createOutboxRunner({
    ...shared,
    storage,
    line,
    way,
  })
  const tape = createEventTape({
    reader,
    store,
    listeners,
    way,
    from: options.position ?? null,
    pagesFor: (asking) => createHttpDelivery({ ...shared, reader: asking, intervalMs, hold: () => null }),
  })
  const delivery = createHttpDelivery({ ...shared, intervalMs, hold, onRead: outbox.nudge })

  function loaded(): Promise<void> {
    // Entries wait for the identity only: `load` itself must not wait for itself.
    return (loading ??= identity.load().then(() => void outbox.load()))
  }

  function dispatch(event: ConnectionEvent): void {
    turn(() => connection.dispatch(event))
  }

  function isOnSocket(): boolean {
    return canSendOnSocket(connection.state())
  }

  function closing(): ClientRefusal | null {
    const state = connection.state()
    return state.kind === 'closed' ? (state.refusal ?? CLOSED) : null
  }

  /** Resolves when there is a credential, or none will come because the client is closed. */
  function joined(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (identity.token() === null && closing() === null) return
        unsubscribe()
        resolve()
      }
      const unsubscribe = store.subscribe(look)
      look()
    })
  }

  function way(): Way {
    if (isOnSocket()) return 'socket'
    return isActive(connection.state()) && identity.token() !== null ? 'http' : null
  }

  function takeConnection(before: Connection, now: Connection): void {
    const state = publicState(now, waitsMs.length)
    if (state !== publicState(before, waitsMs.length)) tell('state', state)
    if (now.kind === 'closed') {
      unwake()
      outbox.close(now.refusal ?? CLOSED)
      tape.close()
      life.abort()
      life = new AbortController()
      // Another tab may change what is stored before this client starts again.
      loading = null
    } else if (before.kind !== now.kind) {
      outbox.nudge()
      tape.goOn()
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
    const { guest, role } = identity.who()
    const own = outbox.outbox()
    const refusal = connectionState.kind === 'closed' ? connectionState.refusal : null
    return {
      state: publicState(connectionState, waitsMs.length),
      ...health.state(),
      // A newer server's code is handed on as it came.
      closedReason: connectionState.kind === 'closed' ? ((refusal?.code as ErrorCode | undefined) ?? 'local') : null,
      refusal,
      guest,
      role,
      wall,
      position,
      messages: viewMessages({ wall, position, guest, entries: own.entries }, previous?.messages ?? []),
      votes: wall?.votes ?? NO_VOTES,
      ballots: viewBallots(own.entries, previous?.ballots ?? []),
      waitingToSend: queuedEntries(own).length,
      online,
      isStorageDurable: storage.isDurable(),
    }
  }

  return {
    store,
    initial: store.getSnapshot(),
    outbox,
    connect(anew) {
      guestName = anew?.guestName ?? guestName
      dispatch({ type: 'connect' })
      unwake()
      unwake = wakeSource(onWake)
    },
    close: () => dispatch({ type: 'close' }),
    getOnlineList: () => readOnlineList({ api, joined, closing, signal: () => life.signal }),
    on(event, listener) {
      return (listeners[event].add as (listener: ClientEvents[typeof event]) => () => void)(listener)
    },
  }
}
