import { aSession } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import type { LogEvent } from '../domain/log-event.ts'
import { LastStates } from './last-states.ts'

const SESSION = aSession({ id: 's' })
const changed: LogEvent = {
  audience: 'everyone',
  event: { id: 8, type: 'session.changed', at: SESSION.createdAt, data: { ...SESSION, moderation: 'closed' } },
}

test('a batch leaves its session as its events changed it, at its head', () => {
  const last = new LastStates()
  last.note('s', SESSION, { epoch: 'e', from: 7, to: 8, events: [changed] })
  expect(last.expect('s')).toEqual({ session: { ...SESSION, moderation: 'closed' }, epoch: 'e', head: 8 })
})

test('a state is expected once: a batch whose outcome is unknown leaves none', () => {
  const last = new LastStates()
  last.note('s', SESSION, { epoch: 'e', from: 7, to: 7, events: [] })
  expect(last.expect('s')).not.toBeNull()
  expect(last.expect('s')).toBeNull()
})

test('after a wrong expectation sixteen batches expect nothing, then the next one does', () => {
  const last = new LastStates()
  last.wasWrong('s')
  const expectations = Array.from({ length: 17 }, () => {
    last.note('s', SESSION, { epoch: 'e', from: 7, to: 7, events: [] })
    return last.expect('s') !== null
  })
  expect(expectations).toEqual([...Array<boolean>(16).fill(false), true])
})
