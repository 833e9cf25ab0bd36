import type { HostedSession } from '@guestwall/protocol'
import type { ServerProcess } from '../../tests/support/server-process.ts'
import { startTcpProxy } from '../../tests/support/tcp-proxy.ts'
import { connectClient, lostOrDoubled, within } from './clients.ts'
import { atLeast, exactly, type Figure, told } from './figures.ts'
import { writeAsHost } from './write-as-host.ts'

const LINES = 10
const GUESTS_A_LINE = 20
/** The delay of each line in each direction changes to one between these, so that packets come in bursts. */
const DELAY_MS = { from: 20, to: 300 }
const TICK_MS = 200
const CUT_EVERY_MS = 1_000
/** A reconnect that takes longer has failed. */
const RECONNECT_MS = 10_000
const RATE_PERCENT = 99
const LIMIT_MS = 60_000

/** Guests on lines whose delay jumps and which are cut one after the other, while messages are written. */
export async function jitter(server: ServerProcess, hosted: HostedSession, seconds: number): Promise<readonly Figure[]> {
  const lines = await Promise.all(Array.from({ length: LINES }, () => startTcpProxy({ port: server.port })))
  const tookMs: number[] = []
  let losses = 0
  const clients = lines.flatMap(({ port }, line) =>
    Array.from({ length: GUESTS_A_LINE }, (_, index) => {
      const guest = connectClient(`http://127.0.0.1:${port}`, hosted.session.id, `Guest ${line} ${index}`)
      let lostAtMs: number | null = null
      let wasConnected = false
      guest.client.on('state', (state) => {
        if (state === 'connected') {
          if (lostAtMs !== null) tookMs.push(performance.now() - lostAtMs)
          lostAtMs = null
          wasConnected = true
        } else if (wasConnected && lostAtMs === null) {
          lostAtMs = performance.now()
          losses += 1
        }
      })
      return guest
    }),
  )
  const areConnected = () => clients.every(({ client }) => client.state === 'connected')
  await within(LIMIT_MS, areConnected)
  const contents: string[] = []
  const endMs = performance.now() + seconds * 1_000
  let nextCutMs = performance.now() + CUT_EVERY_MS
  for (let at = 0; performance.now() < endMs; ) {
    for (const line of lines) line.setBoth({ kind: 'delay', ms: DELAY_MS.from + Math.random() * (DELAY_MS.to - DELAY_MS.from) })
    const content = `jitter ${contents.length}`
    contents.push(content)
    await writeAsHost(server.url, hosted, `bench-jitter-${contents.length}`, content)
    if (performance.now() >= nextCutMs) {
      lines[at % LINES]?.cutAll()
      at += 1
      nextCutMs += CUT_EVERY_MS
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  await within(LIMIT_MS, () => areConnected() && lostOrDoubled(clients, contents) === 0)
  const wrong = lostOrDoubled(clients, contents)
  // To close a client is no loss.
  const lost = losses
  for (const { client } of clients) client.close()
  for (const line of lines) await line.close()
  const inTime = tookMs.filter((ms) => ms <= RECONNECT_MS).length
  return [
    atLeast(
      `6. reconnects within ${RECONNECT_MS / 1_000} s, of ${lost} losses`,
      lost === 0 ? Number.NaN : (inTime / lost) * 100,
      RATE_PERCENT,
      '%',
      2,
    ),
    told('   the slowest', Math.max(...tookMs) / 1_000, 's', 1),
    exactly('   messages lost or doubled', wrong, 0),
  ]
}
