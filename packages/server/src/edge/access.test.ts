import { pathOf, type Role, ROUTE_NAMES, ROUTES, type Route, type RouteName } from '@guestwall/protocol'
import { beforeEach, describe, expect, test } from 'vitest'
import { Edge, until } from './edge.test-kit.ts'

const ROLES: readonly Role[] = ['guest', 'host', 'wall', 'moderator']
const CREDENTIALS = ['none', 'nonsense', 'operator', ...ROLES, 'guest of another session', 'host of another session'] as const
type Credential = (typeof CREDENTIALS)[number]

let edge: Edge
let tokens: Readonly<Record<Credential, string | null>>

beforeEach(async () => {
  edge = await Edge.open()
  const anotherId = await edge.openSession()
  const another = (role: Role) => edge.token(`another-${role}`, role, anotherId)
  tokens = {
    none: null,
    nonsense: 'not.a.token',
    operator: 'operator-token-of-this-test',
    guest: await edge.token('guest'),
    host: await edge.token('host', 'host'),
    wall: await edge.token('wall', 'wall'),
    moderator: await edge.token('moderator', 'moderator'),
    'guest of another session': await another('guest'),
    'host of another session': await another('host'),
  }
})

/** The refusal that the table promises to a credential; `null`: access. */
function promised({ access, session }: Route, credential: Credential): 'unauthorised' | 'forbidden' | null {
  if (access === 'anyone') return null
  if (access === 'operator') return credential === 'operator' ? null : 'unauthorised'
  if (credential === 'none' || credential === 'nonsense' || credential === 'operator') return 'unauthorised'
  const [role] = credential.split(' ') as [Role]
  if (!access.includes(role)) return 'forbidden'
  return session !== undefined && credential !== role ? 'forbidden' : null
}

/** The refusal of access that the server answers; other answers come after the check of access. */
async function refusalOf(name: RouteName, credential: Credential): Promise<string | null> {
  const route: Route = ROUTES[name]
  const parameters = { ...(route.session === 'query' ? { session: edge.sessionId } : {}), ...NEEDED[name] }
  const query = `?${new URLSearchParams(parameters).toString()}`
  const id = route.session === 'path' ? edge.sessionId : 'some-id'
  const message = { session: edge.sessionId, key: `key-of-${credential.replaceAll(' ', '-')}`, content: '喜', guestName: '小明' }
  const body = route.method === 'GET' ? {} : { body: JSON.stringify(name === 'sendMessage' ? message : {}) }
  edge.clock.advance(30_000)
  const response = await edge.request(pathOf(route, id) + query, tokens[credential], { method: route.method, ...body })
  if (response.ok)
    return (
      (await response.body?.cancel().then(
        () => null,
        () => null,
      )) ?? null
    )
  const { code } = (await response.json()) as { code: string }
  return code === 'unauthorised' || code === 'forbidden' ? code : null
}

/** The parameters without which a request is malformed. */
const NEEDED: Partial<Record<RouteName, Record<string, string>>> = {
  exportSession: { what: 'messages' },
  uploadPhoto: { key: 'key-of-an-upload' },
  getLook: { picture: 'none' },
  putLook: { part: 'logo' },
  clearLook: { part: 'logo' },
}

describe('access', () => {
  test.each(ROUTE_NAMES)('%s accepts the credentials of the table of routes, and no other', async (name) => {
    // The key of a sign-in is in its body; without one the request is malformed.
    const answered: [Credential, string | null][] = []
    for (const credential of CREDENTIALS) answered.push([credential, await refusalOf(name, credential)])
    expect(answered).toEqual(CREDENTIALS.map((credential) => [credential, promised(ROUTES[name], credential)]))
  })

  const COMMANDS = [
    ['sendMessage', ROUTES.sendMessage, { key: 'key-of-a-command', content: '喜', guestName: '小明' }],
    ['castVote', ROUTES.castVote, { key: 'key-of-a-command', voteId: 'nowhere', optionIds: ['o1'] }],
    ['getOnlineList', ROUTES.getOnline, { cursor: null }],
  ] as const
  test.each(COMMANDS)('a socket has for %s the access of its route', async (type, route, command) => {
    for (const role of ROLES) {
      const peer = await edge.join(await edge.token(`socket-${role}`, role))
      peer.say({ type, ref: 1, ...command })
      await until(() => peer.frames.some((frame) => (frame.type === 'ack' || frame.type === 'error') && frame.ref === 1))
      expect([role, peer.errors().includes('forbidden')]).toEqual([role, !(route.access as readonly Role[]).includes(role)])
    }
  })
})
