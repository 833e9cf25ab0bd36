import { type HostMessage, refusal } from '@guestwall/protocol'
import { aMessage, aSession } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import type { KnownKey } from '../../domain/known-key.ts'
import type { LockedSession } from '../../storage/transaction.ts'
import type { KeyedCommand, MessageAction } from './command.ts'
import { decideBatch } from './decide-batch.ts'

const NOW = '2026-11-22T10:00:01.000Z'
const HOST = { sessionId: 's', id: 'h', name: '小雨', role: 'host' } as const
const PENDING: HostMessage = { ...aMessage(3, { id: 'm', guestId: 'g' }), status: 'pending' }

const act = (action: MessageAction, key: string): KeyedCommand => ({
  kind: 'actOnMessage',
  actor: HOST,
  key,
  bodyHash: action,
  messageId: 'm',
  action,
})

function decided(message: HostMessage, commands: readonly KeyedCommand[], knownKeys: readonly KnownKey[] = []) {
  const locked: LockedSession = {
    session: aSession({ id: 's' }),
    epoch: 'e',
    head: 3,
    clockMs: 0,
    knownKeys,
    messages: [message],
    guests: [],
    pinnedIds: [],
    settings: null,
    screens: null,
    stateBy: null,
    shownAuthors: [],
    votes: [],
    ballots: [],
    photos: [],
    freshVoters: [],
    credentials: [],
  }
  return decideBatch(locked, { commands, now: NOW, newIds: commands.map((_, at) => `new-${at}`) })
}

test('[MOD-2] an act that is repeated under its key, in the same transaction or in a later one, gets its first result and appends nothing', () => {
  const approve = act('approve', 'key-of-an-act')
  const first = decided(PENDING, [approve, approve])
  expect(first.events.map(({ event }) => event.type)).toEqual(['message.shown'])
  expect(first.outcomes).toMatchObject([
    { ok: true, value: { message: { status: 'shown' }, isReplay: false } },
    { ok: true, value: { message: { status: 'shown' }, isReplay: true } },
  ])
  const later = decided({ ...PENDING, status: 'shown' }, [approve], first.keys)
  expect([later.events, later.outcomes[0]]).toMatchObject([[], { ok: true, value: { message: { status: 'shown' }, isReplay: true } }])
})

test('[MOD-2] [SEND-1] a key that was used for one act is refused for another', () => {
  const first = decided(PENDING, [act('approve', 'key-of-an-act')])
  const other = decided({ ...PENDING, status: 'shown' }, [act('pin', 'key-of-an-act')], first.keys)
  expect([other.events, other.outcomes[0]]).toMatchObject([[], { ok: false, refusal: refusal('key_reused') }])
})
