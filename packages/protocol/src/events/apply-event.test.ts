import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEvent } from './apply-event.ts'
import type { WallEvent } from './event.ts'
import { WALL_MESSAGES, WALL_PINNED_MESSAGES, WALL_VOTES } from '../limits.ts'
import type { WallMessage } from '../message.ts'
import type { Wall } from '../wall.ts'
import { aKnownGuest, aMessage, aSession, aTally, aVote, aWall } from '../testing/builders.ts'

const at = '2026-11-22T10:00:00.000Z'
type Body = WallEvent extends infer Event ? (Event extends WallEvent ? Pick<Event, 'type' | 'data'> : never) : never

/** The wall after these events, in order. */
function fold(bodies: readonly Body[], wall: Wall = aWall()): Wall {
  return bodies.reduce((before, body, index) => applyEvent(before, { id: index + 1, at, ...body }), wall)
}

function created(eventId: number, over: Partial<WallMessage> = {}): Body {
  return { type: 'message.created', data: aMessage(eventId, over) }
}

function ids(wall: Wall): string[] {
  return wall.messages.map(({ id }) => id)
}

describe('a message event', () => {
  it('message.created puts the message last and counts it', () => {
    const wall = fold([created(1), created(2)])
    expect(wall.messages).toEqual([aMessage(1), aMessage(2)])
    expect(wall.messageCount).toBe(2)
  })

  it('[LOG-6] message.created of a pending message is held for hosts and not counted', () => {
    const wall = fold([created(1, { status: 'pending' })])
    expect([ids(wall), wall.messageCount]).toEqual([['m1'], 0])
  })

  it('message.shown puts a pending message in its place by eventId and counts it', () => {
    const wall = fold([created(1, { status: 'pending' }), created(2), { type: 'message.shown', data: aMessage(1) }])
    expect([ids(wall), wall.messages[0]?.status, wall.messageCount]).toEqual([['m1', 'm2'], 'shown', 2])
  })

  it('message.shown reaches a reader that never saw it pending', () => {
    expect(ids(fold([created(2), { type: 'message.shown', data: aMessage(1) }]))).toEqual(['m1', 'm2'])
  })

  it('message.rejected removes the message; the count stays when it was not shown', () => {
    const wall = fold([created(1, { status: 'pending' }), { type: 'message.rejected', data: { id: 'm1', wasShown: false } }])
    expect([ids(wall), wall.messageCount]).toEqual([[], 0])
  })

  it('[MOD-10] message.held puts a message back among those that wait, in its place, and counts nothing', () => {
    const left: Body = { type: 'message.rejected', data: { id: 'm1', wasShown: true } }
    const wall = fold([created(1), created(2), left, { type: 'message.held', data: aMessage(1, { status: 'pending' }) }])
    expect([ids(wall), wall.messages[0]?.status, wall.messageCount]).toEqual([['m1', 'm2'], 'pending', 1])
  })

  it('[LOG-5] message.removed removes the message and lowers the count, also when the wall no longer held it', () => {
    const wall = fold([created(1), { type: 'message.removed', data: { id: 'm1', wasShown: true } }])
    expect([ids(wall), wall.messageCount]).toEqual([[], 0])
    const long = fold([
      ...Array.from({ length: 150 }, (_, i) => created(i + 1)),
      { type: 'message.removed', data: { id: 'm1', wasShown: true } },
    ])
    expect([long.messages.length, long.messageCount]).toEqual([WALL_MESSAGES, 149])
  })

  it('[LOG-5] a message erased since counts until its removal is read, and is never shown', () => {
    const erased = fold([created(1, { content: '' })])
    expect([ids(erased), erased.messageCount]).toEqual([[], 1])
    const after = fold([created(1, { content: '' }), { type: 'message.removed', data: { id: 'm1', wasShown: true } }])
    expect([ids(after), after.messageCount]).toEqual([[], 0])
  })

  it('[LOG-5] a host who held it pending stops showing it with the first event that comes erased', () => {
    const wall = fold([created(1, { status: 'pending' }), { type: 'message.shown', data: aMessage(1, { content: '' }) }])
    expect([ids(wall), wall.messageCount]).toEqual([[], 1])
  })

  it('message.pinned and message.unpinned change the message where it stands', () => {
    const pinned = fold([created(1), created(2), { type: 'message.pinned', data: aMessage(1, { pinned: true }) }])
    expect(pinned.messages.map((message) => message.pinned)).toEqual([true, false])
    expect(fold([{ type: 'message.unpinned', data: { id: 'm1' } }], pinned).messages).toEqual([aMessage(1), aMessage(2)])
    expect(pinned.messageCount).toBe(2)
  })

  it('message.pinned brings an old message back; message.unpinned removes it', () => {
    const long = fold(Array.from({ length: 150 }, (_, i) => created(i + 1)))
    const pinned = fold([{ type: 'message.pinned', data: aMessage(3, { pinned: true }) }], long)
    expect([pinned.messages.length, pinned.messages[0]?.id]).toEqual([WALL_MESSAGES + 1, 'm3'])
    expect(fold([{ type: 'message.unpinned', data: { id: 'm3' } }], pinned).messages).toEqual(long.messages)
  })

  it('keeps the newest messages, and the newest pinned ones however old', () => {
    const pinnedFirst = Array.from({ length: 12 }, (_, i) => created(i + 1, { pinned: true }))
    const wall = fold([...pinnedFirst, ...Array.from({ length: 150 }, (_, i) => created(i + 13))])
    expect(wall.messages).toHaveLength(WALL_MESSAGES + WALL_PINNED_MESSAGES)
    expect(ids(wall).slice(0, 11)).toEqual(['m3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9', 'm10', 'm11', 'm12', 'm63'])
  })
})

