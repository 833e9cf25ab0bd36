import { aKnownGuest, aSession } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import type { LogEvent } from '../domain/log-event.ts'
import { LastStates } from './last-states.ts'

const SESSION = aSession({ id: 's' })
const BEFORE = { session: SESSION, guests: [] }
const changed: LogEvent = {
  audience: 'everyone',
  event: { id: 8, type: 'session.changed', at: SESSION.createdAt, data: { ...SESSION, moderation: 'closed' } },
}

test('a batch leaves its session as its events changed it, at its head', () => {
  const last = new LastStates()
  last.note('s', BEFORE, { epoch: 'e', from: 7, to: 8, events: [changed] })
  expect(last.expect('s')).toEqual({ session: { ...SESSION, moderation: 'closed' }, guests: [], epoch: 'e', head: 8 })
})

test('a state is expected once: a batch whose outcome is unknown leaves none', () => {
  const last = new LastStates()
  last.note('s', BEFORE, { epoch: 'e', from: 7, to: 7, events: [] })
  expect(last.expect('s')).not.toBeNull()
  expect(last.expect('s')).toBeNull()
})

test('after a wrong expectation sixteen batches expect nothing, then the next one does', () => {
  const last = new LastStates()
  last.wasWrong('s')
  const expectations = Array.from({ length: 17 }, () => {
    last.note('s', BEFORE, { epoch: 'e', from: 7, to: 7, events: [] })
    return last.expect('s') !== null
  })
  expect(expectations).toEqual([...Array<boolean>(16).fill(false), true])
})

test('[PEOPLE-2] a batch leaves the guests on whom hosts acted, each as the last act left it', () => {
  const last = new LastStates()
  const muted = aKnownGuest({ id: 'g', isMuted: true, by: { id: 'h', name: 'Host' } })
  const unmuted = { ...muted, isMuted: false }
  const event = (id: number, data: typeof muted): LogEvent => ({
    audience: 'hosts',
    event: { id, type: 'guest.changed', at: SESSION.createdAt, data },
  })
  last.note('s', BEFORE, { epoch: 'e', from: 7, to: 8, events: [event(8, muted)] })
  const between = last.expect('s')
  expect(between?.guests).toEqual([muted])
  last.note('s', between ?? BEFORE, { epoch: 'e', from: 8, to: 9, events: [event(9, unmuted)] })
  expect(last.expect('s')?.guests).toEqual([unmuted])
})
