import { pathOf, POLL, ROUTES, SEND_MESSAGE } from '@guestwall/protocol'
import { beforeEach, describe, expect, test } from 'vitest'
import { Edge, until } from '../edge.test-kit.ts'

let edge: Edge
let token: string
beforeEach(async () => {
  edge = await Edge.open()
  token = await edge.token('flooder')
})

const poll = (credential: string | null, query = '') => edge.request(`${POLL.path}?session=${edge.sessionId}${query}`, credential)

describe('requests of one credential', () => {
  test('that were refused two hundred times are rate limited, with the time to wait', async () => {
    const body = JSON.stringify({ session: edge.sessionId, author: 'me' })
    const ask = () => edge.request(SEND_MESSAGE.path, token, { method: 'POST', body })
    const first: number[] = []
    for (let n = 0; n < 200; n += 1) void ask().then(({ status }) => first.push(status))
    // Some are held up, as soon as the cost of the first is known.
    while (first.length < 200) {
      await new Promise(setImmediate)
      edge.clock.advance(1)
    }
    expect(first).toContain(400)
    // Their cost is known now.
    expect((await ask()).status).toBe(429)
    const response = await poll(token)
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await poll(await edge.token('neighbour'))).status).toBe(200)
    edge.clock.advance(20_000)
    expect((await poll(token)).status).toBe(200)
  })

  test('that come too fast are delayed, and then answered', async () => {
    let answered = 0
    for (let n = 0; n < 1_500; n += 1) void poll(token).then(() => (answered += 1))
    await until(() => answered >= 900)
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate)
    expect(answered).toBeLessThan(1_100)
    edge.clock.advance(10_000)
    await until(() => answered === 1_500)
  })

  test('eight may wait for events at one time; one more is refused with a time to wait, and those that wait go on', async () => {
    const { snapshot } = (await (await poll(token)).json()) as { snapshot: { epoch: string; lastEventId: number } }
    const query = `&epoch=${snapshot.epoch}&lastEventId=${snapshot.lastEventId}&wait=25`
    const answers: Response[] = []
    for (let n = 0; n < 9; n += 1) void poll(token, query).then((response) => answers.push(response))
    await until(() => answers.length > 0)
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate)
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([[429, '3']])
    // One that does not wait is answered at once.
    expect((await poll(token)).status).toBe(200)
  })

  test('for exports run two at a time; a place is free again when one was read or given up', async () => {
    const host = await edge.token('host', 'host')
    const ask = () => edge.request(`${pathOf(ROUTES.exportSession, edge.sessionId)}?what=messages&format=csv`, host)
    const [first, second, third] = [await ask(), await ask(), await ask()]
    expect([first.status, second.status, third.status]).toEqual([200, 200, 429])
    await first.body?.cancel()
    expect((await ask()).status).toBe(200)
  })
})

test('large answers cost by their bytes: a guest who asks for them without end is held up, another one is not', async () => {
  const family = '👨‍👩‍👧‍👦'
  for (let n = 0; n < 60; n += 1) {
    const body = JSON.stringify({ session: edge.sessionId, key: `key-of-text-${n}`, content: family.repeat(150), guestName: '小明' })
    const sent = await edge.request(SEND_MESSAGE.path, await edge.token(`writer-${n}`), { method: 'POST', body })
    expect(sent.status).toBe(201)
  }
  const bytes = (await (await poll(await edge.token('measure'))).arrayBuffer()).byteLength
  expect(bytes).toBeGreaterThan(200_000)
  // Four megabytes are free at once: the clock stands still.
  for (let n = 0; n < 5; n += 1) await poll(token)
  const startMs = edge.clock.elapsedMs
  for (let n = 0; n < 100; n += 1) {
    let isAnswered = false
    void poll(token).then(() => (isAnswered = true))
    while (!isAnswered) {
      await new Promise(setImmediate)
      edge.clock.advance(1)
    }
  }
  // Forty megabytes by 400 kB a second.
  expect(edge.clock.elapsedMs - startMs).toBeGreaterThan(30_000)
  expect((await poll(await edge.token('neighbour'))).status).toBe(200)
})

describe('while one phone sends refused requests without end', () => {
  const FLOODS: readonly [name: string, ask: (n: number) => Promise<Response>][] = [
    ['for addresses that do not exist', () => edge.request('/x', null)],
    ['with bad credentials', (n) => poll(`not.a.token-${n}`)],
    ['for sessions that do not exist', () => edge.request(pathOf(ROUTES.getSession, 'no-such-session'), null)],
    [
      'to join with a name that is too long',
      () =>
        edge.request(pathOf(ROUTES.join, edge.sessionId), null, {
          method: 'POST',
          body: JSON.stringify({ guestName: '名'.repeat(2_000) }),
        }),
    ],
  ]

  test.each(FLOODS)('%s: the others behind its address join, ask and connect at once', async (_name, flood) => {
    let answered = 0
    for (let n = 0; n < 4_000; n += 1) {
      void flood(n).then(() => (answered += 1))
      if (n % 100 === 0) await new Promise(setImmediate)
    }
    // The first are answered at once, the next wait, and the rest are beyond all patience. The clock does not move.
    await until(() => answered > 2_000)
    const joined = await edge.request(pathOf(ROUTES.join, edge.sessionId), null, {
      method: 'POST',
      body: JSON.stringify({ guestName: '小明' }),
    })
    expect(joined.status).toBe(201)
    expect((await edge.request(pathOf(ROUTES.getSession, edge.sessionId), null)).status).toBe(200)
    // A credential that was not seen for hours, a known one, and a new guest.
    expect((await edge.join(await edge.token('returned'), 'process')).closed).toBeNull()
    expect((await edge.join(token, 'process')).closed).toBeNull()
    const guest = edge.connect('process')
    guest.say({ type: 'hello', guestName: '小红' })
    await until(() => guest.frames.length > 0)
    expect(guest.frames[0]?.type).toBe('welcome')
    edge.clock.advance(10_000)
  })
})

test('/healthz is answered whatever the debt of its address, while other requests of the address wait', async () => {
  expect((await poll(token)).status).toBe(200)
  let held = 0
  for (let n = 0; n < 2_600; n += 1) {
    held += 1
    void poll(`not.a.token-${n}`).then(() => (held -= 1))
    if (n % 100 === 0) await new Promise(setImmediate)
  }
  await until(() => held < 600)
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate)
  expect(held).toBeGreaterThan(100)
  expect((await edge.core.http.request('/healthz')).status).toBe(200)
  // A guest whose credential was seen to be good before is not held up.
  expect((await poll(token)).status).toBe(200)
  expect((await edge.join(token, 'process')).closed).toBeNull()
})
