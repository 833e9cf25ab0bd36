import type { MessagePage } from '@guestwall/client/host'
import type { HostMessage, WallEvent } from '@guestwall/protocol'
import { aMessage, aWall } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { countOf, EMPTY_QUEUE, entriesOf, type QueueAction, type QueueState, reduceQueue } from './queue-state.ts'

const AT = '2026-11-22T12:00:00.000Z'
const RAIN = { id: 'h1', name: '小雨' }

const pending = (eventId: number): HostMessage => ({ ...aMessage(eventId), status: 'pending' })
const page = (messages: readonly HostMessage[], over: Partial<MessagePage> = {}): MessagePage => ({
  messages,
  nextBefore: null,
  nextAfter: null,
  counts: null,
  ...over,
})
const event = (type: WallEvent['type'], data: unknown, by = RAIN): QueueAction => ({
  type: 'event',
  event: { id: 90, type, at: AT, by, data } as WallEvent,
  nowMs: 5,
})
const after = (actions: readonly QueueAction[], state: QueueState = EMPTY_QUEUE): QueueState => actions.reduce(reduceQueue, state)
const read = (messages: readonly HostMessage[], over?: Partial<MessagePage>): QueueAction[] => [
  { type: 'asked' },
  { type: 'page', status: 'pending', page: page(messages, over) },
]
const ids = (state: QueueState, status: 'pending' | 'shown' | 'rejected') => entriesOf(state, status).map(({ message }) => message.eventId)

describe('the messages that a console knows', () => {
  it('come from the wall, from pages and from events, newest first', () => {
    const wall = aWall({ messages: [aMessage(1), pending(2)], messageCount: 1 })
    const state = after([{ type: 'wall', wall }, ...read([pending(3), pending(2)]), event('message.created', pending(4))])
    expect(ids(state, 'pending')).toEqual([4, 3, 2])
    expect(ids(state, 'shown')).toEqual([1])
  })

  it('move from list to list with each decision, and say by whom', () => {
    const shown = after([...read([pending(2)]), event('message.shown', { ...pending(2), status: 'shown' })])
    expect([ids(shown, 'pending'), ids(shown, 'shown')]).toEqual([[], [2]])
    expect(entriesOf(shown, 'shown')[0]).toMatchObject({ changedAtMs: 5, message: { decided: { by: RAIN, at: AT } } })
    const rejected = after([event('message.rejected', { id: aMessage(2).id, wasShown: true })], shown)
    expect([ids(rejected, 'shown'), ids(rejected, 'rejected')]).toEqual([[], [2]])
    const removed = after([event('message.removed', { id: aMessage(2).id, wasShown: false })], rejected)
    expect(ids(removed, 'rejected')).toEqual([])
  })

  it('keep the reasons for which they were held', () => {
    const held = [{ rule: 'word' as const, text: '洞房' }]
    const state = after([...read([{ ...pending(2), held }]), event('message.shown', { ...pending(2), status: 'shown' })])
    expect(entriesOf(state, 'shown')[0]?.message.held).toEqual(held)
  })

  it('have the name that a host gives their guest, where the name was not erased', () => {
    const erased = { ...pending(3), guestName: '' }
    const state = after([...read([pending(2), erased]), event('guest.renamed', { guestId: pending(2).guestId, guestName: '小红' })])
    expect(entriesOf(state, 'pending').map(({ message }) => message.guestName)).toEqual(['', '小红'])
  })

  it('are not set back by a page that is older than the events that came while it was read', () => {
    const state = after([
      ...read([pending(2)]),
      { type: 'asked' },
      event('message.shown', { ...pending(2), status: 'shown' }),
      { type: 'page', status: 'pending', page: page([pending(2)]) },
    ])
    expect([ids(state, 'pending'), ids(state, 'shown')]).toEqual([[], [2]])
  })

  it('are not set back by an answer that is older than a decision of another host', () => {
    const mine = { ...pending(2), status: 'shown' as const, decided: { by: { id: 'h2', name: 'Me' }, at: '2026-11-22T11:59:00.000Z' } }
    const state = after([
      ...read([pending(2)]),
      event('message.rejected', { id: aMessage(2).id, wasShown: true }),
      { type: 'answers', messages: [mine], nowMs: 6 },
    ])
    expect(ids(state, 'rejected')).toEqual([2])
  })

  it('are counted with those that were not read yet', () => {
    const counts = { pending: 250, shown: 0, rejected: 0 }
    const first = after(read([pending(9), pending(8)], { nextBefore: 8, counts }))
    expect(countOf(first, 'pending')).toBe(250)
    expect(countOf(after([event('message.created', pending(10))], first), 'pending')).toBe(251)
    expect(countOf(after(read([pending(9), pending(8)])), 'pending')).toBe(2)
  })

  it('are read again when one was rejected whose text is not known', () => {
    const state = after([event('message.rejected', { id: 'from-before', wasShown: true })])
    expect(state.isIncomplete).toBe(true)
    expect(after([{ type: 'asked' }, { type: 'page', status: 'rejected', page: page([]) }], state).isIncomplete).toBe(false)
  })

  it('stay few over a long evening, and all pending ones stay', () => {
    const many = Array.from({ length: 2_500 }, (_, at) => event('message.created', at % 500 === 0 ? pending(at + 1) : aMessage(at + 1)))
    const state = after(many)
    expect(state.entries.size).toBeLessThanOrEqual(2_001)
    expect(ids(state, 'pending')).toHaveLength(5)
    expect(countOf(state, 'shown')).toBe(2_495)
  })
})
