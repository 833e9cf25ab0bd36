import { HostClient } from '@guestwall/client/host'
import { readScreenControl } from '@guestwall/client/screen'
import { type HostedSession, NEW_SCREEN, pathOf, ROUTES, screenState } from '@guestwall/protocol'
import { aScreenReport } from '@guestwall/protocol/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { post } from '../support/http-calls.ts'
import { WireClient } from '../support/wire-client.ts'

let wall: Guestwall
let hosted: HostedSession
beforeAll(async () => {
  wall = await startGuestwall()
})
afterAll(() => wall.stop())
beforeEach(async () => {
  hosted = await wall.createSession()
})

const host = () => new HostClient({ url: wall.url }).session(hosted.session.id, hosted.hostToken)
const joined = (token: string) => WireClient.join(wall.url, hosted.session.id, { token })
const controlChanges = ({ frames }: WireClient) =>
  frames.flatMap((frame) => (frame.type === 'events' ? frame.events.filter(({ type }) => type === 'screen.changed') : []))

async function send(token: string, content: string): Promise<string> {
  const body = {
    session: hosted.session.id,
    key: `key-of-${content.length}-${Math.random().toString(36).slice(2)}`,
    content,
    guestName: '小明',
  }
  return (await post<{ message: { id: string } }>(`${wall.url}/api/realtime/messages`, body, token)).message.id
}

describe('[SCREEN-1] what a host sets for the screens', () => {
  test('is read by a screen when it connects and follows as an event, for hosts and screens alone', async () => {
    const guest = await wall.join(hosted.session.id, '小明')
    const { token } = await host().createCredential({ name: '小雨', role: 'moderator' })
    const helper = new HostClient({ url: wall.url }).session(hosted.session.id, token)
    const clients = await Promise.all([hosted.wallToken, hosted.hostToken, guest.token].map(joined))
    await helper.controlScreens({ isPaused: true })
    await helper.controlScreens({ isBlank: true }, { screenId: 'wall-1' })
    // The order of the log: who has this message has everything before it.
    await send(guest.token, '之后')
    await Promise.all(
      clients.map((client) =>
        client.until(() =>
          client.frames.some((frame) => frame.type === 'events' && frame.events.some(({ type }) => type === 'message.created')),
        ),
      ),
    )
    const [screen, console, phone] = clients.map(controlChanges)
    expect(screen).toMatchObject([{ data: { change: { isPaused: true } } }, { data: { change: { isBlank: true }, screenId: 'wall-1' } }])
    expect(console).toMatchObject([{ by: { name: '小雨' } }, { by: { name: '小雨' } }])
    expect([JSON.stringify(screen).includes('小雨'), phone]).toEqual([false, []])
    const control = await readScreenControl(hosted.session.id, hosted.wallToken, { url: wall.url })
    expect(screenState(control, 'wall-1')).toEqual({ ...NEW_SCREEN, pausedAt: expect.any(Number) as number, isBlank: true })
    expect(screenState(control, 'another')).toEqual({ ...NEW_SCREEN, pausedAt: expect.any(Number) as number })
    for (const client of clients) client.webSocket.close()
  })

  test('[SCREEN-3] a message that is shown large leaves every screen with its rejection, and the log says so in one step', async () => {
    const { token } = await wall.join(hosted.session.id, '小明')
    const id = await send(token, '百年好合')
    const screen = await joined(hosted.wallToken)
    expect((await host().controlScreens({ spotlight: id })).all.spotlight).toMatchObject({ id })
    await host().actOnMessage(id, 'reject', { from: 'shown' })
    await screen.until(() => controlChanges(screen).length === 2)
    const last = screen.frames.filter((frame) => frame.type === 'events').at(-1)
    expect(last?.type === 'events' ? last.events.map(({ type }) => type) : []).toEqual(['message.rejected', 'screen.changed'])
    await host().actOnMessage(id, 'restore')
    expect((await readScreenControl(hosted.session.id, hosted.wallToken, { url: wall.url })).all.spotlight).toBeNull()
    screen.webSocket.close()
  })
})

describe('[SCREEN-4] the report of a screen', () => {
  test('is read by hosts and moderators, and by nobody else; it is no part of the log', async () => {
    const guest = await wall.join(hosted.session.id, '小明')
    const { token: helperToken } = await host().createCredential({ name: '小雨', role: 'moderator' })
    const [screen, phone] = await Promise.all([joined(hosted.wallToken), joined(guest.token)])
    const before = await wall.store.readHeads([hosted.session.id])
    const report = aScreenReport({ cards: ['m1 0 0 3000 2000'], waiting: 7, behindMs: 12_000 })
    const answer = await screen.ask({ type: 'reportScreen', page: 'p1', report })
    expect(answer).toMatchObject({ type: 'ack', reported: { wallTimeMs: expect.any(Number) } })
    for (const token of [hosted.hostToken, helperToken]) {
      const { screens } = await new HostClient({ url: wall.url }).session(hosted.session.id, token).listScreens()
      expect(screens).toMatchObject([{ id: 'wall-1', name: 'Screen', pages: [{ page: 'p1', report }] }])
    }
    for (const token of [hosted.wallToken, guest.token]) {
      const address = `${wall.url}${pathOf(ROUTES.listScreens, hosted.session.id)}`
      expect((await fetch(address, { headers: { authorization: `Bearer ${token}` } })).status).toBe(403)
    }
    expect(await phone.ask({ type: 'reportScreen', page: 'p1', report })).toMatchObject({ type: 'error', code: 'forbidden' })
    expect(await wall.store.readHeads([hosted.session.id])).toEqual(before)
    expect(JSON.stringify(phone.frames)).not.toContain('12000')
    for (const client of [screen, phone]) client.webSocket.close()
  })

  test('with a text in the place of an id is refused, and the third such frame ends the connection', async () => {
    const screen = await joined(hosted.wallToken)
    const report = { ...aScreenReport(), cards: ['新婚快乐 0 0 1 1'] }
    const ask = () => screen.ask({ type: 'reportScreen', page: 'p1', report })
    expect([await ask(), await ask()]).toMatchObject([{ code: 'bad_request' }, { code: 'bad_request' }])
    await expect(ask()).rejects.toThrow('4400')
  })
})
