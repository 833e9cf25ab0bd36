import { RealtimeClient } from '@guestwall/client'
import { GuestClient } from '@guestwall/client/guest'
import { HostClient, RequestError, type SessionHost, sessionLinks, showScreen } from '@guestwall/client/host'
import type { HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Guestwall, OPERATOR_TOKEN, startGuestwall } from '../support/guestwall.ts'

let wall: Guestwall
let operator: HostClient
let guests: GuestClient
let hosted: HostedSession
let host: SessionHost

beforeAll(async () => {
  const addresses = ['http://192.168.1.2:8787', 'http://10.0.0.2:8787'].map((url) => ({ url, adapter: 'wlan0', kind: 'wifi' as const }))
  let chosen: string | null = null
  wall = await startGuestwall({
    parts: {
      addresses: {
        list: () => addresses,
        chosen: () => chosen,
        choose: (url: string | null) => {
          if (url !== null && !addresses.some((address) => address.url === url)) return false
          chosen = url
          return true
        },
      } as never,
    },
  })
  operator = new HostClient({ url: wall.url, operatorToken: OPERATOR_TOKEN })
  guests = new GuestClient({ url: wall.url })
  hosted = await operator.createSession({ title: '林晓 & 陈默', subtitle: '2026' })
  host = operator.session(hosted.session.id, hosted.hostToken)
})
afterAll(() => wall?.stop())

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof RequestError ? `${error.code} ${error.instruction}` : String(error)),
  )

describe('an operator', () => {
  test('signs in once with the key of the link, and then creates and lists sessions', async () => {
    const client = new HostClient({ url: wall.url })
    expect(await code(client.listSessions())).toBe('unauthorised newCredential')
    expect(await client.signIn('one-time-key-of-the-tests')).toBe(OPERATOR_TOKEN)
    expect(await code(new HostClient({ url: wall.url }).signIn('one-time-key-of-the-tests'))).toBe('unauthorised newCredential')
    const created = await client.createSession({ title: '年会' })
    expect((await client.listSessions()).map(({ session }) => session.id)).toContain(created.session.id)
    client.signOut()
    expect(await code(client.listSessions())).toBe('unauthorised newCredential')
  })

  test('renews the credentials of a session and builds its links', async () => {
    const renewed = await operator.renewCredentials(hosted.session.id)
    expect(renewed.session).toEqual(hosted.session)
    expect(sessionLinks(`${wall.url}/`, renewed)).toEqual({
      guest: `${wall.url}/${hosted.session.code}`,
      host: `${wall.url}/host/${hosted.session.id}#token=${renewed.hostToken}`,
      wall: `${wall.url}/wall/${hosted.session.id}#token=${renewed.wallToken}`,
    })
    expect(await code(operator.renewCredentials('nowhere'))).toBe('session_not_found stop')
  })

  test('chooses the address for guests, among those that exist', async () => {
    const { addresses } = await operator.listAddresses()
    expect(addresses).toHaveLength(2)
    const second = addresses[1]?.url ?? null
    expect((await operator.chooseAddress(second)).chosen).toBe(second)
    expect(await code(operator.chooseAddress('http://10.9.9.9'))).toMatch(/^conflict /)
    expect((await operator.chooseAddress(null)).chosen).toBeNull()
    expect(await operator.getServer()).toMatchObject({ version: '0.0.0-test', store: 'ok' })
  })
})

