import {
  CAST_VOTE,
  DEFAULT_FILTER_SETTINGS,
  GET_BALLOT,
  GET_HISTORY,
  GET_ONLINE,
  type HostGuests,
  JOIN,
  pathOf,
  POLL,
  ROUTES,
  type RouteName,
  SEND_MESSAGE,
  UPLOAD_PHOTO,
} from '@guestwall/protocol'
import { settle } from '@guestwall/protocol/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Edge, type FakePeer, until } from './edge.test-kit.ts'

/** The longest until an act on one server holds on every other (PEOPLE-4). */
const EVERYWHERE_MS = 1_000

/** Two servers on one store. Nothing tells the second what the first commits, as while Redis is away. */
let here: Edge
let there: Edge
let host: string
let guest: string
let neighbour: string
beforeEach(async () => {
  here = await Edge.open()
  there = here.beside()
  here.core.start()
  there.core.start()
  host = await here.token('host', 'host')
  guest = await here.token('guest')
  neighbour = await here.token('neighbour')
})
afterEach(() => Promise.all([here.core.close(), there.core.close()]))

async function post(
  edge: Edge,
  path: string,
  token: string | null,
  body: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await edge.request(path, token, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

let lastKey = 0
const newKey = () => `key-of-people-${(lastKey += 1)}`
const act = (name: RouteName, body: object = {}, id = 'guest') => post(here, pathOf(ROUTES[name], id), host, body)
const sayRaw = (edge: Edge, token: string, content = '喜', guestName = '小明') =>
  edge.request(SEND_MESSAGE.path, token, {
    method: 'POST',
    body: JSON.stringify({ session: edge.sessionId, key: newKey(), content, guestName }),
  })
async function say(...said: Parameters<typeof sayRaw>): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await sayRaw(...said)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const poll = (edge: Edge, token: string, query = '') => edge.request(`${POLL.path}?session=${edge.sessionId}${query}`, token)

/** Time passes, in steps that let what waits for answers go on. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) {
    here.clock.advance(Math.min(50, ms - passed))
    await settle()
    await new Promise(setImmediate)
  }
}

/** Both guests are noted in the store, as guests who connected a moment ago are. */
async function bothHere(edge: Edge): Promise<{ removed: FakePeer; other: FakePeer }> {
  const peers = { removed: await edge.join(guest), other: await edge.join(neighbour) }
  await pass(1_100)
  return peers
}

async function codeOf(response: Response): Promise<string> {
  return response.ok ? 'ok' : ((await response.json()) as { code: string }).code
}

/** The answers of a server to everything that a guest can ask with this credential. */
async function answersTo(edge: Edge, token: string): Promise<Record<string, string>> {
  const { sessionId } = edge
  const get = async (path: string) => codeOf(await edge.request(path, token))
  const socket = await edge.join(token)
  const ballot = await edge.request(pathOf(CAST_VOTE, 'v'), token, {
    method: 'PUT',
    body: JSON.stringify({ key: newKey(), optionIds: ['o1'] }),
  })
  return {
    socket: socket.errors()[0] ?? 'ok',
    snapshot: await get(`${POLL.path}?session=${sessionId}`),
    replay: await get(`${POLL.path}?session=${sessionId}&epoch=epoch-${sessionId}&lastEventId=0&replay=all`),
    longPoll: await get(`${POLL.path}?session=${sessionId}&epoch=epoch-${sessionId}&lastEventId=0&wait=25`),
    history: await get(pathOf(GET_HISTORY, sessionId)),
    online: await get(`${GET_ONLINE.path}?session=${sessionId}`),
    ballot: await get(pathOf(GET_BALLOT, 'v')),
    vote: await codeOf(ballot),
    message: await codeOf(await sayRaw(edge, token)),
  }
}

describe.each(['removeGuest', 'banGuest'] as const)('after %s', (removal) => {
  test('[PEOPLE-4] the sockets are closed 4403 on this server at once and on every other within a second, and no other reader’s', async () => {
    const mine = await bothHere(here)
    const theirs = { removed: await there.join(guest), other: await there.join(neighbour) }
    expect(await act(removal)).toMatchObject({ status: 200, body: { guest: { id: 'guest', isRemoved: true } } })
    expect(mine.removed.closed).toEqual({ code: 4403, reason: 'removed' })
    await pass(EVERYWHERE_MS)
    expect(theirs.removed.closed).toEqual({ code: 4403, reason: 'removed' })
    for (const peer of [mine.removed, theirs.removed]) {
      expect(peer.frames.at(-1)).toMatchObject({ type: 'error', code: 'removed', retryable: false })
      // Not even the event that says so.
      expect(peer.frames.some(({ type }) => type === 'events')).toBe(false)
    }
    for (const peer of [mine.other, theirs.other]) {
      expect(peer.closed).toBeNull()
      // That a guest was removed is for hosts.
      expect(peer.frames.flatMap((frame) => (frame.type === 'events' ? frame.events : []))).toEqual([])
    }
  })

  test('[PEOPLE-4] every request of the guest is refused within a second on every server, and no request of others', async () => {
    await bothHere(here)
    await there.join(neighbour)
    await act(removal)
    await pass(EVERYWHERE_MS)
    for (const edge of [here, there]) {
      const answers = await answersTo(edge, guest)
      expect(new Set(Object.values(answers))).toEqual(new Set(['removed']))
      const others = await answersTo(edge, neighbour)
      expect(others).toMatchObject({ socket: 'ok', snapshot: 'ok', replay: 'ok', history: 'ok', online: 'ok', message: 'ok' })
    }
  })

  test('[PEOPLE-4] a long poll that waits is answered at once on this server and within a second on every other', async () => {
    await bothHere(here)
    const head = `&epoch=epoch-${here.sessionId}&lastEventId=0&wait=25`
    const waiting = [poll(here, guest, head), poll(there, guest, head)]
    await pass(100)
    await act(removal)
    await expect(waiting[0]?.then(codeOf)).resolves.toBe('removed')
    await pass(EVERYWHERE_MS)
    await expect(waiting[1]?.then(codeOf)).resolves.toBe('removed')
  })

  test('[PEOPLE-2] a server that has not heard of it yet refuses messages all the same: the log decides', async () => {
    await bothHere(here)
    await there.join(neighbour)
    await act(removal)
    expect((await say(there, guest)).body).toMatchObject({ code: 'removed' })
  })

  test('[ONLINE-2] the guest is no longer online once its socket is closed', async () => {
    const { removed } = await bothHere(here)
    await act(removal)
    removed.answerClose()
    const online = (await (await here.request(`${GET_ONLINE.path}?session=${here.sessionId}`, host)).json()) as { guests: { id: string }[] }
    expect(online.guests.map(({ id }) => id)).toEqual(['neighbour'])
  })

  test('[PEOPLE-3] a guest who was let back is a guest as before, on every server', async () => {
    await bothHere(here)
    await act(removal)
    await act('unbanGuest')
    await pass(EVERYWHERE_MS)
    for (const edge of [here, there]) expect(await answersTo(edge, guest)).toMatchObject({ socket: 'ok', snapshot: 'ok', message: 'ok' })
  })
})

test.each([0, 200, 400, 600, 800, 1_000, 1_200, 1_400])(
  '[PEOPLE-4] a server that hears nothing closes the sockets within a second, whenever the host acts: %i ms later',
  async (laterMs) => {
    await bothHere(here)
    const theirs = await there.join(guest)
    await pass(laterMs)
    await act('removeGuest')
    await pass(EVERYWHERE_MS)
    expect(theirs.closed).toEqual({ code: 4403, reason: 'removed' })
  },
)

test('[DEL-2] every request of a guest of a deleted session is refused, also with a credential that comes later', async () => {
  await bothHere(here)
  const deleted = await here.request(pathOf(ROUTES.deleteSession, here.sessionId), host, { method: 'DELETE' })
  expect(deleted.status).toBe(200)
  await pass(EVERYWHERE_MS)
  for (const edge of [here, there]) expect(new Set(Object.values(await answersTo(edge, guest)))).toEqual(new Set(['session_not_found']))
})

test('[DEL-2] the sockets of a deleted session are closed 4404 on this server at once and on every other within a second, and polls that wait are answered so', async () => {
  const mine = await bothHere(here)
  const theirs = await there.join(guest)
  const waiting = [here, there].map((edge) => poll(edge, neighbour, `&epoch=epoch-${edge.sessionId}&lastEventId=0&wait=25`))
  await pass(100)
  await here.request(pathOf(ROUTES.deleteSession, here.sessionId), host, { method: 'DELETE' })
  const deleted = { code: 4404, reason: 'deleted' }
  expect([mine.removed.closed, mine.other.closed]).toEqual([deleted, deleted])
  await pass(EVERYWHERE_MS)
  expect(theirs.closed).toEqual(deleted)
  expect(theirs.frames.at(-1)).toMatchObject({ type: 'error', code: 'session_not_found', retryable: false })
  expect(await Promise.all((await Promise.all(waiting)).map(codeOf))).toEqual(['session_not_found', 'session_not_found'])
})

test('[PEOPLE-2] a muted guest is refused on every server from the next message on; reading and voting stay', async () => {
  await bothHere(here)
  await act('muteGuest', { reason: '太吵' })
  for (const edge of [here, there]) {
    expect(await answersTo(edge, guest)).toMatchObject({
      socket: 'ok',
      snapshot: 'ok',
      replay: 'ok',
      history: 'ok',
      online: 'ok',
      vote: 'vote_not_found',
      message: 'muted',
    })
  }
  await act('unmuteGuest')
  expect(await say(there, guest)).toMatchObject({ status: 201 })
})

test('[PEOPLE-5] a banned guest does not join again in a browser that shows its old credential; a removed one does, as a new guest', async () => {
  await bothHere(here)
  const join = (edge: Edge, previous?: string) =>
    post(edge, pathOf(JOIN, edge.sessionId), null, { guestName: '新人', ...(previous === undefined ? {} : { previous }) })
  await act('removeGuest')
  const other = await join(here, guest)
  expect([other.status, (other.body['guest'] as { id: string }).id === 'guest']).toEqual([201, false])
  await act('banGuest')
  await pass(EVERYWHERE_MS)
  for (const edge of [here, there]) {
    expect((await join(edge, guest)).body).toMatchObject({ code: 'removed' })
    expect(await join(edge, neighbour)).toMatchObject({ status: 201, body: { guest: { id: 'neighbour' } } })
    expect(await join(edge, await here.token('guest', 'guest', 'another-session'))).toMatchObject({ status: 201 })
    expect(await join(edge, 'not.a.token')).toMatchObject({ status: 201 })
    expect(await join(edge)).toMatchObject({ status: 201 })
  }
})

test('[PEOPLE-5] a guest who joins again in a browser that shows its old credential is the same guest: muted if it was, and in slow mode it waits', async () => {
  await bothHere(here)
  await act('muteGuest')
  const slow = { method: 'PATCH', body: JSON.stringify({ slowModeSeconds: 60 }) }
  expect((await here.request(pathOf(ROUTES.changeSession, here.sessionId), host, slow)).status).toBe(200)
  await pass(EVERYWHERE_MS)
  const joinAgain = (edge: Edge, previous: string) => post(edge, pathOf(JOIN, edge.sessionId), null, { guestName: '新人', previous })
  for (const edge of [here, there]) {
    const muted = await joinAgain(edge, guest)
    expect(muted).toMatchObject({ status: 201, body: { guest: { id: 'guest', name: '新人' } } })
    expect((await say(edge, String(muted.body['token']))).body).toMatchObject({ code: 'muted' })
    expect(await say(edge, neighbour)).toMatchObject({ status: 201 })
    const again = await joinAgain(edge, neighbour)
    expect(again.body).toMatchObject({ guest: { id: 'neighbour', name: '新人' } })
    expect((await say(edge, String(again.body['token']))).body).toMatchObject({ code: 'rate_limited' })
  }
})

test('[PEOPLE-2] a muted guest sends no photo', async () => {
  await bothHere(here)
  await act('muteGuest')
  const upload = () => here.request(`${UPLOAD_PHOTO.path}?key=${newKey()}`, guest, { method: 'POST', body: 'x' })
  expect(await codeOf(await upload())).toBe('muted')
  await act('unmuteGuest')
  expect(await codeOf(await upload())).toBe('photos_off')
})

test('[MOD-8] a name in which the filter finds something stands in the list for hosts and for its own guest, not for other guests', async () => {
  await bothHere(here)
  const change = { method: 'PATCH', body: JSON.stringify({ filter: DEFAULT_FILTER_SETTINGS }) }
  expect((await here.request(pathOf(ROUTES.changeSettings, here.sessionId), host, change)).status).toBe(200)
  const joined = await post(here, pathOf(JOIN, here.sessionId), null, { guestName: '13800138000' })
  const own = String(joined.body['token'])
  await here.join(own)
  const namesFor = async (token: string) => {
    const answer = await here.request(`${GET_ONLINE.path}?session=${here.sessionId}`, token)
    return ((await answer.json()) as { guests: { name: string }[] }).guests.map(({ name }) => name).sort()
  }
  expect(await namesFor(neighbour)).toEqual(['guest', 'neighbour', '…'].sort())
  for (const token of [host, own]) expect(await namesFor(token)).toContain('13800138000')
  // A host who gives a decent name settles it.
  await act('renameGuest', { guestName: '小红' }, String((joined.body['guest'] as { id: string }).id))
  expect(await namesFor(neighbour)).toContain('小红')
})

test('[PEOPLE-1] the list says who is online, where they came from and how much they wrote, in pages and by name', async () => {
  const joined = await post(here, pathOf(JOIN, here.sessionId), null, { guestName: '王小明', source: '3号桌' })
  const table = String(joined.body['token'])
  await here.join(table)
  await say(here, table, '喜', '王小明')
  const left = await here.join(guest)
  left.terminate()
  await pass(60_000)
  const list = async (query = ''): Promise<HostGuests> =>
    (await (await here.request(`${pathOf(ROUTES.listGuests, here.sessionId)}${query}`, host)).json()) as HostGuests
  const { guests } = await list()
  expect(new Map(guests.map(({ name, source, isOnline, messages }) => [name, { source, isOnline, messages }]))).toEqual(
    new Map([
      ['guest', { source: 'link', isOnline: false, messages: 0 }],
      ['王小明', { source: '3号桌', isOnline: true, messages: 1 }],
    ]),
  )
  expect((await list('?query=小明')).guests.map(({ name }) => name)).toEqual(['王小明'])
  const first = await list('?limit=1')
  const second = await list(`?limit=1&cursor=${first.nextCursor}`)
  expect([...first.guests, ...second.guests].map(({ id }) => id)).toEqual(guests.map(({ id }) => id))
})

test('[PEOPLE-1] a join alone notes nobody: who asks only whether a name is free is no guest', async () => {
  await post(here, pathOf(JOIN, here.sessionId), null, { guestName: '小明' })
  await pass(5_000)
  const response = await here.request(pathOf(ROUTES.listGuests, here.sessionId), host)
  expect(await response.json()).toEqual({ guests: [], nextCursor: null })
})

test('[PEOPLE-2] a name that the host gave is the guest’s name everywhere: online, in welcome and on its messages', async () => {
  await bothHere(here)
  expect((await act('renameGuest', { guestName: ' 小\n红 ' })).body).toMatchObject({ guest: { name: '小 红', isRenamed: true } })
  const online = (await (await here.request(`${GET_ONLINE.path}?session=${here.sessionId}`, host)).json()) as {
    guests: { id: string; name: string }[]
  }
  expect(online.guests.find(({ id }) => id === 'guest')?.name).toBe('小 红')
  const again = await here.join(guest)
  expect(again.frames[0]).toMatchObject({ type: 'welcome', guest: { id: 'guest', name: '小 红' } })
  expect((await say(here, guest)).body).toMatchObject({ message: { guestName: '小 红' } })
})

test('[PEOPLE-2] everything of a guest is rejected or erased with one request', async () => {
  await bothHere(here)
  await say(here, guest, 'one')
  await say(here, guest, 'two')
  expect((await act('rejectGuestMessages')).body).toMatchObject({ guest: { id: 'guest' }, changed: 2 })
  expect((await act('removeGuestMessages')).body).toMatchObject({ guest: { id: 'guest' }, changed: 2 })
  expect((await act('removeGuestMessages')).body).toMatchObject({ changed: 0 })
})

test('[LOG-6] only hosts read of acts on guests, their reasons and their authors', async () => {
  await bothHere(here)
  const asHost = await here.join(host)
  await act('muteGuest', { reason: 'the reason of the host' })
  await act('banGuest', { reason: 'the reason of the host' })
  const told = (peer: FakePeer) => JSON.stringify(peer.frames)
  await until(() => told(asHost).includes('the reason of the host'))
  const { other } = await bothHere(here)
  const replay = await (await poll(here, neighbour, `&epoch=epoch-${here.sessionId}&lastEventId=0&replay=all`)).text()
  for (const seen of [told(other), replay]) expect(seen).not.toContain('the reason of the host')
})

test.each([
  ['an unknown guest', 'muteGuest', {}, 'nobody', 'guest_not_found'],
  ['a reason of more than a line', 'muteGuest', { reason: '长'.repeat(101) }, 'guest', 'too_long'],
  ['an invisible name', 'renameGuest', { guestName: '\u200b' }, 'guest', 'name_invalid'],
  ['no name', 'renameGuest', {}, 'guest', 'bad_request'],
] as const)('%s is refused: %s', async (_, route, body, id, code) => {
  await bothHere(here)
  expect((await act(route, body, id)).body).toMatchObject({ code })
})
