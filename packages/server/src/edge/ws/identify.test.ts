import { beforeEach, expect, test } from 'vitest'
import { Edge, type FakePeer, until } from '../edge.test-kit.ts'

const MINUTE_MS = 60_000

let edge: Edge
let token: string
beforeEach(async () => {
  edge = await Edge.open()
  token = await edge.token('guest')
})

/** The credential that a guest has after its `hello`. */
async function tokenAfter(hello: object): Promise<string | undefined> {
  const peer: FakePeer = edge.connect()
  peer.say({ type: 'hello', ...hello })
  await until(() => peer.frames.length > 0)
  const [welcome] = peer.frames
  return welcome?.type === 'welcome' ? welcome.token : undefined
}

test('a guest who has joined a moment ago keeps its credential; after an hour a visit renews it', async () => {
  edge.clock.advance(59 * MINUTE_MS)
  expect(await tokenAfter({ token })).toBe(token)
  edge.clock.advance(2 * MINUTE_MS)
  const renewed = await tokenAfter({ token })
  expect(renewed).not.toBe(token)
  expect(await tokenAfter({ token: renewed })).toBe(renewed)
})

test('a guest with a new name gets a credential with it, and one whose credential is of the future a present one', async () => {
  edge.clock.advance(1_000)
  expect(await tokenAfter({ token, guestName: 'guest' })).toBe(token)
  expect(await tokenAfter({ token, guestName: 'another name' })).not.toBe(token)
  edge.clock.stepWallTime(-MINUTE_MS)
  expect(await tokenAfter({ token })).not.toBe(token)
})
