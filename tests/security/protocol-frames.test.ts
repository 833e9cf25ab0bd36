import type { Socket } from 'node:net'
import type { HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { post } from '../support/http-calls.ts'
import { WireClient } from '../support/wire-client.ts'
import { MAX_HELD_MS, processorMs } from './support/cost.ts'
import { CANARY, expectNoConnections, expectUnharmed, freshKey } from './support/unharmed.ts'

let wall: Guestwall
let hosted: HostedSession
let client: WireClient

beforeAll(async () => {
  wall = await startGuestwall()
  hosted = await wall.createSession()
  client = await WireClient.join(wall.url, hosted.session.id, { guestName: '小明' })
})
afterAll(async () => {
  client.close()
  await expectUnharmed(wall, hosted)
  await expectNoConnections(wall)
  await wall.stop()
})

function message(changes: Record<string, unknown> = {}): object {
  return { type: 'sendMessage', ref: 1, key: freshKey(), content: CANARY, guestName: '小明', ...changes }
}

function vote(changes: Record<string, unknown>): Record<string, unknown> {
  return { type: 'castVote', ref: 1, key: freshKey(), voteId: 'v1', optionIds: ['o1'], ...changes }
}

/** Sends text as it stands, and tells how the server closed and what it said before. */
async function fate(socket: WireClient, ...texts: string[]): Promise<{ close: number; code: string | undefined }> {
  // In one write: what comes at once must not come in two pieces, however busy the machine is.
  const { _socket: wire } = socket.webSocket as unknown as { _socket: Socket }
  wire.cork()
  for (const text of texts) socket.webSocket.send(text)
  wire.uncork()
  const { code: close } = await socket.whenClosed()
  expect(socket.frames.filter(({ type }) => type === 'ack')).toEqual([])
  const error = socket.frames.find(({ type }) => type === 'error')
  return { close, code: error?.type === 'error' ? error.code : undefined }
}

const deep = '{"type":"ping","x":' + '['.repeat(7_000) + ']'.repeat(7_000) + '}'

describe('what is not a frame of Wire v1 closes with 4400 bad_frame, before and after hello', () => {
  const cases: readonly [name: string, text: string][] = [
    ['not JSON', 'hello'],
    ['truncated JSON', '{"type":"ping"'],
    ['null', 'null'],
    ['a number', '0'],
    ['a string', '"ping"'],
    ['a list of frames', '[{"type":"ping"}]'],
    ['an object without a type', '{}'],
    ['an unknown type', '{"type":"subscribe"}'],
    ['a type of Object.prototype', '{"type":"constructor"}'],
    ['__proto__ as the type', '{"type":"__proto__"}'],
    ['a type in another case', '{"type":"PING"}'],
    ['a type that is null', '{"type":null}'],
    ['a type that is a number', '{"type":1}'],
    ['a type that is an object', '{"type":{"toString":"ping"}}'],
    ['a type that is a list', '{"type":["ping"]}'],
    ['a frame of the server', '{"type":"welcome","role":"host"}'],
    ['a ping with more in it', '{"type":"ping","x":1}'],
    ['a key given twice', '{"type":"ping","type":"ping"}'],
    ['__proto__ as a key', '{"type":"ping","__proto__":{"role":"host"}}'],
    ['nesting of 7,000', deep],
    ['a byte order mark', '\uFEFF{"type":"ping"}'],
    [
      'a subscription to 1,000 sessions',
      JSON.stringify({ type: 'subscribe', sessions: Array.from({ length: 1000 }, (_, index) => `s${index}`) }),
    ],
    ['a vote of 3,000 wrong options', JSON.stringify(vote({ optionIds: Array.from({ length: 3000 }, () => 1) }))],
    ['a vote of 3,000 right options', JSON.stringify(vote({ optionIds: Array.from({ length: 3000 }, () => 'o1') }))],
    [
      'a message with 1,500 unknown fields',
      JSON.stringify(message(Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [`x${n}`, 0])))),
    ],
    ['an acknowledgement of what was never sent', '{"type":"ack","ref":1,"lastEventId":99}'],
    ['a close', '{"type":"close"}'],
    ['a removal', '{"type":"removeMessage","ref":1,"key":"key-0123456789","messageId":"m1"}'],
    ['an edit', '{"type":"editMessage","ref":1,"key":"key-0123456789","messageId":"m1","content":"x"}'],
    ['a change of the session', '{"type":"changeSession","ref":1,"key":"key-0123456789","moderation":"closed"}'],
    ['a command without a ref', JSON.stringify({ ...message(), ref: undefined })],
    ['a ref of 1e308', JSON.stringify(message({ ref: 0 })).replace('"ref":0', '"ref":1e308')],
    ['a ref of 1e400', JSON.stringify(message({ ref: 0 })).replace('"ref":0', '"ref":1e400')],
    ['a ref of 2^53 + 1', JSON.stringify(message({ ref: 0 })).replace('"ref":0', '"ref":9007199254740993')],
    ['a ref that is a string', JSON.stringify(message({ ref: '1' }))],
  ]
  for (const [name, text] of cases) {
    it(name, async () => {
      const joined = await WireClient.join(wall.url, hosted.session.id, { guestName: '小明' })
      expect(await fate(joined, text, JSON.stringify(message()))).toEqual({ close: 4400, code: 'bad_frame' })
      const silent = await WireClient.open(wall.url, hosted.session.id)
      expect(await fate(silent, text, '{"type":"hello","guestName":"小明"}')).toEqual({ close: 4400, code: 'bad_frame' })
      expect(silent.frames.filter(({ type }) => type === 'welcome')).toEqual([])
    })
  }
})