describe('a vote event', () => {
  it('puts the vote that was made or opened last last', () => {
    const wall = fold([
      { type: 'vote.created', data: aVote({ id: 'v1', state: 'draft' }) },
      { type: 'vote.created', data: aVote({ id: 'v2', state: 'draft' }) },
      { type: 'vote.opened', data: aVote({ id: 'v1', state: 'open' }) },
      { type: 'vote.closed', data: aVote({ id: 'v1', state: 'closed', tally: aTally(5, { state: 'closed' }) }) },
    ])
    expect(wall.votes.map(({ id, state }) => [id, state])).toEqual([
      ['v2', 'draft'],
      ['v1', 'closed'],
    ])
  })

  it('vote.closed and vote.revealed do not bring back a vote that the wall no longer holds', () => {
    const closed: Body = { type: 'vote.closed', data: aVote({ state: 'closed' }) }
    expect(fold([closed, { type: 'vote.revealed', data: aVote({ state: 'closed', tally: aTally(3) }) }]).votes).toEqual([])
  })

  it('vote.opened reaches a reader that never saw the draft', () => {
    expect(fold([{ type: 'vote.opened', data: aVote() }]).votes).toEqual([aVote()])
  })

  it('[VOTE-6] [VOTE-7] vote.removed takes a vote away, and vote.shown puts one last', () => {
    const two: Body[] = ['v1', 'v2'].map((id) => ({ type: 'vote.opened', data: aVote({ id }) }))
    const votes = (...more: Body[]) => fold([...two, ...more]).votes.map(({ id, state }) => `${id} ${state}`)
    expect(votes({ type: 'vote.removed', data: { id: 'v2', wasDraft: false } })).toEqual(['v1 open'])
    expect(votes({ type: 'vote.shown', data: aVote({ id: 'v1', state: 'closed' }) })).toEqual(['v2 open', 'v1 closed'])
  })

  it('[VOTE-4] vote.tally replaces an older tally and is ignored when it is older or the same', () => {
    const opened: Body = { type: 'vote.opened', data: aVote() }
    const tally = (version: number): Body => ({ type: 'vote.tally', data: aTally(version) })
    expect(fold([opened, tally(2), tally(7)]).votes[0]?.tally).toEqual(aTally(7))
    expect(fold([opened, tally(7), tally(2)]).votes[0]?.tally).toEqual(aTally(7))
    const same: Body = { type: 'vote.tally', data: aTally(7, { ballots: 99 }) }
    expect(fold([opened, tally(7), same]).votes[0]?.tally).toEqual(aTally(7))
  })

  it('[VOTE-4] a vote event with an older tally does not take the newer one back', () => {
    const wall = fold([
      { type: 'vote.opened', data: aVote() },
      { type: 'vote.tally', data: aTally(9) },
      { type: 'vote.closed', data: aVote({ state: 'closed', tally: aTally(4) }) },
    ])
    expect(wall.votes[0]).toEqual(aVote({ state: 'closed', tally: aTally(9) }))
  })

  it('[VOTE-1] a vote event without a tally hides it', () => {
    const wall = fold([
      { type: 'vote.opened', data: aVote({ tally: aTally(3) }) },
      { type: 'vote.revealed', data: aVote({ results: 'never' }) },
    ])
    expect(wall.votes[0]?.tally).toBeNull()
  })

  it('a tally of a vote that this wall does not hold changes nothing', () => {
    expect(fold([{ type: 'vote.tally', data: aTally(1, { voteId: 'v9' }) }]).votes).toEqual([])
  })

  it('keeps the newest votes', () => {
    const wall = fold(Array.from({ length: WALL_VOTES + 5 }, (_, i): Body => ({ type: 'vote.created', data: aVote({ id: `v${i}` }) })))
    expect([wall.votes.length, wall.votes[0]?.id]).toEqual([WALL_VOTES, 'v5'])
  })
})

