import { type HostMessage, type Session, WALL_PINNED_MESSAGES } from '@guestwall/protocol'
import { aMessage, aSession } from '@guestwall/protocol/testing'
import { describe, expect, test } from 'vitest'
import type { KeyedCommand, MessageAction } from './command.ts'
import { decide } from './decide.ts'
import { NOTHING_HAPPENS } from './decision.ts'

const HOST = { sessionId: 's', id: 'h', name: '小雨', role: 'host' } as const
const GUEST = { sessionId: 's', id: 'g', name: '小明', role: 'guest' } as const
const CONTEXT = { now: '2026-11-22T10:00:01.000Z', clockMs: 0, nextEventId: 8, newId: 'new-id' }
const BY = { id: 'h2', name: '阿杰' }
const MESSAGE = aMessage(3, { id: 'm', guestId: 'g', content: '新婚快乐' })
const NOTHING_ELSE = {
  settings: null,
  screens: null,
  stateBy: null,
  shownAuthors: new Set<string>(),
  guests: new Map(),
  votes: new Map(),
  ballots: new Map(),
  freshVoters: new Map(),
  photos: new Map(),
  credentials: new Map(),
}

function decided(command: KeyedCommand, messages: readonly HostMessage[], session: Partial<Session> = {}, pinned: readonly string[] = []) {
  const known = new Map(messages.map((message) => [message.id, message]))
  return decide({ ...NOTHING_ELSE, session: aSession({ id: 's', ...session }), messages: known, pinned: new Set(pinned) }, command, CONTEXT)
}

function act(action: MessageAction, from?: 'pending' | 'shown' | 'rejected' | 'private'): KeyedCommand {
  return { kind: 'actOnMessage', actor: HOST, key: 'key-0001', bodyHash: '', messageId: 'm', action, from }
}

const say = (held: HostMessage['held'] = [], actor: KeyedCommand['actor'] = GUEST): KeyedCommand => ({
  kind: 'sendMessage',
  actor,
  key: 'key-0002',
  bodyHash: '',
  content: '新婚快乐',
  guestName: '小明',
  check: { held, refusal: null },
})

const SHOWN = { ...MESSAGE, status: 'shown' } as const
const PENDING: HostMessage = { ...MESSAGE, status: 'pending', held: [{ rule: 'word', text: '快乐' }] }
const REJECTED: HostMessage = { ...PENDING, status: 'rejected', decided: { by: BY, at: CONTEXT.now } }