describe('a command of a wrong form is answered bad_request, and the connection goes on', () => {
  const cases: readonly [name: string, command: Record<string, unknown>][] = [
    ['a message without a key', { ...message(), key: undefined }],
    ['a key of 7 characters', message({ key: 'k'.repeat(7) })],
    ['a content that is a number', message({ content: 1 })],
    ['a content of 8,193 characters', message({ content: 'x'.repeat(8193) })],
    ['an author of the sender’s choice', message({ author: 'g1' })],
    ['a guest id of the sender’s choice', message({ guestId: 'g1' })],
    ['a number in the log of the sender’s choice', message({ seq: 1 })],
    ['a time of the sender’s choice', message({ createdAt: '2020-01-01T00:00:00.000Z' })],
    ['an approval of the sender’s choice', message({ approved: true })],
    ['a session of the sender’s choice', message({ session: 'other' })],
    ['a negative ref', message({ ref: -1 })],
    ['a vote without options', vote({ optionIds: [] })],
    ['a vote of 21 options', vote({ optionIds: Array.from({ length: 21 }, (_, index) => `o${index}`) })],
    ['a vote by index', vote({ optionIds: [-1] })],
    ['a vote of lists', vote({ optionIds: [['o1'], ['o2']] })],
    ['two votes in one', vote({ voteId: ['v1', 'v2'] })],
    ['a page of 0', { type: 'getOnlineList', limit: 0 }],
    ['a page of 201', { type: 'getOnlineList', limit: 201 }],
    ['a page of 1e308', { type: 'getOnlineList', limit: 1e308 }],
    ['a page of half a guest', { type: 'getOnlineList', limit: 0.5 }],
    ['a cursor of 129 characters', { type: 'getOnlineList', cursor: 'c'.repeat(129) }],
    ['a cursor that is a number', { type: 'getOnlineList', cursor: 7 }],
  ] as readonly [string, Record<string, unknown>][]
  for (const [name, { ref, ...command }] of cases) {
    it(name, async () => {
      const client = await WireClient.join(wall.url, hosted.session.id, { guestName: '小明' })
      // `ask` numbers commands itself; a ref of its own is the case where it is wrong.
      const isOwnRef = typeof ref === 'number' && ref < 0
      if (isOwnRef) client.send({ ...command, ref })
      const answer = isOwnRef
        ? await client.until(() => client.frames.find((frame) => frame.type === 'error' && frame.ref === ref))
        : await client.ask(command)
      expect(answer).toMatchObject({ type: 'error', code: 'bad_request', retryable: false })
      expect(await client.ask({ type: 'getOnlineList' })).toMatchObject({ type: 'ack' })
      client.close()
    })
  }

  it('the third of them closes with 4400 bad_frame, whatever valid frames came between', async () => {
    const socket = await WireClient.join(wall.url, hosted.session.id, { guestName: '小明' })
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await socket.ask({ type: 'getOnlineList', limit: 0 })).toMatchObject({ code: 'bad_request' })
      expect(await socket.ask({ type: 'getOnlineList' })).toMatchObject({ type: 'ack' })
    }
    socket.send({ type: 'getOnlineList', ref: 9, limit: 0 })
    expect(await socket.whenClosed()).toEqual({ code: 4400, reason: 'bad_frame' })
    expect(socket.frames.at(-1)).toMatchObject({ type: 'error', code: 'bad_frame' })
  })

  it('a vote that does not exist: vote_not_found', async () => {
    expect(await client.ask(vote({}))).toMatchObject({ type: 'error', code: 'vote_not_found' })
  })

  it('an unknown cursor starts at the beginning', async () => {
    const page = (answer: object) => ('online' in answer ? answer.online : null)
    const first = page(await client.ask({ type: 'getOnlineList' }))
    expect(page(await client.ask({ type: 'getOnlineList', cursor: "x' OR 1=1--" }))).toEqual(first)
  })

  it('a ref of -0 is 0', async () => {
    client.webSocket.send('{"type":"getOnlineList","ref":-0}')
    await client.until(() => client.frames.find((frame) => frame.type === 'ack' && frame.ref === 0))
  })
})

