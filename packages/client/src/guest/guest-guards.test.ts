import { HistorySchema, OwnBallotSchema, PublicSessionSchema, ServerFactsSchema } from '@guestwall/protocol'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { isHistory, isOwnBallot, isPublicSession, isServerFacts } from './guest-guards.ts'

const session = { id: 's1', code: 'ABC234', title: '', subtitle: '', state: 'open', theme: 'linen' }
const message = {
  id: 'm1',
  guestId: 'g1',
  guestName: '小明',
  content: '喜',
  status: 'shown',
  pinned: false,
  createdAt: '2026-11-22T10:00:00.000Z',
  eventId: 1,
  key: 'key-of-a-test',
}
const receipt = { session: 's1', voteId: 'v1', seq: 1, hash: 'h', signature: 's' }

/** A schema, its guard, and a full answer. */
const ANSWERS = [
  [PublicSessionSchema, isPublicSession, session],
  [HistorySchema, isHistory, { messages: [message], nextBefore: 1 }],
  [OwnBallotSchema, isOwnBallot, { ballot: { voteId: 'v1', optionIds: ['o1'] }, receipt, voided: true }],
  [ServerFactsSchema, isServerFacts, { guestUrl: 'http://wall', version: '1.0.0', store: 'ok' }],
] as const

it.each(ANSWERS)('a guard takes what its schema takes, and refuses an answer without a required field', (schema, guard, answer) => {
  expect([v.is(schema, answer), guard(answer)]).toEqual([true, true])
  for (const name of Object.keys(answer)) {
    const { [name as never]: _, ...rest } = answer as Record<string, unknown>
    expect([name, guard(rest)]).toEqual([name, v.is(schema, rest)])
    expect([name, guard({ ...answer, [name]: Symbol('wrong') })]).toEqual([name, false])
  }
})