describe('any other event', () => {
  it('session.changed and session.ended replace the session', () => {
    expect(fold([{ type: 'session.changed', data: aSession({ title: '新' }) }]).session.title).toBe('新')
    expect(fold([{ type: 'session.ended', data: aSession({ state: 'ended' }) }]).session.state).toBe('ended')
  })

  it('[PEOPLE-2] guest.renamed gives every message of the guest the new name, but none whose name was erased', () => {
    const mine = aMessage(1, { guestId: 'g1' })
    const erased = aMessage(2, { guestId: 'g1', guestName: '' })
    const theirs = aMessage(3, { guestId: 'g2' })
    const wall = aWall({ messages: [mine, erased, theirs], messageCount: 3 })
    const renamed = fold([{ type: 'guest.renamed', data: { guestId: 'g1', guestName: '小红' } }], wall)
    expect(renamed).toEqual({ ...wall, messages: [{ ...mine, guestName: '小红' }, erased, theirs] })
  })

  it('guest.changed leaves the wall as it is', () => {
    const wall = aWall({ messages: [aMessage(1)], messageCount: 1 })
    expect(fold([{ type: 'guest.changed', data: aKnownGuest({ isMuted: true }) }], wall)).toEqual(wall)
  })

  it('guest.removed leaves the wall as it is', () => {
    const wall = aWall()
    expect(fold([{ type: 'guest.removed', data: { guestId: 'g1' } }], wall)).toEqual(wall)
  })

  it('parts that an event does not touch keep their identity', () => {
    const wall = fold([created(1), { type: 'vote.opened', data: aVote() }])
    expect(fold([created(3)], wall).votes).toBe(wall.votes)
    expect(fold([{ type: 'vote.tally', data: aTally(1) }], wall).messages).toBe(wall.messages)
    expect(fold([{ type: 'session.changed', data: aSession() }], wall).messages).toBe(wall.messages)
  })
})

