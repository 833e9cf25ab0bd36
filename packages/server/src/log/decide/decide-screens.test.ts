import { NEW_SCREEN, NO_SCREEN_CONTROL, type ScreenChange, type ScreenControl, screenState } from '@guestwall/protocol'
import { aKnownGuest, aMessage, aSession } from '@guestwall/protocol/testing'
import { describe, expect, test } from 'vitest'
import type { CredentialRecord } from '../../domain/credential-record.ts'
import type { LockedSession } from '../../storage/transaction.ts'
import type { KeyedCommand } from './command.ts'
import { decideBatch, readSetOf } from './decide-batch.ts'

const NOW = '2026-11-22T10:00:00.000Z'
const HOST = { sessionId: 's', id: 'h', name: '小雨', role: 'host' } as const
const SHOWN = aMessage(4, { id: 'shown' })
const PENDING = aMessage(5, { id: 'pending', status: 'pending' })

const screen = (id: string, role: CredentialRecord['role'] = 'wall', revokedAt: string | null = null): CredentialRecord => ({
  id,
  name: id,
  role,
  tokenHash: id,
  createdAt: NOW,
  createdBy: 'h',
  lastUsedAt: null,
  revokedAt,
})
const CREDENTIALS = [screen('hall'), screen('side'), screen('gone', 'wall', NOW), screen('helper', 'moderator')]

function lockedOn(screens: ScreenControl = NO_SCREEN_CONTROL): LockedSession {
  const none = { guests: [], votes: [], ballots: [], freshVoters: [], photos: [], knownKeys: [], pinnedIds: [], shownAuthors: [] }
  const session = { session: aSession({ id: 's' }), epoch: 'e', head: 10, clockMs: null, settings: null, stateBy: null }
  return { ...none, ...session, messages: [SHOWN, PENDING], credentials: CREDENTIALS, screens }
}

let keys = 0
function keyed(command: object): KeyedCommand {
  keys += 1
  return { actor: HOST, key: `key-0000-${keys}`, bodyHash: 'hash', ...command } as KeyedCommand
}
const control = (change: ScreenChange, screenId: string | null = null) => keyed({ kind: 'controlScreens', screenId, change })

function decide(locked: LockedSession, ...commands: KeyedCommand[]) {
  return decideBatch(locked, { commands, now: NOW, newIds: commands.map((_, index) => `new${index}`) })
}

/** The states that hosts have set after the commands, each decided on the result of those before it. */
function after(...commands: KeyedCommand[]): ScreenControl {
  const { outcomes } = decide(lockedOn(), ...commands)
  const last = outcomes.at(-1)
  if (last?.ok !== true || last.value.screens === undefined) throw new Error('the command was refused')
  return last.value.screens
}

describe('[SCREEN-1] a change of the screens', () => {
  test('is an event for hosts and screens that says who made it, the change, and the states after it', () => {
    const { events } = decide(lockedOn(), control({ isPaused: true }))
    const states = { version: 11, all: { ...NEW_SCREEN, pausedAt: 11 }, own: {} }
    const data = { screenId: null, change: { isPaused: true }, control: states }
    expect(events).toEqual([
      { audience: 'screens', by: { id: 'h', name: '小雨' }, event: { id: 11, type: 'screen.changed', at: NOW, data } },
    ])
  })

  test.each<[string, ScreenChange, Partial<typeof NEW_SCREEN>]>([
    ['pause', { isPaused: true }, { pausedAt: 11 }],
    ['step', { step: true }, { steps: 1 }],
    ['blank', { isBlank: true }, { isBlank: true }],
    ['calm', { isCalm: true }, { isCalm: true }],
    ['freeze', { isFrozen: true }, { frozenAt: 11 }],
    ['clear', { isCleared: true }, { clearedTo: 11 }],
    ['spotlight', { spotlight: 'shown' }, { spotlight: { id: 'shown', eventId: 4 } }],
    ['layout', { layout: 'results' }, { layout: 'results', layoutAt: 11 }],
    ['region', { region: 'top' }, { region: 'top' }],
    ['density', { density: 'low' }, { density: 'low' }],
  ])('%s changes that field alone, and its opposite makes the screen as before', (_, change, field) => {
    expect(after(control(change)).all).toEqual({ ...NEW_SCREEN, ...field })
    const undo: ScreenChange = {
      isPaused: false,
      isBlank: false,
      isFrozen: false,
      isCleared: false,
      spotlight: null,
      layout: null,
      isCalm: false,
      region: null,
      density: null,
    }
    expect(after(control(change), control(undo)).all).toEqual({ ...NEW_SCREEN, steps: change.step === true ? 1 : 0, layoutAt: 12 })
  })

  test('that changes nothing is no event; a second freeze keeps the moment of the first', () => {
    expect(decide(lockedOn(), control({ isPaused: false, spotlight: null })).events).toEqual([])
    const twice = decide(lockedOn(), control({ isFrozen: true }), control({ isFrozen: true }))
    expect(twice.events).toHaveLength(1)
  })

  test('[P5] that chooses the layout that is set already is an event: it ends what stands over it', () => {
    const again = after(control({ layout: 'masonry' }), control({ layout: 'masonry' })).all
    expect(again).toEqual({ ...NEW_SCREEN, layout: 'masonry', layoutAt: 12 })
    expect(after(control({ layout: 'masonry' }), control({ isPaused: true })).all.layoutAt).toBe(11)
  })

  test('that pauses begins to count its steps', () => {
    const steps = after(control({ step: true }), control({ isPaused: true }), control({ step: true }), control({ step: true })).all.steps
    expect(steps).toBe(2)
  })

  test('is refused for a message that is unknown, and for one that is not on the wall', () => {
    const { outcomes, events } = decide(lockedOn(), control({ spotlight: 'nowhere' }), control({ spotlight: 'pending' }))
    expect(outcomes.map((outcome) => (outcome.ok ? null : outcome.refusal.code))).toEqual(['message_not_found', 'conflict'])
    expect(events).toEqual([])
  })
})

