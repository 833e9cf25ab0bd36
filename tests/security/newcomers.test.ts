import type { HostedSession } from '@guestwall/protocol'
import { VirtualClock } from '@guestwall/protocol/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { BallotBox, VoteHost } from '../support/votes.ts'
import { WireClient } from '../support/wire-client.ts'
import { expectUnharmed, freshKey } from './support/unharmed.ts'

/** One device that makes ever new guests, against a server with the limits that it has by default. */
const DEFAULTS = {
  GUEST_POSTS_PER_MINUTE: 30,
  SESSION_POSTS_PER_SECOND: 100,
  JOINS_PER_SECOND: 300,
  NEWCOMER_SECONDS: 30,
  BALLOT_AFTER_SECONDS: 3,
  JOINS_ALARM_PER_MINUTE: 50,
}

let clock: VirtualClock
let wall: Guestwall
let hosted: HostedSession

beforeEach(async () => {
  clock = new VirtualClock()
  wall = await startGuestwall({ config: DEFAULTS, parts: { clock } })
  hosted = await wall.createSession()
})
afterEach(async () => {
  clock.advance(60 * 60 * 1000)
  await expectUnharmed(wall, hosted)
  await wall.stop()
})

async function say(token: string, content = '喜'): Promise<{ status: number; code?: string; retryable?: boolean; retryAfterMs?: number }> {
  const response = await fetch(`${wall.url}/api/realtime/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ session: hosted.session.id, key: freshKey(), content, guestName: '小明' }),
  })
  const { code, retryable, retryAfterMs } = (await response.json()) as { code?: string; retryable?: boolean; retryAfterMs?: number }
  return {
    status: response.status,
    ...(code === undefined ? {} : { code, retryable: retryable ?? false, retryAfterMs: retryAfterMs ?? 0 }),
  }
}

async function newTokens(count: number): Promise<string[]> {
  return (await Promise.all(Array.from({ length: count }, () => wall.join(hosted.session.id, '新客')))).map(({ token }) => token)
}

describe('a device that makes ever new guests', () => {
  it('posts ten messages a second at most, and earlier guests are never refused', async () => {
    const hall = await newTokens(40)
    clock.advance(5 * 60_000)
    const posted = { flood: 0, hall: 0 }
    for (let second = 0; second < 4; second += 1) {
      const flood = await newTokens(40)
      const [floods, posts] = await Promise.all([
        Promise.all(flood.map((token) => say(token, '广告'))),
        Promise.all(hall.slice((second % 4) * 10, (second % 4) * 10 + 10).map((token) => say(token))),
      ])
      expect(posts.filter(({ status }) => status !== 201)).toEqual([])
      posted.hall += posts.length
      posted.flood += floods.filter(({ status }) => status === 201).length
      const refused = floods.filter(({ status }) => status !== 201)
      expect(new Set(refused.map(({ status, code, retryable }) => `${status} ${code} ${retryable}`))).toEqual(
        new Set(['429 session_busy true']),
      )
      expect(Math.max(0, ...refused.map(({ retryAfterMs }) => retryAfterMs ?? 0))).toBeLessThanOrEqual(40_000)
      clock.advance(1_000)
    }
    expect(posted.hall).toBe(40)
    expect(posted.flood).toBeLessThanOrEqual(50)
  })

  it('cannot vote at once; a refusal says when, over socket and HTTP, and the same key counts then', async () => {
    const { id: voteId } = await new VoteHost(wall.url, hosted).open()
    const box = new BallotBox(wall.url)
    const [first = '', second = ''] = await newTokens(2)
    const ballot = { key: freshKey(), optionIds: ['o1'] }
    expect(await box.cast(first, voteId, ballot)).toMatchObject({
      status: 429,
      body: { code: 'joined_just_now', retryable: true, retryAfterMs: 3_000 },
    })
    const socket = await WireClient.join(wall.url, hosted.session.id, { token: second })
    clock.advance(1_000)
    const command = { type: 'castVote', key: freshKey(), voteId, optionIds: ['o2'] } as const
    expect(await socket.ask(command)).toMatchObject({ type: 'error', code: 'joined_just_now', retryable: true, retryAfterMs: 2_000 })
    clock.advance(2_000)
    expect(await socket.ask(command)).toMatchObject({ type: 'ack', ballot: { voteId, optionIds: ['o2'] } })
    expect(await box.cast(first, voteId, ballot)).toMatchObject({ status: 200 })
    expect((await wall.store.readVotes(hosted.session.id))[0]).toMatchObject({ ballots: 2 })
    socket.close()
    box.close()
  })
})

it('the host, and nobody else, gets a notice of unusually many new guests in a minute', async () => {
  const joins = async (token: string) => {
    const response = await fetch(`${wall.url}/api/host/sessions/${hosted.session.id}/joins`, {
      headers: { authorization: `Bearer ${token}` },
    })
    return { status: response.status, ...((await response.json()) as { lastMinute?: number; isUnusual?: boolean }) }
  }
  const [guest = ''] = await newTokens(40)
  expect(await joins(hosted.hostToken)).toMatchObject({ status: 200, lastMinute: 40, isUnusual: false })
  expect([(await joins(guest)).status, (await joins(hosted.wallToken)).status]).toEqual([403, 403])
  await newTokens(11)
  expect(await joins(hosted.hostToken)).toMatchObject({ lastMinute: 51, isUnusual: true })
  const metrics = await (await fetch(`${wall.url}/metrics`)).text()
  expect(metrics).toMatch(/^guestwall_joins_total 51$/m)
  clock.advance(70_000)
  expect(await joins(hosted.hostToken)).toMatchObject({ lastMinute: 0, isUnusual: false })
})

it('a renewed credential keeps the time of the join', async () => {
  const { id: voteId } = await new VoteHost(wall.url, hosted).open()
  const [token = ''] = await newTokens(1)
  clock.advance(2_000)
  const socket = await WireClient.join(wall.url, hosted.session.id, { token })
  const command = { type: 'castVote', key: freshKey(), voteId, optionIds: ['o1'] } as const
  expect(await socket.ask(command)).toMatchObject({ code: 'joined_just_now', retryAfterMs: 1_000 })
  clock.advance(1_000)
  expect(await socket.ask(command)).toMatchObject({ type: 'ack' })
  socket.close()
})