describe('any log that a server can write', () => {
  /** An act of a host or guest on the message `nth` of the present ones. */
  const action = fc.record({
    kind: fc.constantFrom(
      'say',
      'say',
      'say',
      'ask',
      'approve',
      'reject',
      'restore',
      'hold',
      'remove',
      'pin',
      'unpin',
      'tally',
    ) as fc.Arbitrary<ActionKind>,
    nth: fc.nat(),
  })
  const history = fc.oneof(fc.array(action, { maxLength: 60 }), fc.array(action, { minLength: 150, maxLength: 300 }))

  it('[LOG-5] folds into a wall that agrees with a plain model: count, order, bounds, newest tally, nothing erased', () => {
    fc.assert(
      fc.property(history, (actions) => {
        const model = new Model()
        let wall = aWall()
        for (const [index, { kind, nth }] of actions.entries()) {
          const event = model.act(kind, nth, index + 1)
          if (event === null) continue
          wall = applyEvent(wall, event)
          agree(wall, model)
        }
        // A late reader is given the log as it now stands: bodies that were removed since are erased.
        const replayed = model.log.map(model.asReplayed).reduce(applyEvent, aWall())
        agree(replayed, model)
        expect(replayed.messages).toEqual(wall.messages)
      }),
      { numRuns: 60 },
    )
  })

  it('[MOD-3] a reader who is no host has the same wall from every position, without the text of a message that is not shown now', () => {
    fc.assert(
      fc.property(history, fc.nat(), (actions, at) => {
        const model = new Model()
        const walls = [aWall()]
        for (const [index, { kind, nth }] of actions.entries()) {
          const event = model.act(kind, nth, index + 1)
          if (event !== null) walls.push([model.asSeen(event)].flat().reduce(applyEvent, walls.at(-1) as Wall))
        }
        const position = at % walls.length
        const read = model.log.slice(position).flatMap(model.asSeen)
        const now = [...model.messages.values()].filter(({ status }) => status === 'shown')
        const texts = new Set(now.map(({ content }) => content))
        expect(read.filter((event) => 'content' in event.data && event.data.content !== '' && !texts.has(event.data.content))).toEqual([])
        const wall = read.reduce(applyEvent, walls[position] as Wall)
        expect(wall.messages).toEqual((walls.at(-1) as Wall).messages)
        expect([wall.messageCount, wall.messages.filter(({ status }) => status !== 'shown')]).toEqual([now.length, []])
      }),
      { numRuns: 60 },
    )
  })

  it('[LOG-1] folds into the same wall every time, and leaves the wall before untouched', () => {
    fc.assert(
      fc.property(history, (actions) => {
        const model = new Model()
        for (const [index, { kind, nth }] of actions.entries()) model.act(kind, nth, index + 1)
        const walls = model.log.reduce<Wall[]>(
          (before, event) => [...before, applyEvent(deepFreeze(before.at(-1) as Wall), event)],
          [aWall()],
        )
        expect(model.log.reduce(applyEvent, aWall())).toEqual(walls.at(-1))
      }),
      { numRuns: 20 },
    )
  })

  function agree(wall: Wall, model: Model): void {
    const { messages, messageCount, votes } = wall
    const isAscending = messages.every(({ eventId }, at) => at === 0 || (messages[at - 1] as WallMessage).eventId < eventId)
    const isErased = ({ content, status }: WallMessage): boolean => content === '' || status === 'removed' || status === 'rejected'
    const isStale = ({ id, status, pinned, content }: WallMessage): boolean => {
      const now = model.messages.get(id)
      return now?.status !== status || now.pinned !== pinned || now.content !== content
    }
    expect({
      messageCount,
      isAscending,
      isBounded: messages.length <= WALL_MESSAGES + WALL_PINNED_MESSAGES,
      erased: messages.filter(isErased),
      stale: messages.filter(isStale),
      tallyVersion: votes[0]?.tally?.version ?? 0,
    }).toEqual({
      messageCount: [...model.messages.values()].filter(({ status }) => status === 'shown').length,
      isAscending: true,
      isBounded: true,
      erased: [],
      stale: [],
      tallyVersion: model.tallyVersion,
    })
  }
})

