import type { ViewBallot } from '@guestwall/client'
import type { Session, Vote, VotePayload, Wall, WallEvent } from '@guestwall/protocol'
import type { Audience } from '@guestwall/server/testing'
import { describe, expect, it } from 'vitest'
import { HistoryChecker } from './history-checker.ts'
import type { CountedBallot, HistoryRecord, Logged, StoredVote } from './history.ts'

const EPOCH = 'e1'
const START_MS = Date.parse('2026-11-22T10:00:00.000Z')
const SESSION = { id: 's1', moderation: 'off' } as Session
const OPTIONS = ['o1', 'o2'].map((id) => ({ id, label: id }))

type Undated = HistoryRecord extends infer Record ? (Record extends unknown ? Omit<Record, 'atMs'> & { atMs?: number } : never) : never

/** The rules that a history breaks. */
function check(...records: (Undated | Undated[])[]): string[] {
  const checker = new HistoryChecker()
  for (const record of records.flat()) checker.apply({ atMs: 0, ...record })
  return [...new Set(checker.violations.map(({ rule }) => rule))]
}

const at = (ms: number) => new Date(START_MS + ms).toISOString()
const tally = (version: number, o1: number, o2: number, change: Partial<VotePayload> = {}): VotePayload => ({
  voteId: 'v',
  version,
  state: 'open',
  counts: { o1, o2 },
  ballots: o1 + o2,
  ...change,
})
const vote = (state: Vote['state'], payload: VotePayload | null, change: Partial<Vote> = {}): Vote => ({
  id: 'v',
  question: 'who',
  options: OPTIONS,
  maxChoices: 1,
  state,
  results: 'always',
  changeable: true,
  tally: payload,
  ...change,
})
const logged = (event: WallEvent, audience: Audience = 'everyone'): Logged => ({ event, audience })

const created = (change: Partial<Vote> = {}): Logged =>
  logged({ id: 1, type: 'vote.created', at: at(0), data: vote('draft', null, change) }, 'hosts')
const opened = (change: Partial<Vote> = {}, audience: Audience = 'everyone'): Logged =>
  logged({ id: 2, type: 'vote.opened', at: at(0), data: vote('open', tally(1, 0, 0), change) }, audience)
const told = (id: number, ms: number, payload: VotePayload, audience: Audience = 'everyone'): Logged =>
  logged({ id, type: 'vote.tally', at: at(ms), data: payload }, audience)
const closed = (id: number, ms: number, payload: VotePayload, change: Partial<Vote> = {}, audience: Audience = 'everyone'): Logged =>
  logged({ id, type: 'vote.closed', at: at(ms), data: vote('closed', { ...payload, state: 'closed' }, change) }, audience)

