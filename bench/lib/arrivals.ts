import { build, type Histogram } from 'hdr-histogram-js'
import type { Welcome } from '@guestwall/protocol'
import { RawReader } from '../../tests/support/raw/raw-reader.ts'

/** A guest on a socket of its own, as the server welcomed it. */
export interface Seat {
  readonly socket: RawReader
  readonly welcome: Welcome
}

export interface Arrivals {
  readonly seats: readonly Seat[]
  /** From the first byte of the connection to `welcome`, in microseconds. */
  readonly latency: Histogram
  readonly refused: number
}

export interface ArrivalOptions {
  readonly port: number
  readonly sessionId: string
  readonly count: number
  /** Guests a second, on a fixed schedule; 0: as fast as the server is, 100 at once. */
  readonly perSecond: number
  readonly hello: (index: number) => object
  readonly onProgress?: (here: number) => void
}

const AT_ONCE = 100
const TICK_MS = 2
const NO_WELCOME_MS = 30_000

/** Guests come, each with a connection of its own. Resolves when the last is welcomed or refused. */
export async function arrive({ port, sessionId, count, perSecond, hello, onProgress = () => {} }: ArrivalOptions): Promise<Arrivals> {
  const seats: Seat[] = []
  const latency = build({ lowestDiscernibleValue: 1, highestTrackableValue: 120_000_000, numberOfSignificantValueDigits: 3 })
  let refused = 0
  const startMs = performance.now()
  const pending: Promise<void>[] = []
  for (let begun = 0; begun < count; ) {
    const here = seats.length + refused
    const due = perSecond > 0 ? Math.floor(((performance.now() - startMs) / 1_000) * perSecond) + 1 : here + AT_ONCE
    for (; begun < Math.min(count, due); begun += 1) pending.push(one(begun))
    onProgress(here)
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  await Promise.all(pending)
  return { seats, latency, refused }

  async function one(index: number): Promise<void> {
    const atMs = performance.now()
    try {
      const seat = await takeSeat(port, sessionId, hello(index))
      latency.recordValue(Math.max(1, Math.round((performance.now() - atMs) * 1_000)))
      seats.push(seat)
    } catch {
      refused += 1
    }
  }
}

/** Opens a socket and resolves with its `welcome`. Rejects where the server refuses. */
export function takeSeat(port: number, sessionId: string, hello: object, onText: (payload: Buffer) => void = () => {}): Promise<Seat> {
  return new Promise((resolve, reject) => {
    let isWelcomed = false
    const timer = setTimeout(() => reject(new Error('no welcome')), NO_WELCOME_MS)
    const opened = RawReader.open(port, sessionId, (payload) => {
      if (isWelcomed) return onText(payload)
      const frame = JSON.parse(payload.toString()) as { type: string; code?: string }
      if (frame.type !== 'welcome') return reject(new Error(frame.code ?? frame.type))
      isWelcomed = true
      clearTimeout(timer)
      void opened.then((socket) => resolve({ socket, welcome: frame as Welcome }))
    })
    opened.then((socket) => socket.send({ type: 'hello', ...hello }), reject)
  })
}