describe('hello', () => {
  const refused: readonly [name: string, hello: object, close: number, code: string][] = [
    ['without a token or a name', {}, 4401, 'unauthorised'],
    ['with an empty token', { token: '' }, 4400, 'bad_frame'],
    ['with a token of 5,000 characters', { token: 'a'.repeat(5000) }, 4400, 'bad_frame'],
    ['with a token that is an object', { token: { role: 'host' } }, 4400, 'bad_frame'],
    ['with a role', { guestName: '小明', role: 'host' }, 4400, 'bad_frame'],
    ['with a guest of its own choice', { guestName: '小明', guest: { id: 'g1' } }, 4400, 'bad_frame'],
    ['with a name of 10,000 characters', { guestName: 'x'.repeat(10_000) }, 4400, 'bad_frame'],
    ['with a name of 8,000 characters', { guestName: 'x'.repeat(8_000) }, 4400, 'name_invalid'],
    ['with a name that shows nothing', { guestName: '\u3164' }, 4400, 'name_invalid'],
    ['with the name of the host', { guestName: 'Ноst' }, 4400, 'name_reserved'],
    ['with a position of -1', { guestName: '小明', position: { epoch: 'e', lastEventId: -1 } }, 4400, 'bad_frame'],
    ['with a position of 1.5', { guestName: '小明', position: { epoch: 'e', lastEventId: 1.5 } }, 4400, 'bad_frame'],
    ['with a position of 1e308', { guestName: '小明', position: { epoch: 'e', lastEventId: 1e308 } }, 4400, 'bad_frame'],
    ['with a position of 2^53', { guestName: '小明', position: { epoch: 'e', lastEventId: 2 ** 53 } }, 4400, 'bad_frame'],
    ['with a position in words', { guestName: '小明', position: { epoch: 'e', lastEventId: '5' } }, 4400, 'bad_frame'],
    ['with a position without an epoch', { guestName: '小明', position: { lastEventId: 5 } }, 4400, 'bad_frame'],
    ['with an epoch that is a number', { guestName: '小明', position: { epoch: 1, lastEventId: 5 } }, 4400, 'bad_frame'],
  ]
  for (const [name, hello, close, code] of refused) {
    it(`${name}: ${close} ${code}`, async () => {
      const socket = await WireClient.open(wall.url, hosted.session.id)
      expect(await fate(socket, JSON.stringify({ type: 'hello', ...hello }), JSON.stringify(message()))).toEqual({ close, code })
    })
  }

  it('that does not come before a message closes with 4401, and a later hello does not make the message accepted', async () => {
    const socket = await WireClient.open(wall.url, hosted.session.id)
    expect(await fate(socket, JSON.stringify(message()), '{"type":"hello","guestName":"小明"}')).toEqual({
      close: 4401,
      code: 'unauthorised',
    })
  })

  it('sent twice, the second time as another guest, closes with 4400, whether the first was answered or not', async () => {
    const { token } = await wall.join(hosted.session.id, '小红')
    const joined = await WireClient.join(wall.url, hosted.session.id, { guestName: '小明' })
    expect(await fate(joined, JSON.stringify({ type: 'hello', token }))).toEqual({ close: 4400, code: 'bad_frame' })
    const hasty = await WireClient.open(wall.url, hosted.session.id)
    expect(
      await fate(hasty, '{"type":"hello","guestName":"小明"}', JSON.stringify({ type: 'hello', token }), JSON.stringify(message())),
    ).toEqual({ close: 4400, code: 'bad_frame' })
  })

  it('followed at once by 33 commands closes with 4429, and no command is accepted', async () => {
    const socket = await WireClient.open(wall.url, hosted.session.id)
    const commands = Array.from({ length: 33 }, () => JSON.stringify(message()))
    expect(await fate(socket, '{"type":"hello","guestName":"小明"}', ...commands)).toEqual({ close: 4429, code: 'rate_limited' })
  })

  it('[SYNC-3] with a position beyond the head, or of another epoch, gets a snapshot', async () => {
    const { epoch, lastEventId } = await client.frame('welcome')
    for (const position of [
      { epoch, lastEventId: lastEventId + 1000 },
      { epoch, lastEventId: Number.MAX_SAFE_INTEGER },
      { epoch: 'other', lastEventId: 0 },
    ]) {
      const socket = await WireClient.join(wall.url, hosted.session.id, { guestName: '小明', position })
      expect(await socket.frame('welcome')).toMatchObject({ recovered: false, epoch })
      await socket.frame('snapshot')
      socket.close()
    }
  })

  const sessions: readonly [name: string, change: (id: string) => string][] = [
    ['nobody’s', () => 'nobody-knows-this'],
    ['the same in another case', (id) => (id === id.toUpperCase() ? id.toLowerCase() : id.toUpperCase())],
    ['its code', () => hosted.session.code],
  ]
  for (const [name, change] of sessions) {
    it(`to a session that is ${name}: 4404`, async () => {
      const socket = await WireClient.open(wall.url, change(hosted.session.id))
      expect(await fate(socket, '{"type":"hello","guestName":"小明"}')).toEqual({ close: 4404, code: 'session_not_found' })
    })
  }

  it('to an ended session closes with 4403 for a new guest, and lets an earlier guest only read', async () => {
    const { session, hostToken } = await wall.createSession()
    const { token } = await wall.join(session.id, '小明')
    await post(`${wall.url}/api/host/sessions/${session.id}/end`, {}, hostToken)
    const late = await WireClient.open(wall.url, session.id)
    expect(await fate(late, '{"type":"hello","guestName":"小红"}')).toEqual({ close: 4403, code: 'session_ended' })
    const known = await WireClient.join(wall.url, session.id, { token })
    const { type: _, ...command } = message() as { type: string }
    expect(await known.ask({ type: 'sendMessage', ...command })).toMatchObject({ type: 'error', code: 'session_ended' })
    known.close()
  })
})

