import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

/** The fate of an attempt to upgrade to WebSocket. */
export type UpgradeMode =
  | 'pass'
  /** Answered 403, as some middleboxes do. */
  | 'refuse'
  /** Never answered. */
  | 'hang'
  /** Switched; after that nothing comes. */
  | 'silence'

/** A proxy that passes HTTP and has its own mind about WebSockets: the venue's network, and the middlebox in it. */
export interface UpgradeProxy {
  readonly url: string
  upgrades: UpgradeMode
  /** Upgrades asked for so far. */
  readonly attempts: () => number
  /** WebSockets that are open now. */
  readonly open: () => number
  /** The most requests that the server was let wait with (`wait` in the query) at one time: each held a connection. */
  readonly mostWaiting: () => number
  /** Resets every open WebSocket. */
  cut(): void
  /** From now on the open WebSockets carry nothing, and nobody is told. */
  swallow(): void
  close(): Promise<void>
}

interface Link {
  readonly near: Duplex
  readonly far: Duplex | null
}

/** Listens on a free loopback port before the server at `targetPort`. */
export async function startUpgradeProxy(targetPort: number): Promise<UpgradeProxy> {
  const links = new Set<Link>()
  const waiting = new Set<IncomingMessage>()
  let attempts = 0
  let mostWaiting = 0

  const server = createServer((incoming, outgoing) => {
    // Over before the asker can know it and ask again: at the server's answer, or when the asker goes away.
    const isOver = () => waiting.delete(incoming)
    if (/[?&]wait=[1-9]/.test(incoming.url ?? '')) waiting.add(incoming)
    mostWaiting = Math.max(mostWaiting, waiting.size)
    const forwarded = request(
      { host: '127.0.0.1', port: targetPort, method: incoming.method, path: incoming.url, headers: incoming.headers },
      (answer) => {
        isOver()
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    forwarded.on('error', () => outgoing.destroy())
    outgoing.on('close', () => {
      isOver()
      forwarded.destroy()
    })
    incoming.pipe(forwarded)
  })

  const hold = (near: Duplex, far: Duplex | null) => {
    const link = { near, far }
    links.add(link)
    const end = () => {
      links.delete(link)
      near.destroy()
      far?.destroy()
    }
    for (const socket of [near, far]) socket?.on('error', end).on('close', end)
  }

  const pass = (incoming: IncomingMessage, near: Duplex, head: Buffer, isSilent = false) => {
    const forwarded = request({ host: '127.0.0.1', port: targetPort, path: incoming.url, headers: incoming.headers })
    forwarded.on('upgrade', (answer, far) => {
      const lines = answer.rawHeaders.flatMap((value, index, all) => (index % 2 === 0 ? [`${value}: ${all[index + 1]}`] : []))
      near.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`)
      if (head.length > 0) far.write(head)
      hold(near, far)
      near.pipe(far)
      // The switch goes through, and then nothing.
      if (isSilent) far.resume()
      else far.pipe(near)
    })
    forwarded.on('response', (answer) => near.end(`HTTP/1.1 ${answer.statusCode} Refused\r\nconnection: close\r\n\r\n`))
    forwarded.on('error', () => near.destroy())
    forwarded.end()
  }

  server.on('upgrade', (incoming, near: Duplex, head: Buffer) => {
    attempts += 1
    near.on('error', () => {})
    switch (proxy.upgrades) {
      case 'pass':
        pass(incoming, near, head)
        return
      case 'refuse':
        near.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
        return
      case 'hang':
        hold(near, null)
        return
      case 'silence':
        pass(incoming, near, head, true)
        return
      default:
        proxy.upgrades satisfies never
    }
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const proxy: UpgradeProxy = {
    url: `http://127.0.0.1:${port}`,
    upgrades: 'pass',
    attempts: () => attempts,
    open: () => links.size,
    mostWaiting: () => mostWaiting,
    cut() {
      for (const { near, far } of links) {
        near.destroy()
        far?.destroy()
      }
    },
    swallow() {
      for (const { near, far } of links) {
        far?.unpipe(near)
        near.unpipe(far ?? undefined)
        far?.resume()
        near.resume()
      }
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      proxy.cut()
      server.closeAllConnections()
      return closed
    },
  }
  return proxy
}
