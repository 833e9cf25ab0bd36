import { BUILT_MODERATIONS, type HostedSession, LayoutSchema, ModerationSchema } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Guestwall, OPERATOR_TOKEN, startGuestwall } from '../../../tests/support/guestwall.ts'

/** Parts of the contract that are not built yet are refused, and nothing changes. */

let wall: Guestwall
let hosted: HostedSession
beforeAll(async () => {
  wall = await startGuestwall()
  hosted = await wall.createSession()
})
afterAll(() => wall.stop())

function call(method: 'POST' | 'PATCH', path: string, body: object, token: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  return fetch(`${wall.url}${path}`, { method, headers, body: JSON.stringify(body) })
}

const change = (body: object) => call('PATCH', `/api/host/sessions/${hosted.session.id}`, body, hosted.hostToken)
const create = (body: object) => call('POST', '/api/sessions', { title: 'x', ...body }, OPERATOR_TOKEN)

const VALUES = [
  ...ModerationSchema.options.map((value) => ['moderation', value, BUILT_MODERATIONS.includes(value)] as const),
  ...LayoutSchema.options.map((value) => ['layout', value, true] as const),
]

describe.each(VALUES)('%s: %s', (field, value, isBuilt) => {
  test(isBuilt ? 'is taken' : 'is refused as not supported, by creating and by changing, and names what can be chosen', async () => {
    const answers = [await create({ [field]: value }), await change({ [field]: value, title: `after ${value}` })]
    expect(answers.map(({ status }) => status)).toEqual(isBuilt ? [201, 200] : [501, 501])
    const [, changed] = await Promise.all(answers.map((answer) => answer.json() as Promise<Record<string, unknown>>))
    if (isBuilt) return
    expect(changed).toMatchObject({ code: 'not_supported', retryable: false, title: expect.stringMatching(/not built yet: use one of/) })
    const session = await wall.store.findSession(hosted.session.id)
    expect(session?.title).not.toBe(`after ${value}`)
    expect(session?.[field]).not.toBe(value)
  })
})
