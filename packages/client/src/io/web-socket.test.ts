import { afterEach, describe, expect, it, vi } from 'vitest'
import { settle } from '@guestwall/protocol/testing'
import { webSocketFactory } from './web-socket.ts'

/** A platform's socket that the test drives. */
class StubSocket {
  static last: StubSocket
  readonly url: string
  readonly subprotocol: string
  readonly sent: string[] = []
  readonly closes: (number | undefined)[] = []
  onopen: ((event: never) => void) | null = null
  onmessage: ((event: never) => void) | null = null
  onclose: ((event: never) => void) | null = null
  onerror: ((event: never) => void) | null = null

  constructor(url: string, subprotocol: string) {
    if (url === 'bad:') throw new SyntaxError('bad address')
    this.url = url
    this.subprotocol = subprotocol
    StubSocket.last = this
  }
  send(text: string): void {
    if (text === 'too early') throw new Error('still connecting')
    this.sent.push(text)
  }
  close(code?: number): void {
    this.closes.push(code)
  }
}

function openStub(url = 'wss://wall.test') {
  const heard: string[] = []
  const factory = webSocketFactory(StubSocket)
  const socket = factory?.(url, 'guestwall.v1', {
    onOpen: () => heard.push('open'),
    onText: (text) => heard.push(text),
    onClose: (code) => heard.push(`close ${code}`),
  })
  return { heard, socket, platform: StubSocket.last }
}

describe('webSocketFactory', () => {
  // Node has a WebSocket of its own from version 22 on: what a platform has is said here, not found.
  afterEach(() => vi.unstubAllGlobals())

  it('[CONN-1] passes address, subprotocol, text and close on', () => {
    const { heard, socket, platform } = openStub()
    expect([platform.url, platform.subprotocol]).toEqual(['wss://wall.test', 'guestwall.v1'])
    platform.onopen?.({} as never)
    platform.onmessage?.({ data: 'hi' } as never)
    platform.onmessage?.({ data: new ArrayBuffer(1) } as never)
    socket?.send('hello')
    platform.onclose?.({ code: 4401 } as never)
    platform.onmessage?.({ data: 'late' } as never)
    expect(heard).toEqual(['open', 'hi', 'close 4401'])
    expect(platform.sent).toEqual(['hello'])
  })

  it('[CONN-5] a close is emitted at once and only once, however late the platform reports it', () => {
    const { heard, socket, platform } = openStub()
    socket?.close(1000)
    platform.onmessage?.({ data: 'late' } as never)
    platform.onclose?.({ code: 1000 } as never)
    expect(heard).toEqual(['close 1000'])
    expect(platform.closes).toEqual([1000])
  })

  it('[CONN-1] what the platform throws is a failed try, never an exception', async () => {
    const { heard, socket } = openStub('bad:')
    expect(heard).toEqual([])
    await settle()
    expect(heard).toEqual(['close 1006'])
    socket?.close()
    expect(() => openStub().socket?.send('too early')).not.toThrow()
  })

  it('[CONN-1] there is no socket transport where the platform has none', () => {
    vi.stubGlobal('WebSocket', undefined)
    expect(webSocketFactory()).toBeNull()
  })

  it('[CONN-1] the WebSocket of the platform is used where no other is given', () => {
    vi.stubGlobal('WebSocket', StubSocket)
    webSocketFactory()?.('wss://own.test', 'guestwall.v1', { onOpen() {}, onText() {}, onClose() {} })
    expect(StubSocket.last.url).toBe('wss://own.test')
  })
})