describe('[SCREEN-2] a change', () => {
  test('of one screen leaves the others; of all screens it is for those with a state of their own too', () => {
    const one = after(control({ isPaused: true }, 'hall'))
    expect([screenState(one, 'hall').pausedAt, screenState(one, 'side').pausedAt]).toEqual([11, null])
    const all = after(control({ isPaused: true }, 'hall'), control({ isBlank: true }))
    expect(screenState(all, 'hall')).toEqual({ ...NEW_SCREEN, pausedAt: 11, isBlank: true })
    expect(screenState(all, 'paired later')).toEqual({ ...NEW_SCREEN, isBlank: true })
  })

  test('is refused for what is no screen of the session, and the state of one that was sent away is forgotten', () => {
    for (const screenId of ['gone', 'helper', 'nowhere', '__proto__']) {
      expect(decide(lockedOn(), control({ isBlank: true }, screenId)).outcomes).toMatchObject([
        { ok: false, refusal: { code: 'not_found' } },
      ])
    }
    const stale = { ...NO_SCREEN_CONTROL, own: { gone: { ...NEW_SCREEN, isBlank: true } } }
    const { events } = decide(lockedOn(stale), control({ isPaused: true }, 'hall'))
    expect(events[0]?.event.data).toMatchObject({ control: { own: { hall: { pausedAt: 11 } } } })
    expect(JSON.stringify(events)).not.toContain('gone')
  })
})

describe('[SCREEN-3] a message that is shown large', () => {
  const large = { id: 'shown', eventId: 4 }
  const screens: ScreenControl = {
    version: 9,
    all: { ...NEW_SCREEN, spotlight: large, pausedAt: 7 },
    own: { hall: { ...NEW_SCREEN, spotlight: large, frozenAt: 8 }, side: { ...NEW_SCREEN, spotlight: { id: 'other', eventId: 2 } } },
  }

  test.each([
    ['rejected', { kind: 'actOnMessage', messageId: 'shown', action: 'reject', from: 'shown' }],
    ['rejected with others', { kind: 'actOnMessages', messageIds: ['shown'], action: 'reject', from: 'shown' }],
    ['removed', { kind: 'removeMessage', messageId: 'shown' }],
    ['rejected with all of its guest', { kind: 'clearGuest', guestId: SHOWN.guestId, how: 'reject' }],
    ['rejected with the ban of its guest', { kind: 'actOnGuest', guestId: SHOWN.guestId, act: 'ban', reason: null }],
  ])('leaves every screen in the transaction in which it is %s', (_, command) => {
    const guests = [aKnownGuest({ id: SHOWN.guestId })]
    expect(readSetOf([keyed(command)]).screens).toBe(true)
    const { events } = decide({ ...lockedOn(screens), guests }, keyed(command))
    const last = events.at(-1)
    expect(last).not.toHaveProperty('by')
    expect(last?.event).toMatchObject({ type: 'screen.changed', data: { screenId: null, change: { spotlight: null } } })
    expect(last?.event.data).toHaveProperty('control', {
      version: last?.event.id,
      all: { ...screens.all, spotlight: null },
      own: { ...screens.own, hall: { ...screens.own['hall'], spotlight: null } },
    })
  })

  test('leaves every screen in the transaction that ends the session, and stays in a pause', () => {
    const open = lockedOn(screens)
    const acts = (act: 'end' | 'pause') => decide(open, keyed({ kind: 'actOnSession', act })).events.map(({ event }) => event)
    expect(acts('end').at(-1)?.data).toMatchObject({
      control: { all: { spotlight: null, pausedAt: 7 }, own: { side: { spotlight: null } } },
    })
    expect(readSetOf([keyed({ kind: 'actOnSession', act: 'end' })]).screens).toBe(true)
    expect(acts('pause').map(({ type }) => type)).toEqual(['session.changed'])
  })

  test('stays while other messages are rejected, and the acts of guests read nothing of the screens', () => {
    const { events } = decide(lockedOn(screens), keyed({ kind: 'actOnMessage', messageId: 'pending', action: 'reject' }))
    expect(events.map(({ event }) => event.type)).toEqual(['message.rejected'])
    expect(readSetOf([keyed({ kind: 'sendMessage', content: '喜', guestName: '小明' })]).screens).toBe(false)
  })
})
