import type { NewcomersWait } from '@guestwall/protocol'
import { expect, test } from 'vitest'
import { newGuestId } from '../log/decide/guest-id.ts'
import { Newcomers } from './newcomers.ts'
import { NEWCOMERS_REFUSED } from './post-limits.ts'

const STARTED_MS = 1_000_000_000_000
const guest = (joinedMs: number) => ({ sessionId: 's', id: newGuestId(joinedMs, 'random'), name: '小明', role: 'guest' }) as const

function rulesFor(newcomersWait: NewcomersWait, joinedMs: number, counts: Record<string, number> = {}, alarmPerMinute = 100) {
  const limits = { lastMinute: (_session: string, key: string) => Promise.resolve(counts[key] ?? 0) }
  const now = { settings: { newcomersWait }, startedAtMs: STARTED_MS }
  return new Newcomers({ limits, alarmPerMinute }).reasonsFor(guest(joinedMs), now).then((reasons) => reasons.map(({ rule }) => rule))
}

const EARLY = STARTED_MS - 1
const LATE = STARTED_MS + 1

test.each([
  ['off', LATE, { joins: 1_000, [NEWCOMERS_REFUSED]: 9 }, 100, []],
  ['on', LATE, {}, 100, ['newcomer']],
  ['on', EARLY, {}, 100, []],
  ['on', EARLY, { joins: 101 }, 100, ['flood']],
  ['flood', LATE, {}, 100, []],
  ['flood', LATE, { joins: 100 }, 100, []],
  ['flood', EARLY, { joins: 101 }, 100, ['flood']],
  ['flood', LATE, { [NEWCOMERS_REFUSED]: 1 }, 100, ['flood']],
  ['flood', LATE, { joins: 1_000 }, 0, []],
] as const)(
  '[MOD-9] %s: the first message of a guest who joined at %d, with %o in the last minute (alarm %d), waits for %o',
  async (wait, joined, counts, alarm, rules) => {
    expect(await rulesFor(wait, joined, counts, alarm)).toEqual(rules)
  },
)

test('[MOD-9] a host never waits', async () => {
  const newcomers = new Newcomers({ limits: { lastMinute: () => Promise.resolve(1_000) }, alarmPerMinute: 1 })
  const host = { sessionId: 's', id: 'host', name: 'Host', role: 'host' } as const
  expect(await newcomers.reasonsFor(host, { settings: { newcomersWait: 'on' }, startedAtMs: 0 })).toEqual([])
})