describe(`a frame holds the event loop for less than ${MAX_HELD_MS} ms`, () => {
  const wrong: readonly [name: string, text: () => string][] = [
    ['with 4,000 wrong options', () => JSON.stringify(vote({ optionIds: Array.from({ length: 4000 }, () => 1) }))],
    ['with 7,000 right options', () => JSON.stringify(vote({ optionIds: Array.from({ length: 7000 }, () => 'a') })).slice(0, 16_000)],
    ['with 1,500 unknown fields', () => JSON.stringify(Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`x${index}`, 0])))],
    ['nested 7,000 deep', () => deep],
  ]
  for (const [name, text] of wrong) {
    it(name, async () => {
      const sockets = await Promise.all(Array.from({ length: 5 }, () => WireClient.open(wall.url, hosted.session.id)))
      expect(await processorMs(() => fate(sockets.pop() as WireClient, text()))).toBeLessThan(MAX_HELD_MS)
    })
  }

  const answered: readonly [name: string, command: () => object][] = [
    ['with a cursor of 16,000 characters', () => ({ type: 'getOnlineList', cursor: 'c'.repeat(16_000) })],
    ['with 8,000 escapes', () => ({ type: 'sendMessage', key: freshKey(), content: '"'.repeat(7_900), guestName: 'x' })],
  ]
  for (const [name, command] of answered) {
    it(name, async () => {
      const sockets = await Promise.all(
        Array.from({ length: 5 }, () => WireClient.join(wall.url, hosted.session.id, { guestName: '小明' })),
      )
      expect(
        await processorMs(async () => {
          const socket = sockets.pop() as WireClient
          await socket.ask(command())
          socket.close()
        }),
      ).toBeLessThan(MAX_HELD_MS)
    })
  }
})