describe('[MOD-1] an act on a message', () => {
  test.each([
    ['approve', PENDING, undefined, 'message.shown', 'everyone', SHOWN],
    ['reject', PENDING, undefined, 'message.rejected', 'author', { id: 'm', wasShown: false }],
    ['reject', SHOWN, 'shown', 'message.rejected', 'everyone', { id: 'm', wasShown: true }],
    ['restore', REJECTED, undefined, 'message.shown', 'everyone', SHOWN],
    ['pin', SHOWN, undefined, 'message.pinned', 'everyone', { ...SHOWN, pinned: true }],
    ['unpin', { ...SHOWN, pinned: true }, undefined, 'message.unpinned', 'everyone', { id: 'm' }],
  ] as const)('%s of a message that is %o appends one event', (action, message, from, type, audience, data) => {
    const decision = decided(act(action, from), [message])
    const value = decision.ok ? decision.value : null
    expect(value).toEqual({
      ...NOTHING_HAPPENS,
      messageId: 'm',
      logged: [{ event: { id: 8, type, at: CONTEXT.now, data }, audience, ...(audience === 'author' ? { recipient: 'g' } : {}) }],
    })
  })

  test.each([
    ['approve', SHOWN],
    ['approve', REJECTED],
    ['reject', SHOWN],
    ['reject', REJECTED],
    ['restore', PENDING],
    ['restore', SHOWN],
    ['hold', SHOWN],
    ['hold', PENDING],
    ['hold', { ...MESSAGE, status: 'removed', content: '' }],
    ['pin', PENDING],
    ['unpin', REJECTED],
    ['approve', { ...MESSAGE, status: 'removed', content: '' }],
    ['restore', { ...MESSAGE, status: 'removed', content: '' }],
  ] as const)('[MOD-4] %s of a message that another host made %o is a conflict that says who and what it is now', (action, message) => {
    const conflict = { by: 'decided' in message ? BY : null, message }
    expect(decided(act(action), [message])).toMatchObject({ ok: false, refusal: { code: 'conflict', retryable: false, conflict } })
  })

  test('pinning a pinned message and unpinning one that is not change nothing', () => {
    expect(decided(act('pin'), [{ ...SHOWN, pinned: true }])).toEqual({ ok: true, value: { ...NOTHING_HAPPENS, messageId: 'm' } })
    expect(decided(act('unpin'), [SHOWN])).toEqual({ ok: true, value: { ...NOTHING_HAPPENS, messageId: 'm' } })
  })

  test('a wall has no more pinned messages than it can hold', () => {
    const full = Array.from({ length: WALL_PINNED_MESSAGES }, (_, index) => `p${index}`)
    expect(decided(act('pin'), [SHOWN], {}, full)).toMatchObject({ ok: false, refusal: { code: 'conflict' } })
    expect(decided(act('pin'), [SHOWN], {}, full.slice(1))).toMatchObject({ ok: true })
  })

  test('a message that does not exist is not found', () => {
    expect(decided(act('approve'), [])).toMatchObject({ ok: false, refusal: { code: 'message_not_found' } })
  })

  test('several messages: those in the right status change, in the order of the ids, each once', () => {
    const all = [PENDING, { ...PENDING, id: 'm2', status: 'shown' as const }, { ...PENDING, id: 'm3' }]
    const ids = ['m3', 'm', 'm2', 'm3', 'nothing']
    const decision = decided({ kind: 'actOnMessages', actor: HOST, key: 'key-0003', bodyHash: '', messageIds: ids, action: 'approve' }, all)
    const events = decision.ok ? decision.value.logged.map(({ event }) => event) : []
    expect(events.map(({ id, type, data }) => [id, type, (data as HostMessage).id])).toEqual([
      [8, 'message.shown', 'm3'],
      [9, 'message.shown', 'm'],
    ])
  })
})

describe('[MOD-10] holding', () => {
  const waiting = { ...MESSAGE, status: 'pending', held: PENDING.held, pinned: false }
  const held = (id: number) => ({ event: { id, type: 'message.held', at: CONTEXT.now, data: waiting }, audience: 'author', recipient: 'g' })

  test('a rejected message puts it back among those that wait, with its reasons, and tells hosts and its author alone', () => {
    expect(decided(act('hold'), [REJECTED])).toEqual({ ok: true, value: { ...NOTHING_HAPPENS, messageId: 'm', logged: [held(8)] } })
  })

  test('a message that is on the wall first takes it away from everybody, the pin too', () => {
    const shown: HostMessage = { ...PENDING, status: 'shown', pinned: true, decided: { by: BY, at: CONTEXT.now } }
    const rejected = { id: 8, type: 'message.rejected', at: CONTEXT.now, data: { id: 'm', wasShown: true } }
    const logged = [{ event: rejected, audience: 'everyone' }, held(9)]
    expect(decided(act('hold', 'shown'), [shown])).toEqual({ ok: true, value: { ...NOTHING_HAPPENS, messageId: 'm', logged } })
  })

  test('several that are on the wall takes each away and holds it, with ids without a gap', () => {
    const all = [SHOWN, { ...SHOWN, id: 'm2' }]
    const command = { kind: 'actOnMessages', actor: HOST, key: 'key-0003', bodyHash: '', messageIds: ['m', 'm2'] } as const
    const decision = decided({ ...command, action: 'hold', from: 'shown' }, all)
    expect(decision.ok ? decision.value.logged.map(({ event }) => [event.id, event.type]) : []).toEqual([
      [8, 'message.rejected'],
      [9, 'message.held'],
      [10, 'message.rejected'],
      [11, 'message.held'],
    ])
  })
})

