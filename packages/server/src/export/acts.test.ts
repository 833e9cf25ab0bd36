import { DEFAULT_MODERATION_SETTINGS, NO_SCREEN_CONTROL, type WallEvent } from '@guestwall/protocol'
import { aKnownGuest, aMessage, aSession, aVote } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { type Act, ActReader } from './acts.ts'

const AT = '2026-11-22T10:00:00.000Z'
const HOST = { id: 'h1', name: '小雨' }
type Data<Type extends WallEvent['type']> = Extract<WallEvent, { type: Type }>['data']

/** A log that is read while it is written. */
class Log {
  readonly #reader = new ActReader()
  readonly #acts: Act[] = []
  #id = 0

  add<Type extends WallEvent['type']>(type: Type, data: Data<Type>, by: typeof HOST | null = HOST): this {
    this.#id += 1
    const event = { id: this.#id, type, at: AT, data } as WallEvent
    this.#acts.push(...this.#reader.read({ event, audience: 'hosts', ...(by === null ? {} : { by }) }))
    return this
  }

  acts(): Act[] {
    return [...this.#acts, ...this.#reader.end()]
  }

  names(): string[] {
    return this.acts().map(({ act }) => act)
  }
}

const GUEST = aKnownGuest({ by: HOST })

describe('the activity log', () => {
  it('has who did what on which message, and no text of it', () => {
    const message = aMessage(1, { content: 'SECRET' })
    const log = new Log()
      .add('message.created', message, null)
      .add('message.shown', message)
      .add('message.rejected', { id: 'm1', wasShown: true })
      .add('message.shown', message)
      .add('message.pinned', message)
      .add('message.unpinned', { id: 'm1' })
      .add('message.removed', { id: 'm1', wasShown: true })
    expect(log.names()).toEqual([
      'message.approved',
      'message.rejected',
      'message.restored',
      'message.pinned',
      'message.unpinned',
      'message.removed',
    ])
    expect(log.acts()[0]).toEqual({
      eventId: 2,
      at: AT,
      by: HOST,
      act: 'message.approved',
      target: { kind: 'message', id: 'm1', name: '' },
      reason: null,
      details: null,
    })
    expect(JSON.stringify(log.acts())).not.toContain('SECRET')
  })

  it('[MOD-10] has a message that goes back to those that wait as one act', () => {
    const message = aMessage(1)
    const log = new Log()
      .add('message.rejected', { id: 'm1', wasShown: true })
      .add('message.rejected', { id: 'm2', wasShown: true })
      .add('message.held', { ...message, id: 'm2', status: 'pending' })
      .add('message.shown', { ...message, id: 'm2' })
    expect(log.names()).toEqual(['message.rejected', 'message.held', 'message.approved'])
  })

  it('[VOTE-6] tells a vote that is a draft again from one that is deleted', () => {
    const log = new Log()
      .add('vote.created', aVote({ id: 'v1', state: 'draft' }))
      .add('vote.opened', aVote({ id: 'v1' }))
      .add('vote.removed', { id: 'v1', wasDraft: false })
      .add('vote.created', aVote({ id: 'v1', state: 'draft' }))
      .add('vote.removed', { id: 'v1', wasDraft: true })
      .add('vote.shown', aVote({ id: 'v2', state: 'closed' }))
    expect(log.names()).toEqual(['vote.created', 'vote.opened', 'vote.withdrawn', 'vote.removed', 'vote.shown'])
    expect(log.acts().at(-2)?.target).toEqual({ kind: 'vote', id: 'v1', name: aVote().question })
  })

  it('has the acts on guests with their reasons, each once', () => {
    const log = new Log()
      .add('guest.changed', { ...GUEST, name: '明明', isRenamed: true })
      .add('guest.renamed', { guestId: 'g1', guestName: '明明' })
      .add('guest.changed', { ...GUEST, name: '明明', isRenamed: true, isMuted: true, reason: 'shouts' })
      .add('guest.changed', { ...GUEST, name: '明明', isRenamed: true })
      .add('guest.changed', { ...GUEST, name: '明明', isRenamed: true, isRemoved: true })
      .add('guest.removed', { guestId: 'g1' })
      .add('guest.changed', { ...GUEST, name: '明明', isRenamed: true, isRemoved: true, isBanned: true })
      .add('guest.changed', { ...GUEST, name: '明明', isRenamed: true })
      .add('guest.changed', { ...GUEST, id: 'g2', isRemoved: true })
      .add('guest.changed', { ...GUEST, id: 'g2' })
    expect(log.names()).toEqual([
      'guest.renamed',
      'guest.muted',
      'guest.unmuted',
      'guest.removed',
      'guest.banned',
      'guest.unbanned',
      'guest.removed',
      'guest.letBackIn',
    ])
    expect(log.acts()[1]).toMatchObject({ by: HOST, reason: 'shouts', target: { kind: 'guest', id: 'g1', name: '明明' } })
  })

  it('has the acts on votes; a tally is one only where a host voided ballots', () => {
    const vote = aVote({ question: 'Who?' })
    const tally = { voteId: 'v1', version: 1, state: 'open', counts: {}, ballots: 1 } as const
    const log = new Log()
      .add('vote.created', vote)
      .add('vote.created', { ...vote, question: 'Who, then?' })
      .add('vote.opened', vote)
      .add('vote.tally', tally, null)
      .add('vote.tally', tally)
      .add('vote.revealed', { ...vote, revealed: true })
      .add('vote.revealed', { ...vote, revealed: false })
      .add('vote.revealed', { ...vote, revealed: false, question: 'Who?' })
      .add('vote.tally', tally)
      .add('vote.closed', vote)
      .add('vote.tally', tally)
    expect(log.names()).toEqual([
      'vote.created',
      'vote.changed',
      'vote.opened',
      'vote.ballotsVoided',
      'vote.revealed',
      'vote.hidden',
      'vote.changed',
      'vote.closed',
      'vote.ballotsVoided',
    ])
    expect(log.acts()[3]?.target).toEqual({ kind: 'vote', id: 'v1', name: 'Who?' })
  })

  it('has the settings that changed, links by their names, and the messages of hosts', () => {
    const session = aSession({ title: 'A', moderation: 'off' })
    const credential = { id: 'c1', name: 'Door', role: 'wall', createdAt: AT, lastUsedAt: null, revokedAt: null } as const
    const log = new Log()
      .add('session.changed', session)
      .add('session.changed', { ...session, moderation: 'approve' })
      .add('credential.changed', credential)
      .add('credential.changed', { ...credential, revokedAt: AT })
      .add('message.created', aMessage(2))
      .add('session.ended', { ...session, moderation: 'approve', state: 'ended' })
    expect(log.names()).toEqual([
      'session.changed',
      'session.changed',
      'credential.created',
      'credential.revoked',
      'message.posted',
      'session.ended',
    ])
    expect(log.acts().map(({ details }) => details)[1]).toEqual({ moderation: 'approve' })
    expect(log.acts()[3]).toMatchObject({ target: { kind: 'credential', name: 'Door' }, details: { role: 'wall' } })
    expect(log.acts()[5]?.details).toEqual({ state: 'ended' })
  })

  it('has what was done with a screen, by its name, and nothing of the screens when a message that was large left by itself', () => {
    const credential = { id: 'c1', name: 'Hall', role: 'wall', createdAt: AT, lastUsedAt: null, revokedAt: null } as const
    const log = new Log()
      .add('credential.changed', credential)
      .add('screen.changed', { screenId: 'c1', change: { isPaused: true }, control: NO_SCREEN_CONTROL })
      .add('screen.changed', { screenId: null, change: { spotlight: 'm1', layout: null }, control: NO_SCREEN_CONTROL })
      .add('screen.changed', { screenId: null, change: { spotlight: null }, control: NO_SCREEN_CONTROL }, null)
    expect(log.names()).toEqual(['credential.created', 'screen.paused', 'screen.enlarged', 'screen.layoutChosen'])
    expect(log.acts()[1]).toMatchObject({ target: { kind: 'screen', id: 'c1', name: 'Hall' }, details: null })
    expect(log.acts()[2]).toMatchObject({ target: null, details: { messageId: 'm1' } })
    expect(log.acts()[3]).toMatchObject({ target: null, details: { layout: null } })
  })

  it('[LIFE-2] names the acts of a session by what they did, the settings of moderation and the tables', () => {
    const session = aSession({ state: 'scheduled' })
    const log = new Log()
    for (const state of ['rehearsing', 'scheduled', 'open', 'paused', 'open'] as const) log.add('session.changed', { ...session, state })
    log.add('session.ended', { ...session, state: 'ended' }).add('session.changed', { ...session, state: 'open' })
    log.add('settings.changed', DEFAULT_MODERATION_SETTINGS)
    const tables = { ...DEFAULT_MODERATION_SETTINGS, tables: '1-8, 主桌' }
    log.add('settings.changed', tables).add('settings.changed', { ...tables, newcomersWait: 'on' })
    expect(log.names()).toEqual([
      'session.rehearsed',
      'session.rehearsalEnded',
      'session.opened',
      'session.paused',
      'session.resumed',
      'session.ended',
      'session.reopened',
      'settings.changed',
      'tables.changed',
      'settings.changed',
    ])
  })

  it('begins with what somebody did: the settings with which a session is created are no act, and the next change is told from them', () => {
    const tables = { ...DEFAULT_MODERATION_SETTINGS, tables: '1-8' }
    const log = new Log().add('settings.changed', tables, null).add('settings.changed', { ...tables, newcomersWait: 'on' })
    expect(log.names()).toEqual(['settings.changed'])
    expect(log.acts()[0]?.eventId).toBe(2)
  })

  it('does not guess what opened a session where its log begins with an open one', () => {
    expect(new Log().add('session.changed', aSession({ state: 'open' })).names()).toEqual(['session.changed'])
  })
})