const commit = (events: Logged[], ballots: CountedBallot[] = [], from = (events[0]?.event.id ?? 1) - 1): Undated => ({
  kind: 'committed',
  epoch: EPOCH,
  from,
  events,
  ballots,
})
const chose = (key: string, option: string, client = 'a'): Undated => ({ kind: 'chose', client, key, voteId: 'v', optionIds: [option] })
const counted = (key: string, option: string, before: number, guestId = 'g1'): CountedBallot => ({
  voteId: 'v',
  guestId,
  key,
  optionIds: [option],
  before,
})
const acked = (key: string, option: string): Undated => ({ kind: 'ballotAcked', client: 'a', key, voteId: 'v', optionIds: [option] })
const refused = (key: string): Undated => ({ kind: 'ballotRefused', client: 'a', key, code: 'vote_closed' })
const reader = (audience: 'everyone' | 'hosts' = 'everyone'): Undated => ({ kind: 'opened', client: 'a', audience })
const wallOf = (...votes: Vote[]): Wall => ({ session: SESSION, messages: [], messageCount: 0, votes })
const snapshot = (position: number, ...votes: Vote[]): Undated => ({
  kind: 'snapshot',
  client: 'a',
  transport: 'poll',
  epoch: EPOCH,
  position,
  wall: wallOf(...votes),
})
const slice = (from: number, to: number, ...events: WallEvent[]): Undated => ({
  kind: 'slice',
  client: 'a',
  transport: 'poll',
  epoch: EPOCH,
  from,
  to,
  events,
})
const view = (position: number, votes: Vote[], ballots: ViewBallot[] = [], guestId: string | null = 'g1'): Undated => ({
  kind: 'viewed',
  client: 'a',
  state: 'reconnecting',
  position: { epoch: EPOCH, lastEventId: position },
  wall: wallOf(...votes),
  messages: [],
  ballots,
  guestId,
})
const own = (key: string, option: string, change: Partial<ViewBallot> = {}): ViewBallot => ({
  voteId: 'v',
  key,
  optionIds: [option],
  delivery: 'delivered',
  refusal: null,
  counted: [option],
  ...change,
})
const stored = (o1: number, o2: number, choices: [guestId: string, option: string][], chain = choices.length): StoredVote => ({
  voteId: 'v',
  counts: { o1, o2 },
  ballots: choices.length,
  chain,
  choices: choices.map(([guestId, option]) => ({ guestId, optionIds: [option] })),
})
const ended = (log: Logged[], votes: StoredVote[], wall: Wall, ballots: ViewBallot[] = [], isAlone = true): Undated => ({
  kind: 'ended',
  log,
  walls: { everyone: wall, hosts: wall },
  votes,
  clients: [
    {
      client: 'a',
      state: 'connected',
      wanted: 'connected',
      position: { epoch: EPOCH, lastEventId: log.length },
      wall,
      waitingToSend: 0,
      ballots,
      guestId: 'g1',
      isAlone,
    },
  ],
})

/** A vote is open, and one guest's ballot in it is counted and told of. */
const made = commit([created(), opened()])
const voted: Undated[] = [reader(), made, chose('k1', 'o1'), commit([], [counted('k1', 'o1', 3)], 2), acked('k1', 'o1')]
const toldOf = [...voted, commit([told(3, 250, tally(2, 1, 0))])]