describe('[MOD-11] a message for the hosts alone', () => {
  const toHosts = (content = say()): KeyedCommand => ({ ...content, to: 'hosts' }) as KeyedCommand
  const WISH: HostMessage = { ...MESSAGE, status: 'private', held: [{ rule: 'private' }] }
  const REJECTED_WISH: HostMessage = { ...WISH, status: 'rejected', decided: { by: BY, at: CONTEXT.now } }

  test.each(['off', 'approve'] as const)('is private at once, and hosts alone learn of it (mode %s)', (moderation) => {
    const event = { type: 'message.created', data: { status: 'private', held: [{ rule: 'private' }] } }
    expect(decided(toHosts(say([{ rule: 'word' }])), [], { moderation, privateWishes: true })).toMatchObject({
      value: { logged: [{ audience: 'hosts', event }] },
    })
  })

  test('is refused where the session does not allow it, and is never published instead', () => {
    expect(decided(toHosts(), [])).toMatchObject({ ok: false, refusal: { code: 'private_closed', retryable: false } })
    expect(decided(toHosts(), [], { privateWishes: false })).toMatchObject({ ok: false, refusal: { code: 'private_closed' } })
    expect(decided(toHosts(), [], { privateWishes: true, moderation: 'closed' })).toMatchObject({ refusal: { code: 'wall_closed' } })
  })

  test('can be rejected, which its author alone learns', () => {
    const event = { type: 'message.rejected', data: { id: 'm', wasShown: false } }
    expect(decided(act('reject', 'private'), [WISH])).toMatchObject({ value: { logged: [{ audience: 'author', recipient: 'g', event }] } })
    expect(decided(act('reject'), [WISH])).toMatchObject({ ok: false, refusal: { code: 'conflict' } })
  })

  test.each(['restore', 'hold'] as const)('that was rejected is private again after %s: it never comes to the wall', (action) => {
    const event = { type: 'message.held', data: { ...WISH, status: 'private' } }
    expect(decided(act(action), [REJECTED_WISH])).toMatchObject({ value: { logged: [{ audience: 'author', recipient: 'g', event }] } })
  })

  test.each(['approve', 'pin', 'unpin'] as const)('cannot be acted on with %s', (action) => {
    expect(decided(act(action), [WISH])).toMatchObject({ ok: false, refusal: { code: 'conflict' } })
  })
})

describe('[MOD-5] a message that a rule holds', () => {
  const held = [{ rule: 'word', text: '快乐' }] as const

  test('waits for a host, with the reasons; hosts alone see it', () => {
    expect(decided(say([...held]), [])).toMatchObject({
      value: { logged: [{ audience: 'hosts', event: { data: { status: 'pending', held } } }] },
    })
  })

  test('on a wall where the host approves first has that reason too', () => {
    const reasons = [{ rule: 'approve' }, ...held]
    expect(decided(say([...held]), [], { moderation: 'approve' })).toMatchObject({
      value: { logged: [{ event: { data: { held: reasons } } }] },
    })
  })

  test('is shown at once when a host wrote it', () => {
    expect(decided(say([...held], HOST), [], { moderation: 'approve' })).toMatchObject({
      value: { logged: [{ audience: 'everyone', event: { data: { status: 'shown' } } }] },
    })
  })

  test('[MOD-9] waits as the first of its author, and not once one of the author’s messages is on the wall', () => {
    const first = { ...say(), check: { held: [], heldFirst: [{ rule: 'newcomer' }], refusal: null } } as KeyedCommand
    expect(decided(first, [])).toMatchObject({
      value: { logged: [{ event: { data: { status: 'pending', held: [{ rule: 'newcomer' }] } } }] },
    })
    const state = {
      ...NOTHING_ELSE,
      session: aSession({ id: 's' }),
      messages: new Map(),
      pinned: new Set<string>(),
      shownAuthors: new Set(['g']),
    }
    expect(decide(state, first, CONTEXT)).toMatchObject({ value: { logged: [{ event: { data: { status: 'shown' } } }] } })
  })

  test('is refused where a rule refuses it, and the session’s own refusal goes first', () => {
    const refusal = { code: 'invalid_text', message: 'no', retryable: false } as const
    const refusedSay = { ...say(), check: { held: [], refusal } } as KeyedCommand
    expect(decided(refusedSay, [])).toEqual({ ok: false, refusal })
    expect(decided(refusedSay, [], { moderation: 'closed' })).toMatchObject({ refusal: { code: 'wall_closed' } })
  })
})
