import { type Session, SESSION_ACTS, type SessionAct, SessionActSchema, type SessionState, SessionStateSchema } from '@guestwall/protocol'
import { aSession } from '@guestwall/protocol/testing'
import { describe, expect, test } from 'vitest'
import type { KeyedCommand } from './command.ts'
import { decide } from './decide.ts'
import type { DecisionState } from './decision.ts'

const HOST = { sessionId: 's', id: 'h', name: 'Host', role: 'host' } as const
const CONTEXT = { now: '2026-11-22T10:00:01.000Z', clockMs: 0, nextEventId: 8, newId: 'new-id' }
const OTHER = { id: 'h2', name: '小雨' }

function decided(session: Partial<Session>, what: Pick<KeyedCommand, 'kind'> & object) {
  const state: DecisionState = {
    session: aSession({ id: 's', ...session }),
    stateBy: OTHER,
    messages: new Map(),
    pinned: new Set(),
    settings: null,
    screens: null,
    shownAuthors: new Set(),
    guests: new Map(),
    votes: new Map(),
    ballots: new Map(),
    freshVoters: new Map(),
    photos: new Map(),
    credentials: new Map(),
  }
  return decide(state, { actor: HOST, key: 'key-0001', bodyHash: '', ...what } as KeyedCommand, CONTEXT)
}
const acted = (state: SessionState, act: SessionAct, from?: SessionState) =>
  decided({ state }, { kind: 'actOnSession', act, from } as never)

/**
 * The outcome of each act in each state: `=` is answered with the session as it is, `-` is refused. Written by hand, beside the table of
 * the protocol.
 */
const TABLE: Readonly<Record<SessionState, Readonly<Record<SessionAct, SessionState | '=' | '-'>>>> = {
  scheduled: { rehearse: 'rehearsing', discard: '=', open: 'open', pause: '-', resume: '-', end: 'ended', reopen: '-' },
  rehearsing: { rehearse: '=', discard: 'scheduled', open: 'open', pause: '-', resume: '-', end: '-', reopen: '-' },
  open: { rehearse: '-', discard: '-', open: '=', pause: 'paused', resume: '=', end: 'ended', reopen: '=' },
  paused: { rehearse: '-', discard: '-', open: '-', pause: '=', resume: 'open', end: 'ended', reopen: '-' },
  ended: { rehearse: '-', discard: '-', open: '-', pause: '-', resume: '-', end: '=', reopen: 'open' },
}
const CASES = SessionStateSchema.options.flatMap((state) => SessionActSchema.options.map((act) => [state, act, TABLE[state][act]] as const))

function outcomeOf(state: SessionState, expected: SessionState | '=' | '-'): object {
  if (expected === '-') return { ok: false, refusal: { code: 'conflict', conflict: { by: OTHER, state } } }
  if (expected === '=') return { ok: true, value: { logged: [] } }
  const type = expected === 'ended' ? 'session.ended' : 'session.changed'
  return { ok: true, value: { logged: [{ event: { id: 8, type, data: { state: expected } } }] } }
}

describe('[LIFE-2] every act in every state', () => {
  test.each(CASES)('%s: `%s` gives %s', (state, act, expected) => {
    expect(acted(state, act)).toMatchObject(outcomeOf(state, expected))
  })

  test('an act that names another state than the session is in is refused, although the act would start from it', () => {
    expect(acted('paused', 'end', 'open')).toMatchObject({ ok: false, refusal: { conflict: { state: 'paused' } } })
    expect(acted('paused', 'end', 'paused')).toMatchObject({ ok: true })
  })

  test('no act but those that leave it starts from a rehearsal, so that its data never becomes that of the session', () => {
    const leaving = SessionActSchema.options.filter((act) => SESSION_ACTS[act].from.includes('rehearsing'))
    expect(leaving.map((act) => acted('rehearsing', act))).toMatchObject(leaving.map(() => ({ ok: true, value: { clears: true } })))
    expect(decided({ state: 'rehearsing' }, { kind: 'changeSession', change: { state: 'open' } } as never)).toMatchObject({ ok: false })
  })
})

describe('[LIFE-4] the time of the opening', () => {
  const change = (session: Partial<Session>, opensAt: string | null) =>
    decided(session, { kind: 'changeSession', change: { opensAt } } as never)

  test('is set, and taken back, while the session has not opened', () => {
    const opensAt = '2026-11-22T18:00:00.000Z'
    expect(change({ state: 'scheduled' }, opensAt)).toMatchObject({ value: { logged: [{ event: { data: { opensAt } } }] } })
    const taken = change({ state: 'scheduled', opensAt }, null)
    expect(taken.ok && taken.value.logged[0]?.event.data).not.toHaveProperty('opensAt')
    expect(change({ state: 'open' }, opensAt)).toMatchObject({ ok: false, refusal: { code: 'conflict' } })
  })
})
