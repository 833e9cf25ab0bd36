import { type MessageStatus, NO_SCREEN_CONTROL } from '@guestwall/protocol'
import { aKnownGuest, aMessage, aSession } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import type { LockedSession } from '../../storage/transaction.ts'
import type { KeyedCommand } from './command.ts'
import { decideBatch } from './decide-batch.ts'

const STATUSES: readonly MessageStatus[] = ['shown', 'pending', 'private', 'rejected', 'removed']

function lockedWith(...messages: LockedSession['messages']): LockedSession {
  const none = { votes: [], ballots: [], freshVoters: [], photos: [], knownKeys: [], pinnedIds: [], shownAuthors: [], credentials: [] }
  const session = { session: aSession({ id: 's' }), epoch: 'e', head: 10, clockMs: null, settings: null, stateBy: null }
  return { ...none, ...session, messages, guests: [aKnownGuest({ id: 'g1' })], screens: NO_SCREEN_CONTROL }
}

function eventsOf(act: string, ...messages: LockedSession['messages']): (readonly [type: string, id: unknown])[] {
  const actor = { sessionId: 's', id: 'h', name: '小雨', role: 'host' }
  const command = { kind: 'actOnGuest', actor, key: 'key-of-an-act', bodyHash: 'hash', guestId: 'g1', act, reason: null }
  const { events } = decideBatch(lockedWith(...messages), {
    commands: [command as KeyedCommand],
    now: '2026-11-22T10:00:00.000Z',
    newIds: ['new'],
  })
  return events.map(({ event }) => [event.type, 'id' in event.data ? event.data.id : null])
}

test('[PEOPLE-3] a ban rejects the messages of the guest that are shown, waiting or private, and nothing else', () => {
  const messages = STATUSES.map((status, at) => aMessage(at + 1, { id: status, guestId: 'g1', status }))
  const rejected = eventsOf('ban', ...messages).filter(([type]) => type === 'message.rejected')
  expect(rejected.map(([, id]) => id)).toEqual(['shown', 'pending', 'private'])
})

test('[PEOPLE-3] a removal takes the guest alone', () => {
  expect(eventsOf('remove', aMessage(1, { id: 'shown', guestId: 'g1' })).map(([type]) => type)).toEqual(['guest.changed', 'guest.removed'])
})
