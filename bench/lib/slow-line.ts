import { createServer, connect, type Socket } from 'node:net'

/** The line of a phone. */
export interface LineSpeed {
  /** Towards the phone, for all connections together. */
  readonly bytesPerSecond: number
  readonly roundTripMs: number
}

/** Bytes of one packet. */
const PACKET_BYTES = 1_400
const TICK_MS = 2

interface Waiting {
  readonly to: Socket
  readonly pieces: Buffer[]
}

/**
 * A loopback proxy in front of a server that is as slow as a phone's line: each direction is half a round trip late, a new connection a whole one, as the
 * handshake of TCP makes it, and the connections share the bandwidth in turns, packet by packet. Nothing is lost, and a connection begins at full speed.
 */
export async function startSlowLine(
  target: number,
  { bytesPerSecond, roundTripMs }: LineSpeed,
): Promise<{ port: number; close(): Promise<void> }> {
  const waiting: Waiting[] = []
  const open = new Set<Socket>()
  let freeAtMs = 0
  const timer = setInterval(sendDue, TICK_MS)

  function sendDue(): void {
    const now = performance.now()
    // An idle line saves nothing up.
    if (waiting.length === 0) freeAtMs = now
    while (waiting.length > 0 && freeAtMs <= now) {
      const next = waiting.shift() as Waiting
      const [first = Buffer.alloc(0), ...others] = next.pieces
      const packet = first.subarray(0, PACKET_BYTES)
      const rest = first.subarray(PACKET_BYTES)
      next.pieces.splice(0, next.pieces.length, ...(rest.length > 0 ? [rest] : []), ...others)
      freeAtMs += (packet.length / bytesPerSecond) * 1_000
      later(roundTripMs / 2, () => next.to.write(packet))
      if (next.pieces.length > 0) waiting.push(next)
    }
  }

  const server = createServer((near) => {
    const far = connect({ port: target, host: '127.0.0.1' })
    open.add(near)
    const openAtMs = performance.now() + roundTripMs
    const down: Waiting = { to: near, pieces: [] }
    const end = (): void => {
      open.delete(near)
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) socket.setNoDelay(true).on('error', end).on('close', end)
    near.on('data', (bytes) => later(Math.max(0, openAtMs - performance.now()) + roundTripMs / 2, () => far.write(bytes)))
    far.on('data', (bytes) => {
      down.pieces.push(bytes)
      if (down.pieces.length === 1) waiting.push(down)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    close: () => {
      clearInterval(timer)
      for (const socket of open) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function later(ms: number, act: () => void): void {
  setTimeout(act, ms)
}
