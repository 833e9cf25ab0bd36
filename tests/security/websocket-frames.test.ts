import type { HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { MAX_GROWTH_BYTES, heldBytes } from './support/cost.ts'
import { OPCODE } from '../support/raw/opcode.ts'
import { closeFrame, rawFrame, textFrame } from '../support/raw/raw-frame.ts'
import { codeOf, rawHttp } from '../support/raw/raw-http.ts'
import { RawSocket } from '../support/raw/raw-socket.ts'
import { RawWebSocket } from '../support/raw/raw-web-socket.ts'
import { upgradeRequest } from '../support/raw/upgrade-request.ts'
import { CANARY, expectNoConnections, expectUnharmed, freshKey } from './support/unharmed.ts'

let wall: Guestwall
let hosted: HostedSession
let heldAtStart: number

beforeAll(async () => {
  wall = await startGuestwall()
  hosted = await wall.createSession()
  await expectUnharmed(wall, hosted)
  heldAtStart = heldBytes()
})
afterAll(async () => {
  await expectUnharmed(wall, hosted)
  await expectNoConnections(wall)
  expect(heldBytes() - heldAtStart).toBeLessThan(MAX_GROWTH_BYTES)
  await wall.stop()
})

/** RFC 6455, 7.4.1: broken framing, broken text, past a limit; and Wire v1's own. */
const PROTOCOL_ERROR = 1002
const NOT_UTF8 = 1007
const POLICY = 1008
const BAD_FRAME = 4400
const TOO_LARGE = 4413

/** A frame that the server would take. It follows the wrong bytes, to show that it is not carried out. */
function message(content = CANARY): object {
  return { type: 'sendMessage', ref: 1, key: freshKey(), content, guestName: '小明' }
}

function join(options: { endsToo?: boolean } = {}): Promise<RawWebSocket> {
  return RawWebSocket.join(wall.url, hosted.session.id, { guestName: '小明' }, options)
}

const text = (payload: string | Buffer, isFinal = true) => rawFrame({ opcode: OPCODE.text, payload, isFinal })
const more = (payload: string | Buffer, isFinal = true) => rawFrame({ opcode: OPCODE.continuation, payload, isFinal })

describe('a frame that breaks the protocol closes the connection, and what follows it is not read', () => {
  type Case = readonly [name: string, bytes: () => Buffer, code: number]
  const cases: readonly Case[] = [
    ['without a mask', () => rawFrame({ opcode: OPCODE.text, payload: JSON.stringify(message()), mask: null }), PROTOCOL_ERROR],
    ['with RSV1: compressed, which was never agreed', () => rawFrame({ opcode: OPCODE.text, payload: 'x', reserved: 4 }), PROTOCOL_ERROR],
    ['with RSV2', () => rawFrame({ opcode: OPCODE.text, payload: 'x', reserved: 2 }), PROTOCOL_ERROR],
    ['with RSV3', () => rawFrame({ opcode: OPCODE.text, payload: 'x', reserved: 1 }), PROTOCOL_ERROR],
    ['a ping with RSV1', () => rawFrame({ opcode: OPCODE.ping, reserved: 4 }), PROTOCOL_ERROR],
    ...[3, 4, 5, 6, 7, 0xb, 0xc, 0xd, 0xe, 0xf].map(
      (opcode) => [`of the reserved opcode ${opcode}`, () => rawFrame({ opcode }), PROTOCOL_ERROR] as Case,
    ),
    ['a ping in fragments', () => rawFrame({ opcode: OPCODE.ping, isFinal: false }), PROTOCOL_ERROR],
    ['a pong in fragments', () => rawFrame({ opcode: OPCODE.pong, isFinal: false }), PROTOCOL_ERROR],
    ['a close in fragments', () => rawFrame({ opcode: OPCODE.close, isFinal: false }), PROTOCOL_ERROR],
    ['a ping of 126 bytes', () => rawFrame({ opcode: OPCODE.ping, payload: 'x'.repeat(126) }), PROTOCOL_ERROR],
    ['a close of 126 bytes', () => closeFrame(1000, 'x'.repeat(124)), PROTOCOL_ERROR],
    ['a continuation of nothing', () => more('x'), PROTOCOL_ERROR],
    ['a continuation of nothing that goes on', () => more('x', false), PROTOCOL_ERROR],
    ['a new text inside a fragmented one', () => Buffer.concat([text('{', false), textFrame(message())]), PROTOCOL_ERROR],
    ['a binary inside a fragmented text', () => Buffer.concat([text('{', false), rawFrame({ opcode: OPCODE.binary })]), PROTOCOL_ERROR],
    ['17 fragments of one message', () => Buffer.concat([text('{', false), ...Array.from({ length: 17 }, () => more(' ', false))]), POLICY],
    [
      '16,380 continuations of one byte, never finished',
      () => Buffer.concat([text('{', false), ...Array.from({ length: 16_380 }, () => more(' ', false))]),
      POLICY,
    ],
    [
      '100,000 empty continuations',
      () => Buffer.concat([text('', false), ...Array.from({ length: 100_000 }, () => more('', false))]),
      POLICY,
    ],
    ['16,385 bytes', () => text('x'.repeat(16 * 1024 + 1)), TOO_LARGE],
    ['16,385 bytes in two fragments', () => Buffer.concat([text('x'.repeat(16 * 1024), false), more('x')]), TOO_LARGE],
    ['a stated length of 2^31', () => rawFrame({ opcode: OPCODE.text, statedLength: 2n ** 31n }), TOO_LARGE],
    ['a stated length of 2^53', () => rawFrame({ opcode: OPCODE.text, statedLength: 2n ** 53n }), TOO_LARGE],
    ['a stated length of 2^63 - 1', () => rawFrame({ opcode: OPCODE.text, statedLength: 2n ** 63n - 1n }), TOO_LARGE],
    ['a stated length of 2^64 - 1', () => rawFrame({ opcode: OPCODE.text, statedLength: 2n ** 64n - 1n }), TOO_LARGE],
    ['invalid UTF-8', () => text(Buffer.from([0xc3, 0x28])), NOT_UTF8],
    ['a surrogate in UTF-8', () => text(Buffer.from([0xed, 0xa0, 0x80])), NOT_UTF8],
    ['an overlong slash', () => text(Buffer.from([0xc0, 0xaf])), NOT_UTF8],
    ['a code point past U+10FFFF', () => text(Buffer.from([0xf4, 0x90, 0x80, 0x80])), NOT_UTF8],
    ['UTF-8 cut off at the end', () => text(Buffer.from([0xe4, 0xbd])), NOT_UTF8],
    [
      'invalid UTF-8 split across fragments',
      () => Buffer.concat([text(Buffer.from([0xe4, 0xbd]), false), more(Buffer.from([0x28]))]),
      NOT_UTF8,
    ],
    ['a binary frame', () => rawFrame({ opcode: OPCODE.binary, payload: JSON.stringify(message()) }), BAD_FRAME],
    ['an empty text', () => text(''), BAD_FRAME],
    ['100,000 empty texts', () => Buffer.concat(Array.from({ length: 100_000 }, () => text(''))), BAD_FRAME],
    ['a close of one byte', () => rawFrame({ opcode: OPCODE.close, payload: 'x' }), PROTOCOL_ERROR],
    ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map(
      (code) => [`a close with the code ${code}`, () => closeFrame(code), PROTOCOL_ERROR] as Case,
    ),
    ['a close with a reason that is not UTF-8', () => closeFrame(1000, Buffer.from([0xc3, 0x28])), NOT_UTF8],
  ]
  for (const [name, bytes, code] of cases) {
    it(`${name}: ${code}`, async () => {
      const webSocket = await join()
      webSocket.write(Buffer.concat([bytes(), textFrame(message())]))
      expect(await webSocket.whenClosed()).toBe(code)
      expect(webSocket.frames.filter(({ type }) => type === 'ack')).toEqual([])
      webSocket.destroy()
    })

    it(`${name}, as the first thing said: ${code}`, async () => {
      const webSocket = await RawWebSocket.open(wall.url, hosted.session.id)
      webSocket.write(Buffer.concat([bytes(), textFrame({ type: 'hello', guestName: '小明' })]))
      expect(await webSocket.whenClosed()).toBe(code)
      expect(webSocket.frames.filter(({ type }) => type === 'welcome')).toEqual([])
      webSocket.destroy()
    })
  }
})

describe('a frame that keeps to the protocol is accepted', () => {
  it('in 16 fragments with a ping between them', async () => {
    const webSocket = await join()
    const bytes = Buffer.from(JSON.stringify(message('碎片也是一句话')))
    const size = Math.ceil(bytes.length / 16)
    const parts = Array.from({ length: 16 }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
    webSocket.write(
      Buffer.concat(
        parts
          .map((part, index) => (index === 0 ? text(part, false) : more(part, index === 15)))
          .toSpliced(8, 0, rawFrame({ opcode: OPCODE.ping, payload: '乒' })),
      ),
    )
    expect(await webSocket.until((frames) => frames.find(({ type }) => type === 'ack'))).toMatchObject({
      message: { content: '碎片也是一句话' },
    })
    expect(webSocket.rawFrames.find(({ opcode }) => opcode === OPCODE.pong)?.payload.toString()).toBe('乒')
    webSocket.destroy()
  })

  it('byte by byte', async () => {
    const webSocket = await join()
    for (const byte of textFrame({ type: 'ping' })) webSocket.write(Buffer.from([byte]))
    await webSocket.until((frames) => frames.find(({ type }) => type === 'pong'))
    webSocket.destroy()
  })

  it('of exactly 16 KiB is read, and refused for its content', async () => {
    const webSocket = await join()
    webSocket.write(text(JSON.stringify({ type: 'ping' }).padEnd(16 * 1024)))
    await webSocket.until((frames) => frames.find(({ type }) => type === 'pong'))
    webSocket.destroy()
  })

  for (const payload of ['', 'x', 'x'.repeat(125)]) {
    it(`a ping of ${payload.length} bytes gets one pong of the same`, async () => {
      const webSocket = await join()
      webSocket.write(Buffer.concat([rawFrame({ opcode: OPCODE.ping, payload }), textFrame({ type: 'ping' })]))
      await webSocket.until((frames) => frames.find(({ type }) => type === 'pong'))
      const pongs = webSocket.rawFrames.filter(({ opcode }) => opcode === OPCODE.pong)
      expect(pongs.map((pong) => pong.payload.toString())).toEqual([payload])
      webSocket.destroy()
    })
  }

  it('an unsolicited pong is ignored', async () => {
    const webSocket = await join()
    webSocket.write(Buffer.concat([rawFrame({ opcode: OPCODE.pong, payload: 'x' }), textFrame({ type: 'ping' })]))
    await webSocket.until((frames) => frames.find(({ type }) => type === 'pong'))
    webSocket.destroy()
  })

  for (const code of [1000, 1001, 1003, 1007, 1011, 3000, 3999, 4000, 4999]) {
    it(`a close with ${code} is answered with ${code}`, async () => {
      const webSocket = await join()
      webSocket.write(closeFrame(code, '再见'))
      expect(await webSocket.whenClosed()).toBe(code)
      await webSocket.raw.whenGone()
    })
  }

  it('a close without a code is answered with one without', async () => {
    const webSocket = await join()
    webSocket.write(rawFrame({ opcode: OPCODE.close }))
    expect(await webSocket.whenClosed()).toBe(1005)
  })
})

// At once: each waits until the server gives up on a peer.
describe.concurrent('after a close', () => {
  it('of the peer its later frames are ignored', async () => {
    const webSocket = await join()
    webSocket.write(Buffer.concat([closeFrame(1000), textFrame(message()), closeFrame(1001)]))
    expect(await webSocket.whenClosed()).toBe(1000)
    await webSocket.raw.whenGone()
  })

  it('of the server the later frames of the peer are ignored', async () => {
    const webSocket = await join()
    webSocket.write(textFrame('{"type":"unknown"}'))
    expect(await webSocket.whenClosed()).toBe(BAD_FRAME)
    webSocket.write(textFrame(message()))
    await webSocket.raw.whenGone()
  })

  it('of the server before hello a hello is ignored', async () => {
    const webSocket = await RawWebSocket.open(wall.url, hosted.session.id)
    webSocket.write(Buffer.concat([textFrame(message()), textFrame({ type: 'hello', guestName: '小明' }), textFrame(message())]))
    expect(await webSocket.whenClosed()).toBe(4401)
    expect(webSocket.frames.map(({ type }) => type)).toEqual(['error'])
    await webSocket.raw.whenGone()
  })

  it('a peer that neither answers it nor ends its side is disconnected', async () => {
    const refused = await join({ endsToo: false })
    refused.write(textFrame('{"type":"unknown"}'))
    const broken = await join({ endsToo: false })
    broken.write(rawFrame({ opcode: 3 }))
    const left = await join({ endsToo: false })
    left.write(closeFrame(1000))
    // Their sockets stay open on their side; the server lets go of all three.
    await Promise.all([refused.whenClosed(), broken.whenClosed(), left.whenClosed()])
    await expectNoConnections(wall)
    for (const { raw } of [refused, broken, left]) {
      await raw.whenEnded()
      raw.destroy()
    }
  })
})

describe('an invalid upgrade is refused before the switch', () => {
  type Change = { headers?: Record<string, string | null>; line?: { path?: string; version?: string; method?: string }; after?: string }
  const cases: readonly [name: string, change: Change, status: number, code: string | null][] = [
    ['no Sec-WebSocket-Key', { headers: { 'Sec-WebSocket-Key': null } }, 400, 'bad_request'],
    ['an empty key', { headers: { 'Sec-WebSocket-Key': '' } }, 400, 'bad_request'],
    ['a key of 15 bytes', { headers: { 'Sec-WebSocket-Key': Buffer.alloc(15).toString('base64') } }, 400, 'bad_request'],
    ['a key that is not base64', { headers: { 'Sec-WebSocket-Key': '!'.repeat(24) } }, 400, 'bad_request'],
    ['version 8', { headers: { 'Sec-WebSocket-Version': '8' } }, 400, 'bad_request'],
    ['version 12', { headers: { 'Sec-WebSocket-Version': '12' } }, 400, 'bad_request'],
    ['version 13.0', { headers: { 'Sec-WebSocket-Version': '13.0' } }, 400, 'bad_request'],
    ['no version', { headers: { 'Sec-WebSocket-Version': null } }, 400, 'bad_request'],
    ['HTTP/1.0', { line: { version: '1.0' } }, 400, 'bad_request'],
    ['two protocols to switch to', { headers: { Upgrade: 'websocket, h2c' } }, 400, 'bad_request'],
    ['another protocol', { headers: { Upgrade: 'h2c' } }, 400, 'bad_request'],
    ['another protocol for a page', { headers: { Upgrade: 'h2c' }, line: { path: '/' } }, 400, 'bad_request'],
    ['no host', { headers: { Host: null } }, 400, 'bad_request'],
    ['POST', { line: { method: 'POST' } }, 405, 'method_not_allowed'],
    ['HEAD', { line: { method: 'HEAD' } }, 405, 'method_not_allowed'],
    ['a length', { headers: { 'Content-Length': '5' }, after: '12345' }, 400, 'bad_request'],
    ['a length of 0', { headers: { 'Content-Length': '0' } }, 400, 'bad_request'],
    ['a chunked body', { headers: { 'Transfer-Encoding': 'chunked' }, after: '0\r\n\r\n' }, 400, 'bad_request'],
    ['a length and a chunked body', { headers: { 'Content-Length': '5', 'Transfer-Encoding': 'chunked' }, after: '0\r\n\r\n' }, 400, null],
    ['another subprotocol', { headers: { 'Sec-WebSocket-Protocol': 'guestwall.v2' } }, 400, 'bad_request'],
    ['an empty subprotocol', { headers: { 'Sec-WebSocket-Protocol': '' } }, 400, 'bad_request'],
    ['a subprotocol twice', { headers: { 'Sec-WebSocket-Protocol': 'guestwall.v1, guestwall.v1' } }, 400, 'bad_request'],
    ['no session', { line: { path: '/api/realtime/ws' } }, 400, 'bad_request'],
    ['a session that cannot be one', { line: { path: '/api/realtime/ws?session=%00' } }, 400, 'bad_request'],
    [
      '10,000 sessions',
      { line: { path: `/api/realtime/ws?${Array.from({ length: 1000 }, () => 'session=a').join('&')}` } },
      400,
      'bad_request',
    ],
    ['another path', { line: { path: '/api/realtime/wss?session=a' } }, 404, 'not_found'],
    ['a path in escapes', { line: { path: '/api/realtime/%77s?session=a' } }, 404, 'not_found'],
    ['an absolute address', { line: { path: 'http://127.0.0.1/api/realtime/ws?session=a' } }, 404, 'not_found'],
    ['an address of two slashes', { line: { path: '//api/realtime/ws?session=a' } }, 404, 'not_found'],
  ]
  for (const [name, { headers = {}, line = {}, after = '' }, status, code] of cases) {
    it(`${name}: ${status}`, async () => {
      const path = line.path ?? `/api/realtime/ws?session=${hosted.session.id}`
      const answer = await rawHttp(wall.url, upgradeRequest(hosted.session.id, headers, { ...line, path }) + after)
      expect(answer.status).toBe(status)
      if (code === null) return
      expect(codeOf(answer)).toBe(code)
      // What the peer can do instead (RFC 6455, 4.4; RFC 9110, 15.5.6).
      expect(answer.headers.get('sec-websocket-version')).toBe(status === 400 ? '13' : undefined)
      expect(answer.headers.get('allow')).toBe(status === 405 ? 'GET' : undefined)
    })
  }

  it('2,001 other headers before them hide none of the headers of the upgrade', async () => {
    const filled = upgradeRequest(hosted.session.id).replace('\r\n', `\r\n${'a:b\r\n'.repeat(2001)}`)
    expect([400, 431]).toContain((await rawHttp(wall.url, filled)).status)
  })

  it('a peer that keeps its side open after a refusal is disconnected', async () => {
    const raw = await RawSocket.open(wall.url, { endsToo: false })
    raw.write(upgradeRequest('%00'))
    await raw.whenEnded()
    // Only a connection that is gone on the server's side answers what is written now with a reset.
    const keepWriting = setInterval(() => raw.write('x'), 20)
    await raw.whenGone()
    clearInterval(keepWriting)
  })
})

describe('an offer of compression is declined', () => {
  for (const offer of [
    'permessage-deflate',
    'permessage-deflate; client_max_window_bits',
    'permessage-deflate; server_max_window_bits=7',
    'permessage-deflate; server_max_window_bits=99',
    'permessage-deflate; client_max_window_bits=99; server_no_context_takeover=x',
    'permessage-deflate, permessage-deflate, x-webkit-deflate-frame',
    'a'.repeat(4000),
  ]) {
    it(`${offer.slice(0, 80)}: the socket opens without it`, async () => {
      const webSocket = await RawWebSocket.open(wall.url, hosted.session.id, { headers: { 'Sec-WebSocket-Extensions': offer } })
      expect(webSocket.head.toLowerCase()).not.toContain('sec-websocket-extensions')
      webSocket.write(rawFrame({ opcode: OPCODE.text, payload: Buffer.from('aa5604000000ffff', 'hex'), reserved: 4 }))
      expect(await webSocket.whenClosed()).toBe(PROTOCOL_ERROR)
    })
  }
})
