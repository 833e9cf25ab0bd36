import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** A server that answers every byte with itself, behind a proxy. */
async function echoBehindProxy(): Promise<{ proxy: TcpProxy; dial: () => Promise<Socket>; accepted: Socket[] }> {
  const accepted: Socket[] = []
  const server = createServer((socket) => {
    accepted.push(socket)
    socket.on('error', () => {}).pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await startTcpProxy({ port: (server.address() as { port: number }).port })
  onTestFinished(async () => {
    await proxy.close()
    server.close()
  })
  const dial = async (): Promise<Socket> => {
    // The end of a test may reset connections that are still open.
    const socket = connect(proxy.port, '127.0.0.1').on('error', () => {})
    await once(socket, 'connect')
    return socket
  }
  return { proxy, dial, accepted }
}

async function read(socket: Socket, bytes: number): Promise<string> {
  let text = ''
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += String(chunk)
    if (text.length >= bytes) break
  }
  return text
}

function failure(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''))
  })
}

describe('a TCP proxy', () => {
  it('forwards bytes and an orderly end in both directions', async () => {
    const { proxy, dial } = await echoBehindProxy()
    const socket = await dial()
    socket.end('hello')
    expect(await read(socket, 6)).toBe('hello')
    await expect.poll(() => proxy.connections()).toBe(0)
  })

  it('delay: bytes arrive that much later, in order', async () => {
    const { proxy, dial } = await echoBehindProxy()
    const socket = await dial()
    proxy.setUp({ kind: 'delay', ms: 60 })
    proxy.setDown({ kind: 'delay', ms: 40 })
    const startedAt = performance.now()
    socket.write('a')
    socket.write('b')
    expect(await read(socket, 2)).toBe('ab')
    expect(performance.now() - startedAt).toBeGreaterThan(95)
  })

  it('bandwidth: so many bytes a second', async () => {
    const { proxy, dial } = await echoBehindProxy()
    proxy.setUp({ kind: 'bandwidth', bytesPerSecond: 10_000 })
    const socket = await dial()
    const startedAt = performance.now()
    socket.write('x'.repeat(2_000))
    expect(await read(socket, 2_000)).toHaveLength(2_000)
    expect(performance.now() - startedAt).toBeGreaterThan(150)
  })

  it('blackhole: nothing arrives until it is lifted, then everything does, once', async () => {
    const { proxy, dial, accepted } = await echoBehindProxy()
    const socket = await dial()
    socket.write('1')
    expect(await read(socket, 1)).toBe('1')
    proxy.setBoth({ kind: 'blackhole' })
    socket.write('2')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect([accepted[0]?.bytesRead, proxy.connections()]).toEqual([1, 1])
    proxy.setBoth({ kind: 'pass' })
    expect(await read(socket, 1)).toBe('2')
  })

  it('blackhole in one direction lets the other go on', async () => {
    const { proxy, dial, accepted } = await echoBehindProxy()
    proxy.setDown({ kind: 'blackhole' })
    const socket = await dial()
    socket.write('heard')
    await expect.poll(() => accepted[0]?.bytesRead).toBe(5)
    expect(socket.bytesRead).toBe(0)
  })

  it('rst: open connections are reset, and new ones as they come', async () => {
    const { proxy, dial } = await echoBehindProxy()
    const socket = await dial()
    const failed = failure(socket)
    await expect.poll(() => proxy.connections()).toBe(1)
    proxy.setUp({ kind: 'rst' })
    expect(await failed).toBe('ECONNRESET')
    expect(await failure(connect(proxy.port, '127.0.0.1'))).toBe('ECONNRESET')
  })

  it('cutAfter: exactly so many bytes arrive, then a reset', async () => {
    const { proxy, dial, accepted } = await echoBehindProxy()
    proxy.setUp({ kind: 'cutAfter', bytes: 3 })
    const socket = await dial()
    const failed = failure(socket)
    socket.write('12345')
    expect(await failed).toBe('ECONNRESET')
    expect(accepted[0]?.bytesRead).toBe(3)
  })

  it('cutAll resets what is open and takes new connections', async () => {
    const { proxy, dial } = await echoBehindProxy()
    const sockets = await Promise.all([dial(), dial()])
    await expect.poll(() => proxy.connections()).toBe(2)
    const failed = Promise.all(sockets.map(failure))
    proxy.cutAll()
    expect(await failed).toEqual(['ECONNRESET', 'ECONNRESET'])
    const next = await dial()
    next.write('!')
    expect(await read(next, 1)).toBe('!')
  })

  it('holds little for a reader that does not read', async () => {
    const { proxy, dial } = await echoBehindProxy()
    proxy.setUp({ kind: 'blackhole' })
    const socket = await dial()
    const chunk = Buffer.alloc(64 * 1024)
    for (let i = 0; i < 400; i += 1) socket.write(chunk)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(socket.writableLength).toBeGreaterThan(10 * 1024 * 1024)
  })
})