type ActionKind = 'say' | 'ask' | 'approve' | 'reject' | 'restore' | 'hold' | 'remove' | 'pin' | 'unpin' | 'tally'

/** A server without limits: every message by id, as it now is, and the log that tells of it. */
class Model {
  readonly messages = new Map<string, WallMessage>()
  readonly log: WallEvent[] = []
  tallyVersion = 0

  act(kind: ActionKind, nth: number, eventId: number): WallEvent | null {
    const body = this.#body(kind, nth, eventId)
    if (body === null) return null
    const event: WallEvent = { id: eventId, at, ...body }
    this.log.push(event)
    return event
  }

  #body(kind: ActionKind, nth: number, eventId: number): Body | null {
    if (kind === 'say') return { type: 'message.created', data: this.#put(aMessage(eventId)) }
    if (kind === 'ask') return { type: 'message.created', data: this.#put(aMessage(eventId, { status: 'pending' })) }
    if (kind === 'tally') return this.#tally(nth)
    const message = [...this.messages.values()][nth % Math.max(this.messages.size, 1)]
    if (message === undefined) return null
    const is = (...states: WallMessage['status'][]): boolean => states.includes(message.status)
    if (kind === 'approve' && is('pending')) return { type: 'message.shown', data: this.#put({ ...message, status: 'shown' }) }
    if (kind === 'restore' && is('rejected')) return { type: 'message.shown', data: this.#put({ ...message, status: 'shown' }) }
    if (kind === 'hold' && is('rejected')) return { type: 'message.held', data: this.#put({ ...message, status: 'pending' }) }
    if (kind === 'reject' && is('pending', 'shown'))
      return { type: 'message.rejected', data: this.#leave(message, 'rejected', message.content) }
    if (kind === 'remove' && is('pending', 'shown', 'rejected'))
      return { type: 'message.removed', data: this.#leave(message, 'removed', '') }
    if (kind === 'pin' && is('shown') && !message.pinned) return { type: 'message.pinned', data: this.#put({ ...message, pinned: true }) }
    if (kind !== 'unpin' || !is('shown') || !message.pinned) return null
    this.#put({ ...message, pinned: false })
    return { type: 'message.unpinned', data: { id: message.id } }
  }

  #put(message: WallMessage): WallMessage {
    this.messages.set(message.id, message)
    return message
  }

  #leave(message: WallMessage, status: 'rejected' | 'removed', content: string): { id: string; wasShown: boolean } {
    this.#put({ ...message, status, content, pinned: false })
    return { id: message.id, wasShown: message.status === 'shown' }
  }

  /** Now and then a tally that is older than one published before. */
  #tally(nth: number): Body {
    if (!this.log.some(({ type }) => type === 'vote.opened')) return { type: 'vote.opened', data: aVote() }
    const version = Math.max(this.tallyVersion + (nth % 4) - 1, 1)
    this.tallyVersion = Math.max(this.tallyVersion, version)
    return { type: 'vote.tally', data: aTally(version) }
  }

  /** [MOD-3] The event as the log gives it now to a reader who is no host; empty: it is not for this reader. */
  readonly asSeen = (event: WallEvent): WallEvent[] => {
    if ((event.type === 'message.created' || event.type === 'message.held') && event.data.status === 'pending') return []
    if ('wasShown' in event.data && !event.data.wasShown) return []
    const isHidden = 'content' in event.data && this.messages.get(event.data.id)?.status !== 'shown'
    return [isHidden ? ({ ...event, data: { ...event.data, content: '', guestName: '' } } as WallEvent) : event]
  }

  /** [LOG-5] No replay shows the body of a message that was removed since. */
  readonly asReplayed = (event: WallEvent): WallEvent => {
    const isErased = 'content' in event.data && this.messages.get(event.data.id)?.status === 'removed'
    return isErased ? ({ ...event, data: { ...event.data, content: '' } } as WallEvent) : event
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}
