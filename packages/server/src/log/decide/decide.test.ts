import type { Session, WallMessage } from '@guestwall/protocol'
import { aMessage, aSession } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import type { KeyedCommand as Command } from './command.ts'
import { decide } from './decide.ts'
import { NOTHING_HAPPENS } from './decision.ts'

const SESSION = aSession({ id: 's' })
const GUEST = { sessionId: 's', id: 'g', name: '小明', role: 'guest' } as const
const HOST = { sessionId: 's', id: 'h', name: 'Host', role: 'host' } as const
const CONTEXT = { now: '2026-11-22T10:00:01.000Z', clockMs: 0, nextEventId: 8, newId: 'new-id' }
const say = (actor: Command['actor'] = GUEST): Command => ({
  kind: 'sendMessage',
  actor,
  key: 'key-0001',
  bodyHash: '',
  content: '新婚快乐',
  guestName: '小明',
})
const MESSAGE = aMessage(3, { id: 'm', guestId: 'g', content: '新婚快乐', createdAt: CONTEXT.now, key: 'key-0000' })

const NO_VOTES = {
  guests: new Map(),
  votes: new Map(),
  ballots: new Map(),
  freshVoters: new Map(),
  photos: new Map(),
  credentials: new Map(),
  pinned: new Set<string>(),
  settings: null,
  screens: null,
  stateBy: null,
  shownAuthors: new Set<string>(),
}

function decided(session: Partial<Session>, command: Command, messages: readonly WallMessage[] = []) {
  return decide(
    { session: { ...SESSION, ...session }, messages: new Map(messages.map((message) => [message.id, message])), ...NO_VOTES },
    command,
    CONTEXT,
  )
}

test('a message on an open wall is shown to everyone, with the next id and its sender’s key', () => {
  const decision = decided({}, say())
  expect(decision).toMatchObject({
    ok: true,
    value: {
      logged: [
        {
          audience: 'everyone',
          event: { id: 8, type: 'message.created', data: { eventId: 8, key: 'key-0001', status: 'shown', guestId: 'g' } },
        },
      ],
    },
  })
})

test('[LOG-6] a message that waits for approval is for hosts only; a host’s own is shown', () => {
  expect(decided({ moderation: 'approve' }, say())).toMatchObject({
    value: { logged: [{ audience: 'hosts', event: { data: { status: 'pending' } } }] },
  })
  expect(decided({ moderation: 'approve' }, say(HOST))).toMatchObject({ value: { logged: [{ audience: 'everyone' }] } })
})

test.each([
  [{ state: 'ended' } as const, 'session_ended', false],
  [{ state: 'scheduled' } as const, 'session_not_started', true],
  [{ state: 'paused' } as const, 'session_paused', true],
  [{ moderation: 'closed' } as const, 'wall_closed', false],
])('[SEND-4] [LIFE-1] a wall with %o refuses a message with %s', (session, code, retryable) => {
  expect(decided(session, say())).toMatchObject({ ok: false, refusal: { code, retryable } })
})

test('a removal says whether the message was on the wall, and goes only to those who could see it', () => {
  const remove: Command = { kind: 'removeMessage', actor: HOST, key: 'key-0002', bodyHash: '', messageId: 'm' }
  expect(decided({}, remove, [MESSAGE])).toMatchObject({
    value: { logged: [{ audience: 'everyone', event: { data: { id: 'm', wasShown: true } } }] },
  })
  expect(decided({}, remove, [{ ...MESSAGE, status: 'pending' }])).toMatchObject({
    value: { logged: [{ audience: 'author', recipient: 'g', event: { data: { wasShown: false } } }] },
  })
  expect(decided({}, remove, [{ ...MESSAGE, status: 'removed', content: '' }])).toEqual({
    ok: true,
    value: { ...NOTHING_HAPPENS, messageId: 'm' },
  })
  expect(decided({}, remove)).toMatchObject({ ok: false, refusal: { code: 'message_not_found' } })
})

test('a scheduled session is started, an ended one is not', () => {
  const open: Command = { kind: 'changeSession', actor: HOST, key: 'key-0004', bodyHash: '', change: { state: 'open' } }
  expect(decided({ state: 'scheduled' }, open)).toMatchObject({ value: { logged: [{ event: { data: { state: 'open' } } }] } })
  expect(decided({ state: 'ended' }, open)).toMatchObject({ ok: false, refusal: { code: 'session_ended' } })
})

test('a session ends once', () => {
  const end: Command = { kind: 'actOnSession', act: 'end', actor: HOST, key: 'key-0003', bodyHash: '' }
  expect(decided({}, end)).toMatchObject({ value: { logged: [{ event: { type: 'session.ended', data: { state: 'ended' } } }] } })
  expect(decided({ state: 'ended' }, end)).toEqual({ ok: true, value: NOTHING_HAPPENS })
})
