import {
  type HostedSession,
  type HostGuests,
  type HostMessage,
  OCCASION_DEFAULTS,
  pathOf,
  POLL,
  ROUTES,
  type Vote,
} from '@guestwall/protocol'
import { beforeEach, describe, expect, test } from 'vitest'
import { Edge } from './edge.test-kit.ts'

const OPERATOR = 'operator-token-of-this-test'
const RULES = { newcomersWait: 'on' as const }

let edge: Edge
beforeEach(async () => {
  edge = await Edge.open()
})

async function ask<Body>(path: string, token: string | null, body?: object, method = body === undefined ? 'GET' : 'POST'): Promise<Body> {
  const response = await edge.request(path, token, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return (await response.json()) as Body
}

const create = (body: object) => ask<HostedSession>(ROUTES.createSession.path, OPERATOR, { title: 'Ana & Tom', ...body })

describe('[LIFE-5] the occasion of a new session', () => {
  test.each(Object.entries(OCCASION_DEFAULTS))('%s chooses its theme and how messages come to the wall', async (occasion, defaults) => {
    expect((await create({ occasion })).session).toMatchObject({ occasion, ...defaults, state: 'open' })
  })

  test('that is not named is a wedding, and what the request names holds against every default', async () => {
    expect((await create({})).session).toMatchObject(OCCASION_DEFAULTS.wedding)
    const named = { occasion: 'conference', theme: 'cinnabar', moderation: 'off' }
    expect((await create(named)).session).toMatchObject(named)
  })
})

test('[LIFE-6] a copy has the fields, the rules and the votes of the other session, and nothing of its people', async () => {
  const first = await create({ occasion: 'class', subtitle: 'Room 4', moderation: 'approve', slowModeSeconds: 30, retentionDays: 7 })
  const at = first.session.id
  const draft = { key: 'key-of-the-vote', question: 'Which?', options: ['One', 'Two'], maxChoices: 2 }
  const { vote } = await ask<{ vote: Vote }>(pathOf(ROUTES.createVote, at), first.hostToken, draft)
  await ask(pathOf(ROUTES.openVote, vote.id), first.hostToken, {})
  await ask(pathOf(ROUTES.changeSettings, at), first.hostToken, RULES, 'PATCH')
  await ask(pathOf(ROUTES.createCredential, at), first.hostToken, { key: 'key-of-a-helper', name: '小雨', role: 'moderator' })
  const guest = await ask<{ token: string }>(pathOf(ROUTES.join, at), null, { guestName: 'Lily' })
  const message = { session: at, key: 'key-of-the-wish', content: 'Be happy', guestName: 'Lily' }
  await ask(ROUTES.sendMessage.path, guest.token, message)
  expect((await ask<{ messages: HostMessage[] }>(pathOf(ROUTES.listMessages, at), first.hostToken)).messages).toHaveLength(1)

  const copy = await create({ title: 'The second one', copyOf: at, state: 'scheduled' })
  expect(copy.session).toMatchObject({
    title: 'The second one',
    state: 'scheduled',
    occasion: 'class',
    theme: first.session.theme,
    subtitle: 'Room 4',
    moderation: 'approve',
    slowModeSeconds: 30,
    retentionDays: 7,
  })
  expect([copy.session.code === first.session.code, copy.hostToken === first.hostToken]).toEqual([false, false])
  const { snapshot } = await ask<{ snapshot: { wall: { votes: Vote[] } } }>(`${POLL.path}?session=${copy.session.id}`, copy.hostToken)
  expect(snapshot.wall.votes).toMatchObject([{ question: 'Which?', state: 'draft', maxChoices: 2, tally: null }])
  expect(await ask(pathOf(ROUTES.getSettings, copy.session.id), copy.hostToken)).toMatchObject({ settings: RULES })
  const { messages } = await ask<{ messages: HostMessage[] }>(pathOf(ROUTES.listMessages, copy.session.id), copy.hostToken)
  const { guests } = await ask<HostGuests>(pathOf(ROUTES.listGuests, copy.session.id), copy.hostToken)
  const { credentials } = await ask<{ credentials: object[] }>(pathOf(ROUTES.listCredentials, copy.session.id), copy.hostToken)
  expect([messages, guests, credentials.length]).toEqual([[], [], 2])
})

test('[LIFE-6] a copy of a session that is not there is refused', async () => {
  expect(await create({ copyOf: 'nothing' })).toMatchObject({ code: 'session_not_found' })
})

test('[EXP-5] the activity of a new session begins empty, whatever rules it was created with: nobody changed them', async () => {
  const { session, hostToken } = await create({ filter: 'refuse' })
  const acts = () => ask<{ activity: { act: string }[] }>(`${pathOf(ROUTES.exportSession, session.id)}?what=activity`, hostToken)
  expect((await acts()).activity).toEqual([])
  await ask(pathOf(ROUTES.changeSettings, session.id), hostToken, RULES, 'PATCH')
  expect((await acts()).activity.map(({ act }) => act)).toEqual(['settings.changed'])
})