describe('a host', () => {
  test('gives a helper a credential, sees it in the list, and revokes it', async () => {
    const { credential, token, url } = await host.createCredential({ name: '小雨', role: 'moderator' })
    expect(url).toContain(`/host/${hosted.session.id}#token=${token}`)
    const helper = operator.session(hosted.session.id, token)
    expect(await code(helper.listMessages())).toBe('accepted')
    expect(await code(helper.end())).toBe('forbidden stop')
    const { credentials, own } = await host.listCredentials()
    expect(credentials.map(({ name }) => name)).toEqual(['Host', 'Screen', '小雨'])
    expect(own).toBe(credentials[0]?.id)
    expect((await host.revokeCredential(credential.id)).revokedAt).not.toBeNull()
    // A server may trust what it read for half a second.
    while ((await code(helper.listMessages())) === 'accepted') await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await code(helper.listMessages())).toBe('unauthorised newCredential')
  })

  test('pairs a screen by its code', async () => {
    const secret = 'a-secret-of-the-screen'
    const shown = await showScreen(secret, { url: wall.url })
    expect(await code(host.pairScreen({ code: 'ZZZZZZ', name: '主屏' }))).toBe('not_found stop')
    const screen = await host.pairScreen({ code: shown.state === 'waiting' ? shown.code : '', name: '主屏' })
    expect(screen).toMatchObject({ name: '主屏', role: 'wall' })
    expect(await showScreen(secret, { url: wall.url })).toEqual({ state: 'paired', session: hosted.session.id })
  })

  test('changes the session; the same key gets the first result, and with another change a refusal', async () => {
    expect(await host.change({ title: '新标题' }, { key: 'key-of-a-change' })).toMatchObject({ title: '新标题' })
    expect(await host.change({ title: '新标题' }, { key: 'key-of-a-change' })).toMatchObject({ title: '新标题' })
    expect(await code(host.change({ title: '别的' }, { key: 'key-of-a-change' }))).toBe('key_reused fixInput')
    expect(await code(host.change({ title: '' }))).toBe('empty_content fixInput')
    expect(await code(operator.session(hosted.session.id, hosted.wallToken).change({ title: 'A' }))).toMatch(/^forbidden /)
  })

  test('lists, removes and erases messages; older ones come page by page', async () => {
    const { token } = await guests.join(hosted.session.id, '小明')
    const client = new RealtimeClient({ url: wall.url, session: hosted.session.id, token })
    client.connect()
    for (let n = 1; n <= 5; n += 1) await client.sendMessage(`祝福 ${n}`, '小明')
    const first = await host.listMessages({ limit: 3 })
    expect(first.messages.map(({ content }) => content)).toEqual(['祝福 5', '祝福 4', '祝福 3'])
    expect((await host.listMessages({ before: first.nextBefore, limit: 3 })).messages).toHaveLength(2)
    const [newest] = first.messages
    const removed = await host.removeMessage(newest?.id ?? '', { eraseName: true })
    expect([removed.status, removed.content, removed.guestName]).toEqual(['removed', '', ''])
    expect(await code(host.removeMessage('nowhere'))).toMatch(/^message_not_found /)
    const reader = guests.session(hosted.session.id, token)
    const page = await reader.history(null, { limit: 2 })
    expect(page.messages.map(({ content }) => content)).toEqual(['祝福 4', '祝福 3'])
    expect((await reader.history(page.nextBefore, { limit: 2 })).messages.map(({ content }) => content)).toEqual(['祝福 2', '祝福 1'])
    expect((await host.listOnline()).guests.map(({ name }) => name)).toEqual(['小明'])
    expect(await host.getJoins()).toEqual({ lastMinute: 1, isUnusual: false })
    client.close()
  })

  test('makes, changes and runs a vote; a guest reads its receipt', async () => {
    const draft = await host.createVote({ question: '跳什么舞？', options: ['华尔兹', '探戈'] })
    expect(draft.state).toBe('draft')
    const changed = await host.changeVote(draft.id, { question: '跳哪支舞？' })
    expect(changed.question).toBe('跳哪支舞？')
    expect(await code(host.actOnVote(draft.id, 'close'))).toMatch(/^conflict /)
    expect((await host.actOnVote(draft.id, 'open')).state).toBe('open')
    const joinedFrom = new Date(Date.now() - 60_000)
    const { token } = await guests.join(hosted.session.id, '小红')
    const client = new RealtimeClient({ url: wall.url, session: hosted.session.id, token })
    client.connect()
    const reader = guests.session(hosted.session.id, token)
    expect(await reader.ballot(draft.id)).toEqual({ ballot: null, receipt: null })
    await client.castVote(draft.id, [changed.options[0]?.id ?? ''])
    expect((await reader.ballot(draft.id)).receipt).toMatchObject({ seq: 1 })
    for (const [action, state] of [
      ['hide', 'open'],
      ['reveal', 'open'],
      ['close', 'closed'],
      ['reopen', 'open'],
      ['close', 'closed'],
    ] as const) {
      expect([action, (await host.actOnVote(draft.id, action)).state]).toEqual([action, state])
    }
    const voided = await host.voidBallots(draft.id, { from: joinedFrom, to: new Date(Date.now() + 60_000) })
    expect(voided.tally?.ballots).toBe(0)
    expect(await reader.ballot(draft.id)).toMatchObject({ ballot: null, voided: true })
    const again = await host.actOnVote(draft.id, 'rerun')
    expect([again.id === draft.id, again.question]).toEqual([false, '跳哪支舞？'])
    expect((await host.getWall()).votes.map(({ id }) => id)).toContain(again.id)
    expect(await code(host.actOnVote(draft.id, 'delete' as never))).toBe(
      "TypeError: `action` must be one of open, close, reveal, hide, reopen, rerun, show, withdraw, remove, not 'delete'",
    )
    expect(await code(host.actOnVote('nowhere', 'open'))).toMatch(/^vote_not_found /)
    client.close()
  })

  test('exports files, as a blob or as a stream', async () => {
    const file = await host.export({ what: 'votes', format: 'csv', separator: 'semicolon' })
    expect(file.name).toMatch(/^新标题-Votes-.*\.csv$/)
    expect(await (await file.blob()).text()).toContain('跳哪支舞？')
    const { stream, contentType } = await host.export({ what: 'audit' })
    expect(contentType).toBe('application/json')
    expect(JSON.parse(await new Response(stream).text())).toBeTypeOf('object')
    expect(await code(host.export({ what: 'audit', format: 'csv' }))).toBe('bad_request fixInput')
    expect(await code(operator.session(hosted.session.id, hosted.wallToken).export({ what: 'votes' }))).toMatch(/^forbidden /)
    const abort = AbortSignal.abort(new Error('left'))
    await expect(host.export({ what: 'votes' }, { signal: abort })).rejects.toThrow('left')
  })

  test('ends the session: guests still find it, and it accepts nothing more', async () => {
    expect((await host.end()).state).toBe('ended')
    expect((await guests.findSession(hosted.session.code.toLowerCase())).state).toBe('ended')
    expect(await code(guests.join(hosted.session.id, '迟到'))).toMatch(/^session_ended /)
    expect(await code(host.createVote({ question: '?', options: ['A', 'B'] }))).toMatch(/^session_ended /)
    expect(await code(guests.findSession('XXXXXX'))).toMatch(/^session_not_found /)
  })
})

test('a server that is away is `unreachable`', async () => {
  const away = new HostClient({ url: 'http://127.0.0.1:9', retries: 0 })
  expect(await code(away.getServer())).toBe('unreachable retry')
  expect(await code(away.session('s1', 't').export({ what: 'votes' }))).toBe('unreachable retry')
})
