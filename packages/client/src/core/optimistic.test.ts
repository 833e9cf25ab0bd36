import type { WallMessage } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import { emptyWall } from '../testing/fake-server.ts'
import { AT, messageOf } from './message.test-kit.ts'
import { viewBallots, viewMessages } from './optimistic.ts'
import type { CastVoteEntry, OutboxEntry, SendMessageEntry } from './outbox.ts'

const ME = { id: 'me', name: '小明' }

function entryOf(key: string, progress: SendMessageEntry['progress'] = { kind: 'queued' }): OutboxEntry {
  return { kind: 'sendMessage', key, order: 1, createdAt: AT, content: key, guestName: '小明', progress }
}

function sourceOf(messages: WallMessage[], entries: OutboxEntry[], lastEventId = 10) {
  return { wall: { ...emptyWall(), messages }, position: { epoch: 'e', lastEventId }, guest: ME, entries }
}

const acknowledged = (key: string, eventId: number, status: WallMessage['status'] = 'shown') =>
  entryOf(key, { kind: 'acknowledged', message: messageOf(key, eventId, { status }), epoch: 'e', atMs: 0 })

describe('viewMessages', () => {
  it('[SEND-3] shows the wall first, own unsettled entries last', () => {
    const views = viewMessages(sourceOf([messageOf('theirs', 3, { guestId: 'other' }), messageOf('mine', 4)], [entryOf('next')]), [])
    expect(views.map(({ viewKey, isMine, delivery }) => [viewKey, isMine, delivery])).toEqual([
      ['m-theirs-other', false, null],
      ['mine', true, 'shown'],
      ['next', true, 'sending'],
    ])
  })

  it('[SEND-3] an entry keeps its view key through all of its life, and is there once', () => {
    const stages = [
      sourceOf([], [entryOf('k')]),
      sourceOf([], [acknowledged('k', 11)]),
      sourceOf([messageOf('k', 11)], [acknowledged('k', 11)], 11),
      sourceOf([messageOf('k', 11)], [], 11),
    ]
    expect(stages.map((stage) => viewMessages(stage, []).map(({ viewKey, delivery }) => `${viewKey} ${delivery}`))).toEqual([
      ['k sending'],
      ['k delivered'],
      ['k shown'],
      ['k shown'],
    ])
  })

  it('[SEND-3] waiting for the host and refused entries stay visible', () => {
    const refusal = { code: 'muted', message: '', retryable: false }
    const views = viewMessages(sourceOf([], [acknowledged('p', 4, 'pending'), entryOf('f', { kind: 'failed', refusal })]), [])
    expect(views.map((view) => [view.delivery, view.refusal])).toEqual([
      ['pending', null],
      ['failed', refusal],
    ])
  })

  it('[MOD-11] a message for the hosts alone stays visible as that, past its event and past the end of the session', () => {
    const source = sourceOf([], [acknowledged('p', 4, 'private')], 11)
    const ended = { ...source, wall: { ...source.wall, session: { ...source.wall.session, state: 'ended' as const } } }
    for (const each of [source, ended]) expect(viewMessages(each, []).map(({ delivery }) => delivery)).toEqual(['private'])
  })

  it('[SEND-4] an entry that the server asked to send later says why and until when', () => {
    const refusal = { code: 'rate_limited', message: '', retryable: true, retryAfterMs: 1_000 }
    const [view] = viewMessages(sourceOf([], [entryOf('q', { kind: 'queued', isTried: true, refusal, atMs: 1_234 })]), [])
    expect(view).toMatchObject({ delivery: 'sending', refusal, waitUntilMs: 1_234 })
  })

  it('[SEND-3] what waits for the host waits no longer once the session has ended', () => {
    const source = sourceOf([], [acknowledged('p', 4, 'pending'), entryOf('q')])
    const ended = { ...source.wall, session: { ...source.wall.session, state: 'ended' as const } }
    expect(viewMessages({ ...source, wall: ended }, viewMessages(source, [])).map((view) => view.delivery)).toEqual(['sending'])
  })

  it('[SEND-3] what was read and trimmed from the wall does not hang on as delivered', () => {
    expect(viewMessages(sourceOf([], [acknowledged('k', 4)], 10), [])).toEqual([])
  })

  it("[SEND-3] another guest's message under my key does not hide mine", () => {
    const views = viewMessages(sourceOf([messageOf('k', 3, { guestId: 'thief' })], [entryOf('k')]), [])
    expect(views.map((view) => [view.viewKey, view.isMine])).toEqual([
      ['m-k-thief', false],
      ['k', true],
    ])
  })

  it('[SEND-3] what did not change is the same, in part and as a whole', () => {
    const source = sourceOf([messageOf('a', 3, { guestId: 'other' })], [entryOf('b')])
    const before = viewMessages(source, [])
    expect(viewMessages({ ...source }, before)).toBe(before)
    const after = viewMessages({ ...source, entries: [...source.entries, entryOf('c')] }, before)
    expect(after.slice(0, 2).every((view, at) => view === before[at])).toBe(true)
  })
})

describe('viewBallots', () => {
  const refusal = { code: 'vote_closed', message: '', retryable: false }
  const counted: CastVoteEntry['progress'] = { kind: 'acknowledged', message: undefined, epoch: 'e', atMs: 0 }
  const ballotOf = (key: string, progress: CastVoteEntry['progress'] = { kind: 'queued' }, voteId = 'v'): OutboxEntry => {
    return { kind: 'castVote', key, order: 1, createdAt: AT, voteId, optionIds: [`of ${key}`], progress }
  }

  it('[SEND-3] the newest choice of each vote, over the one that counts', () => {
    const entries = [ballotOf('a', counted), ballotOf('w', counted, 'w'), ballotOf('b'), ballotOf('c'), entryOf('message')]
    expect(viewBallots(entries, [])).toEqual([
      { voteId: 'v', key: 'c', optionIds: ['of c'], delivery: 'sending', refusal: null, counted: ['of a'] },
      { voteId: 'w', key: 'w', optionIds: ['of w'], delivery: 'delivered', refusal: null, counted: ['of w'] },
    ])
  })

  it('[SEND-4] a final refusal does not hide the choice that counts', () => {
    const failed: CastVoteEntry['progress'] = { kind: 'failed', refusal }
    expect(viewBallots([ballotOf('a', counted), ballotOf('b', failed)], [])).toMatchObject([
      { key: 'b', delivery: 'failed', refusal, counted: ['of a'] },
    ])
    expect(viewBallots([ballotOf('b', failed)], [])).toMatchObject([{ delivery: 'failed', counted: null }])
  })

  it('[SEND-3] ballots are no messages', () => {
    expect(viewMessages(sourceOf([], [ballotOf('a'), ballotOf('b', counted)]), [])).toEqual([])
  })

  it('[SEND-3] what did not change is the same, in part and as a whole', () => {
    const entries = [ballotOf('a', counted), ballotOf('w', counted, 'w')]
    const before = viewBallots(entries, [])
    expect(viewBallots([...entries, entryOf('message')], before)).toBe(before)
    const after = viewBallots([...entries, ballotOf('x', counted, 'w')], before)
    expect(after).not.toBe(before)
    expect(after[0]).toBe(before[0])
    expect(viewBallots([], before)).toEqual([])
    // The older choice of one vote goes, and another's stands first.
    const other = ballotOf('w', counted, 'w')
    const changed = viewBallots([ballotOf('a', counted), other, ballotOf('b')], [])
    const settled = viewBallots([other, ballotOf('b', counted)], changed)
    expect(settled.find(({ voteId }) => voteId === 'w')).toBe(changed[1])
  })
})
