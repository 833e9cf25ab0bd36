import type { HostedSession } from '@guestwall/protocol'
import type { ServerProcess } from '../../tests/support/server-process.ts'
import { startUpgradeProxy } from '../../tests/support/upgrade-proxy.ts'
import { connectClient, lostOrDoubled, within } from './clients.ts'
import { atMost, exactly, type Figure } from './figures.ts'
import { writeAsHost } from './write-as-host.ts'

const GUESTS = 20
const FALLBACK_S = 3
const BETWEEN_MS = 100
const BEFORE = 10
const AFTER = 60
const LIMIT_MS = 30_000

/** A network cuts every WebSocket and allows none any more, while messages are written all the time: guests read on over HTTP. */
export async function fallBack(server: ServerProcess, hosted: HostedSession): Promise<readonly Figure[]> {
  const proxy = await startUpgradeProxy(server.port)
  let cutMs = Number.POSITIVE_INFINITY
  const firstMs = new Map<number, number>()
  const clients = Array.from({ length: GUESTS }, (_, index) =>
    connectClient(proxy.url, hosted.session.id, `Guest ${index}`, () => {
      if (performance.now() > cutMs && !firstMs.has(index)) firstMs.set(index, performance.now() - cutMs)
    }),
  )
  await within(LIMIT_MS, () => clients.every(({ client }) => client.state === 'connected'))
  const contents: string[] = []
  for (let index = 0; index < BEFORE + AFTER; index += 1) {
    const content = `fallback ${index}`
    contents.push(content)
    await writeAsHost(server.url, hosted, `bench-fallback-${index}`, content)
    if (index === BEFORE) {
      proxy.upgrades = 'refuse'
      proxy.cut()
      cutMs = performance.now()
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS))
  }
  await within(LIMIT_MS, () => lostOrDoubled(clients, contents) === 0)
  const wrong = lostOrDoubled(clients, contents)
  for (const { client } of clients) client.close()
  await proxy.close()
  return [
    exactly('4. guests that read on over HTTP', firstMs.size, GUESTS),
    atMost('   from the cut to the first message, the slowest', Math.max(...firstMs.values()) / 1_000, FALLBACK_S, 's', 2),
    exactly('   messages lost or doubled', wrong, 0),
  ]
}
