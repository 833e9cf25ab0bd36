import type { HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { type Guestwall, startGuestwall } from '../../../tests/support/guestwall.ts'

let wall: Guestwall
let hosted: HostedSession
let token: string

beforeAll(async () => {
  wall = await startGuestwall({ config: { FILTER: readConfig({}).FILTER } })
  hosted = await wall.createSession()
  token = (await wall.join(hosted.session.id, '小明')).token
})
afterAll(() => wall.stop())

async function request(method: string, path: string, credential: string, body?: object) {
  const answer = await fetch(`${wall.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

const post = (content: string, key: string, credential = token, { session } = hosted) =>
  request('POST', '/api/realtime/messages', credential, { session: session.id, key, content, guestName: '小明' })

test('[MOD-8] a wall whose host has chosen nothing holds what the filter finds; whoever makes one may say otherwise, and a copy does the same', async () => {
  const answerOn = async (made: HostedSession) => {
    const guest = await wall.join(made.session.id, '小明')
    const { status, body } = await post('f u c k this', 'key-of-a-word', guest.token, made)
    return status < 300 ? body.message.status : body.code
  }
  expect(await answerOn(await wall.createSession())).toBe('pending')
  expect(await answerOn(await wall.createSession({ title: 'Open', filter: 'off' }))).toBe('shown')
  const refusing = await wall.createSession({ title: 'Strict', filter: 'refuse' })
  expect(await answerOn(refusing)).toBe('content_refused')
  expect(await answerOn(await wall.createSession({ title: 'Copy', copyOf: refusing.session.id }))).toBe('content_refused')
  expect(await answerOn(await wall.createSession({ title: 'Copy', copyOf: refusing.session.id, filter: 'off' }))).toBe('shown')
})

test('[MOD-5] [MOD-8] a message with a listed word waits, its author does not learn why, and a host does', async () => {
  const posted = await post('f u c k this', 'key-word-1')
  expect(posted.body.message).toMatchObject({ status: 'pending', content: 'f u c k this' })
  expect(JSON.stringify(posted.body)).not.toContain('"held"')
  const listed = await request('GET', `/api/host/sessions/${hosted.session.id}/messages?status=pending`, hosted.hostToken)
  expect(listed.body.messages).toContainEqual(expect.objectContaining({ held: [{ rule: 'word', text: 'f u c k' }] }))
})

test('[SEND-1] [MOD-8] a retried command gets its first result, and the same text again waits', async () => {
  const text = '祝新郎新娘白头偕老永结同心早生贵子一生一世'
  const first = await post(text, 'key-again-1')
  expect(first.body.message.status).toBe('shown')
  expect((await post(text, 'key-again-1')).body.message).toEqual(first.body.message)
  expect((await post(text, 'key-again-2')).body.message.status).toBe('pending')
})