describe('the checker of votes', () => {
  it('finds nothing in a sound history', () => {
    const open = vote('open', tally(2, 1, 0))
    const shut = vote('closed', tally(5, 0, 2, { state: 'closed' }))
    const events = [
      created(),
      opened(),
      told(3, 250, tally(2, 1, 0)),
      told(4, 500, tally(3, 0, 1)),
      told(5, 510, tally(4, 0, 2)),
      closed(6, 510, tally(5, 0, 2)),
    ]
    expect(
      check(
        toldOf,
        slice(1, 3, opened().event, told(3, 250, tally(2, 1, 0)).event),
        snapshot(3, open),
        view(3, [open], [own('k1', 'o1')]),
        // A change of mind, another guest, and the close in the middle of one batch: the late one is refused.
        [chose('k2', 'o2'), chose('k3', 'o2', 'b'), chose('k4', 'o1', 'c')],
        commit([events[3] as Logged], [counted('k2', 'o2', 4)]),
        acked('k2', 'o2'),
        commit(events.slice(4), [counted('k3', 'o2', 5, 'g2')]),
        refused('k4'),
        slice(3, 6, ...events.slice(3).map(({ event }) => event)),
        view(6, [shut], [own('k2', 'o2')]),
        ended(
          events,
          [
            stored(
              0,
              2,
              [
                ['g1', 'o2'],
                ['g2', 'o2'],
              ],
              3,
            ),
          ],
          wallOf(shut),
          [own('k2', 'o2')],
        ),
      ),
    ).toEqual([])
  })

  it('[C10] flags `count + 1` without a ballot’s key: a retry is counted again, or only the number grows', () => {
    expect(check(voted, commit([], [counted('k1', 'o1', 3)], 2))).toContain('C10')
    expect(check(voted, commit([told(3, 250, tally(2, 2, 0))]))).toContain('C10')
    expect(check(voted, commit([told(3, 250, tally(2, 1, 0, { ballots: 2 }))]))).toContain('C10')
  })

  it('[C10] flags two ballots of one guest that both count', () => {
    expect(check(voted, chose('k2', 'o2'), commit([told(3, 250, tally(2, 1, 1))], [counted('k2', 'o2', 3)]))).toContain('C10')
  })

  it('[C10] flags a close that is not serialised: a ballot counted after it, in its batch or in a later one', () => {
    const close = [told(4, 260, tally(3, 1, 1)), closed(5, 260, tally(4, 1, 1))]
    const late = [chose('k2', 'o2', 'b'), chose('k3', 'o2', 'c')]
    const sound = commit(close, [counted('k2', 'o2', 4, 'g2')])
    expect(check(toldOf, late, sound)).toEqual([])
    expect(check(toldOf, late, sound, commit([], [counted('k3', 'o2', 6, 'g3')], 5))).toContain('C10')
    expect(check(toldOf, late, commit(close, [counted('k2', 'o2', 4, 'g2'), counted('k3', 'o2', 6, 'g3')]))).toContain('C10')
  })

  it('[C10] flags a close that forgets a ballot before it', () => {
    expect(check(voted, commit([closed(3, 10, tally(2, 0, 0))]))).toEqual(expect.arrayContaining(['C10', 'VOTE-4']))
  })

  it('[C10] flags a tally that was published before its commit', () => {
    expect(
      check(reader(), made, chose('k1', 'o1'), commit([told(3, 250, tally(2, 1, 0))]), commit([], [counted('k1', 'o1', 4)], 3)),
    ).toContain('C10')
  })

  it('[C10] flags a tally that tells of fewer than the one before it', () => {
    expect(check(toldOf, commit([told(4, 500, tally(3, 0, 0))]))).toContain('C10')
  })

  it('[VOTE-4] flags a lost tally: the last ballots are told of by none', () => {
    expect(check(voted, ended([created(), opened()], [stored(1, 0, [['g1', 'o1']])], wallOf(vote('open', tally(1, 0, 0)))))).toEqual([
      'VOTE-4',
    ])
  })

  it('[VOTE-4] flags a close without a tally of what came last before it', () => {
    expect(check(voted, commit([closed(3, 10, tally(2, 1, 0))]))).toEqual(['VOTE-4'])
  })

  it('[VOTE-4] flags tallies that are less than a quarter of a second apart, unless a close follows at once', () => {
    const more = [chose('k2', 'o2', 'b'), commit([], [counted('k2', 'o2', 4, 'g2')], 3)]
    expect(check(toldOf, more, commit([told(4, 499, tally(3, 1, 1))]))).toEqual(['VOTE-4'])
    expect(check(toldOf, more, commit([told(4, 500, tally(3, 1, 1))]))).toEqual([])
    expect(check(toldOf, more, commit([told(4, 300, tally(3, 1, 1)), closed(5, 300, tally(4, 1, 1))]))).toEqual([])
  })

  it('[VOTE-4] flags a version that is published twice', () => {
    expect(check(toldOf, commit([told(4, 500, tally(2, 1, 0))]))).toContain('VOTE-4')
  })

  it('[C10] a reader that catches up lacks no tally for voters once the counts are for others, and lacks it before', () => {
    const setting = { results: 'afterVoting' } as const
    const forVoters = commit([created(setting), opened(setting, 'voters')])
    const counts = [commit([], [counted('k1', 'o1', 3)], 2), commit([told(3, 250, tally(2, 1, 0), 'voters')])]
    const before = vote('open', tally(1, 0, 0), setting)
    const behind = [snapshot(2, before), view(2, [before]), slice(2, 3), view(3, [before])]
    expect(check(reader(), forVoters, chose('k1', 'o1'), counts, behind)).toContain('C10')
    const over = commit([closed(4, 500, tally(3, 1, 0), setting)])
    expect(check(reader(), forVoters, chose('k1', 'o1'), counts, over, behind)).toEqual([])
  })

  it('[C10] flags a ballot that was acknowledged and dropped, and an acknowledgement of another choice', () => {
    expect(check(reader(), made, chose('k1', 'o1'), acked('k1', 'o1'))).toContain('C10')
    expect(check(voted, acked('k1', 'o2'))).toContain('C10')
    const events = [created(), opened(), told(3, 250, tally(2, 1, 0))]
    expect(check(toldOf, ended(events, [stored(0, 0, [])], wallOf(vote('open', tally(2, 1, 0)))))).toContain('C10')
  })

  it('[C10] flags a refusal of what is counted, and one that came true later', () => {
    expect(check(voted, refused('k1'))).toContain('C10')
    expect(check(reader(), made, chose('k1', 'o1'), refused('k1'), commit([], [counted('k1', 'o1', 3)], 2))).toContain('C10')
  })

  it('[C10] flags a ballot that nobody cast, one with another choice, and one that changes a final one', () => {
    expect(check(reader(), made, commit([], [counted('k1', 'o1', 3)], 2))).toContain('C10')
    expect(check(reader(), made, chose('k1', 'o1'), commit([], [counted('k1', 'o2', 3)], 2))).toContain('C10')
    const final = [reader(), commit([created({ changeable: false }), opened({ changeable: false })]), chose('k1', 'o1'), chose('k2', 'o2')]
    expect(check(final, commit([], [counted('k1', 'o1', 3)], 2))).toEqual([])
    expect(check(final, commit([], [counted('k1', 'o1', 3), counted('k2', 'o2', 3)], 2))).toContain('C10')
  })

  it('[VOTE-4] flags a client whose tally goes back, and one that shows what nobody published', () => {
    expect(
      check(
        toldOf,
        snapshot(3, vote('open', tally(2, 1, 0))),
        view(3, [vote('open', tally(2, 1, 0))]),
        view(3, [vote('open', tally(1, 0, 0))]),
      ),
    ).toContain('VOTE-4')
    expect(check(toldOf, snapshot(3, vote('open', tally(2, 1, 1))))).toContain('C10')
    expect(check(toldOf, slice(2, 3, told(3, 250, tally(2, 0, 1)).event))).toContain('C10')
  })

  it('[C10] flags a vote that is shown in another state than it has, or without the counts that are everybody’s', () => {
    expect(check(toldOf, snapshot(3, vote('closed', tally(2, 1, 0))))).toContain('C10')
    expect(check(toldOf, snapshot(3, vote('open', null)))).toContain('C10')
    expect(check(toldOf, snapshot(3, vote('open', tally(1, 0, 0))))).toContain('C10')
  })

  it('[VOTE-5] flags counts that reach somebody from whom they are hidden', () => {
    const hidden = { results: 'afterClose' } as const
    const start = [
      commit([created(hidden), opened(hidden, 'hosts')]),
      chose('k1', 'o1', 'b'),
      commit([told(3, 250, tally(2, 1, 0), 'hosts')], [counted('k1', 'o1', 3, 'g2')]),
    ]
    const bare = vote('open', null, hidden)
    expect(check(reader(), start, slice(1, 3, { ...opened(hidden).event, data: bare } as WallEvent), snapshot(3, bare))).toEqual([])
    expect(check(reader('hosts'), start, slice(2, 3, told(3, 250, tally(2, 1, 0)).event))).toEqual([])
    expect(check(reader(), start, snapshot(3, vote('open', tally(2, 1, 0), hidden)))).toContain('VOTE-5')
    expect(check(reader(), start, slice(2, 3, told(3, 250, tally(2, 1, 0)).event))).toContain('VOTE-5')
    expect(check(reader(), start, slice(1, 3, opened(hidden).event))).toContain('VOTE-5')
  })

  it('[VOTE-5] flags counts for voters that reach a guest who has not voted; one who has may be brought them', () => {
    const forVoters = { results: 'afterVoting' } as const
    const start = [
      reader(),
      commit([created(forVoters), opened(forVoters, 'voters')]),
      { ...view(0, [], [], 'g1'), position: null, wall: null } as Undated,
      [chose('k1', 'o1', 'b'), chose('k2', 'o2')],
      commit([told(3, 250, tally(2, 1, 0), 'voters')], [counted('k1', 'o1', 3, 'g2')]),
    ].flat()
    const event = told(3, 250, tally(2, 1, 0)).event
    expect(check(start, slice(2, 3))).toEqual([])
    expect(check(start, slice(2, 3, event))).toContain('VOTE-5')
    expect(check(start, commit([], [counted('k2', 'o2', 4)], 3), slice(2, 3, event))).toEqual([])
  })

  it('[LOG-6] flags a draft that is told to guests, and counts that are logged for others than the setting names', () => {
    expect(check(reader(), made, slice(0, 2, created().event, opened().event))).toContain('LOG-6')
    expect(check(reader(), commit([created(), opened({ results: 'never' }, 'everyone')]))).toContain('LOG-6')
    expect(check(voted, commit([told(3, 250, tally(2, 1, 0), 'hosts')]))).toContain('LOG-6')
  })

  it('[C5] flags a slice without a tally that is everybody’s', () => {
    expect(check(toldOf, slice(2, 3))).toContain('C5')
  })

  it('[VOTE-1] flags counts that come with the event that hides them; a reader of later lacks them', () => {
    const hidden = logged({ id: 4, type: 'vote.revealed', at: at(900), data: vote('open', tally(3, 1, 0), { revealed: false }) }, 'hosts')
    const log = commit([created(), opened(), told(3, 300, tally(2, 1, 0)), hidden], [counted('k1', 'o1', 3)])
    const bare = (id: number, type: 'vote.opened' | 'vote.revealed', change: Partial<Vote> = {}): WallEvent => {
      return { id, type, at: at(0), data: vote('open', null, change) }
    }
    const withCounts = slice(
      0,
      4,
      bare(2, 'vote.opened'),
      told(3, 300, tally(2, 1, 0)).event,
      bare(4, 'vote.revealed', { revealed: false }),
    )
    const without = slice(0, 4, bare(2, 'vote.opened'), bare(4, 'vote.revealed', { revealed: false }))
    expect(check(chose('k1', 'o1'), reader(), log, withCounts)).toContain('VOTE-1')
    expect(check(chose('k1', 'o1'), reader(), log, without)).toEqual([])
    // A page that ends before the counts are shown again was read after that.
    const shownAgain = commit([logged({ id: 5, type: 'vote.revealed', at: at(2_000), data: vote('open', tally(4, 1, 0)) })])
    expect(check(chose('k1', 'o1'), reader(), log, shownAgain, withCounts)).toEqual([])
  })

  it('[C10] flags an own ballot that is shown as counted and is not, or not that one', () => {
    const open = vote('open', tally(2, 1, 0))
    expect(check(toldOf, snapshot(3, open), view(3, [open], [own('k9', 'o1')]))).toContain('C10')
    expect(check(toldOf, snapshot(3, open), view(3, [open], [own('k1', 'o1', { counted: ['o2'] })]))).toContain('C10')
    expect(check(toldOf, snapshot(3, open), view(3, [open], [own('k1', 'o1')], 'g2'))).toContain('C10')
  })

  it('[C12] flags a client that ends with another ballot than the server has, with one unsent, or without a vote', () => {
    const open = vote('open', tally(2, 1, 0))
    const events = [created(), opened(), told(3, 250, tally(2, 1, 0))]
    const end = (wall: Wall, ballots: ViewBallot[], isAlone = true) =>
      check(toldOf, snapshot(3, open), ended(events, [stored(1, 0, [['g1', 'o1']])], wall, ballots, isAlone))
    expect(end(wallOf(open), [own('k1', 'o1')])).toEqual([])
    expect(end(wallOf(open), [own('k1', 'o2', { delivery: 'failed' })])).toContain('C12')
    expect(end(wallOf(open), [own('k1', 'o2', { delivery: 'failed' })], false)).toEqual([])
    expect(end(wallOf(open), [own('k2', 'o2', { delivery: 'sending', counted: ['o1'] })])).toContain('C12')
  })
})
