import { RECONNECT_WAITS_MS } from '../core/backoff.ts'
import type { ClientConfig } from '../core/config.ts'
import { fetchExchange } from '../io/fetch-exchange.ts'
import { browserHoldSource } from '../io/hold-source.ts'
import { localStorageOutbox } from '../io/local-storage.ts'
import { platformRandom } from '../io/random.ts'
import { systemClock } from '../io/system-clock.ts'
import { browserWakeSource } from '../io/wake-source.ts'
import { webSocketFactory } from '../io/web-socket.ts'
import type { RealtimeClientOptions } from '../types.ts'
import { addressOf } from './address.ts'
import { hash } from './hash.ts'

/** Time between polls where the server offers no long poll (CONN-3), in milliseconds. */
const POLL_INTERVAL_MS = 3_000
/** How long a poll asks the server to wait for news: less than the allowed 25 s, and than the 60 s after which proxies give up. */
const POLL_WAIT_SECONDS = 20

export type Ports = ReturnType<typeof portsOf>

/** The platform: as the options give it, or as it is. */
export function portsOf({
  clock = systemClock,
  random = platformRandom,
  storage = localStorageOutbox(),
  wakeSource = browserWakeSource,
  holdSource = browserHoldSource(),
  transports = {},
}: RealtimeClientOptions) {
  const { socket: socketFactory = webSocketFactory(), http = fetchExchange() } = transports
  return { clock, random, storage, wakeSource, holdSource, socketFactory, http }
}

/** Throws a `TypeError` where `url` is no address. */
export function configOf(options: RealtimeClientOptions, hasSocket: boolean): ClientConfig {
  const {
    session,
    token = null,
    guestName = null,
    join,
    position = null,
    reconnectWaitsMs: waitsMs = RECONNECT_WAITS_MS,
    pollIntervalMs = POLL_INTERVAL_MS,
    pollWaitSeconds = POLL_WAIT_SECONDS,
  } = options
  const url = addressOf(options.url)
  // A credential may be renewed: the hash of the given one stays the owner.
  const owner = token === null ? 'me' : hash(token)
  return { url, session, hasSocket, waitsMs, pollIntervalMs, pollWaitSeconds, token, owner, guestName, join, position }
}
