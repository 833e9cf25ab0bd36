import { Writable } from 'node:stream'
import type { HostedSession, PollAnswer, ServerFrame, Vote, VotePayload, WallEvent } from '@guestwall/protocol'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { BallotBox, recount, talliesIn, tokenOf, VoteHost } from '../support/votes.ts'
import { WireClient } from '../support/wire-client.ts'
import { freshKey } from './support/unharmed.ts'

/**
 * A whole run with votes of every setting, everything that leaves the server kept: what guests and wall screens are told must tie no
 * ballot to a guest, and hold no count of a vote whose counts are hidden from them (VOTE-5, LOG-6).
 */

/**
 * How many silent guests vote, and how many of them choose the first option in the end. Earlier counts are smaller, so that no count
 * on the way of one vote is the count of another that must not be seen.
 */
const CAST = {
  always: { voters: 60, first: 31 },
  afterVoting: { voters: 223, first: 113 },
  afterClose: { voters: 463, first: 233 },
  never: { voters: 463, first: 236 },
  hidden: { voters: 463, first: 239 },
} as const
type Name = keyof typeof CAST
const NAMES = Object.keys(CAST) as Name[]
/** Guests who vote and do nothing else. Their ids are to be found nowhere. */
const SILENT = 463
/** So many of them choose the other option first. */
const CHANGED = 23
/** Event ids, positions and counts of guests stay below the numbers that are looked for. */
const MOST_EVENTS = 100
const DRAFT = 'a-draft-is-the-hosts-alone'

let wall: Guestwall
let hosted: HostedSession
let host: VoteHost
let box: BallotBox
let watcher: WireClient
let voter: WireClient
let screen: WireClient
let console_: WireClient
let poller: { id: string; token: string; frames: ServerFrame[] }
const silent: { id: string; token: string }[] = []
const votes = new Map<Name, Vote>()
const lines: string[] = []
/** Bodies that guests and wall screens got, as they were. */
const bodies: string[] = []

const log = pino(
  { level: 'trace' },
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  }),
)

beforeAll(async () => {
  wall = await startGuestwall({ parts: { log } })
  hosted = await wall.createSession()
  host = new VoteHost(wall.url, hosted)
  box = new BallotBox(wall.url)
  const { session, wallToken, hostToken } = hosted
  for (let index = 0; index < SILENT; index += 1) {
    const id = `silent-voter-${index}`
    silent.push({ id, token: await tokenOf(session.id, id) })
  }
  watcher = await WireClient.join(wall.url, session.id, { guestName: '看客' })
  voter = await WireClient.join(wall.url, session.id, { guestName: '投票人' })
  screen = await WireClient.join(wall.url, session.id, { token: wallToken })
  console_ = await WireClient.join(wall.url, session.id, { token: hostToken })
  const joined = await wall.join(session.id, '轮询')
  poller = { id: joined.guest.id, token: joined.token, frames: [] }
  // The author of a message is known by id; a reader must still learn nothing of the author's votes.
  for (const client of [watcher, voter]) {
    expect(await client.ask({ type: 'sendMessage', key: freshKey(), content: '百年好合', guestName: '客' })).toMatchObject({ type: 'ack' })
  }
})
afterAll(async () => {
  box.close()
  for (const client of [watcher, voter, screen, console_]) client.close()
  await wall.stop()
})

const idOf = (name: Name) => (votes.get(name) as Vote).id
const voterId = async () => (await voter.frame('welcome')).guest.id

async function get(path: string, token: string): Promise<string> {
  const text = await (await fetch(`${wall.url}${path}`, { headers: { authorization: `Bearer ${token}` } })).text()
  bodies.push(text)
  return text
}

/** Polls on from where it is to the head, as a client without a socket does. */
async function pollOn(reader: { token: string; frames: ServerFrame[] }): Promise<void> {
  for (;;) {
    const last = reader.frames.at(-1)
    const at = last?.type === 'events' ? last.to : last?.type === 'snapshot' ? last.lastEventId : null
    const epoch = reader.frames.find((frame) => frame.type === 'snapshot')?.epoch
    const query = at === null ? '' : `&epoch=${epoch}&lastEventId=${at}`
    const answer = JSON.parse(await get(`/api/realtime/poll?session=${hosted.session.id}${query}`, reader.token)) as PollAnswer
    if ('snapshot' in answer) {
      reader.frames.push({ type: 'snapshot', ...answer.snapshot })
      continue
    }
    const { from, to, events } = answer
    reader.frames.push({ type: 'events', from, to, events })
    if (!answer.hasMore) return
  }
}

/** Everybody who reads has read what the host has. */
async function settle(): Promise<void> {
  const headOf = (client: WireClient) =>
    client.frames.reduce((head, frame) => (frame.type === 'events' ? frame.to : frame.type === 'snapshot' ? frame.lastEventId : head), 0)
  const head = (await wall.store.readHeads([hosted.session.id])).get(hosted.session.id)?.head ?? 0
  for (const client of [console_, watcher, voter, screen]) await client.until(() => (headOf(client) >= head ? true : undefined))
  await pollOn(poller)
}

/** The vote's ballots, cast and in part changed, and published: the host has their count. */
async function fill(name: Name): Promise<void> {
  const voters = silent.slice(0, CAST[name].voters)
  const voteId = idOf(name)
  const cast = async (token: string, option: string) =>
    expect((await box.cast(token, voteId, { key: freshKey(), optionIds: [option] }))?.status).toBe(200)
  const choice = (index: number) => (index < CAST[name].first ? 'o1' : 'o2')
  await Promise.all(voters.map(({ token }, index) => cast(token, index < CHANGED ? 'o2' : choice(index))))
  await Promise.all(voters.slice(0, CHANGED).map(({ token }) => cast(token, 'o1')))
  const own = await voter.ask({ type: 'castVote', key: freshKey(), voteId, optionIds: ['o3'] })
  expect(own).toMatchObject({ type: 'ack', ballot: { voteId, optionIds: ['o3'] } })
  await console_.until(() =>
    talliesIn(console_.frames, voteId).find(({ counts, ballots }) => ballots === voters.length + 1 && counts['o1'] === CAST[name].first),
  )
  await settle()
}

/** Every value in what was received, keys of objects too; not how many have voted, which a wall screen is told. */
function* valuesIn(value: unknown): Generator<unknown> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      if (key === 'ballots') continue
      if (!Array.isArray(value)) yield key
      yield* valuesIn(part)
    }
  } else yield value
}

/** The parts of a frame: each event, each message and each vote by itself; the rest as a whole. */
function itemsOf(frame: object): unknown[] {
  const { events, wall: snapshot, messages, snapshot: polled, ...rest } = frame as Record<string, unknown>
  const lists = [events, messages].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
  const walls = [snapshot, (polled as { wall?: unknown } | undefined)?.wall].flatMap((each) => {
    if (each === undefined) return []
    const { messages: shown, votes: listed, ...others } = each as { messages: unknown[]; votes: unknown[] }
    return [...shown, ...listed, others]
  })
  return [...lists, ...walls, rest]
}

const everyFrame = (): object[] => [watcher, voter, screen].flatMap(({ frames }) => frames)
const everything = (): object[] => [
  ...everyFrame(),
  ...bodies.flatMap((body) => (body.startsWith('{') ? [JSON.parse(body) as object] : [])),
]
const numbersIn = (frames: readonly object[]) =>
  new Set([...frames].flatMap((frame) => [...valuesIn(frame)].filter((value) => typeof value === 'number')))
const countsOf = (name: Name) => [CAST[name].first, CAST[name].voters - CAST[name].first]
/** Which of the vote's counts stand anywhere in the frames, whatever they are called there. */
function foundOf(frames: readonly object[], name: Name): number[] {
  const numbers = numbersIn(frames)
  return countsOf(name).filter((count) => numbers.has(count))
}

/** Neither the counts of the moment nor any before them. */
function expectHidden(frames: readonly ServerFrame[], name: Name): void {
  expect(talliesIn(frames, idOf(name))).toEqual([])
  expect(foundOf(frames, name)).toEqual([])
}
const lastTally = (frames: readonly ServerFrame[], name: Name): VotePayload | undefined => talliesIn(frames, idOf(name)).at(-1)
const final = (name: Name) => ({ ballots: CAST[name].voters + 1, counts: { o1: countsOf(name)[0], o2: countsOf(name)[1], o3: 1 } })

describe('[VOTE-5] [LOG-6] in a run with votes of every setting', () => {
  it('only the host gets a draft', async () => {
    for (const name of NAMES)
      votes.set(name, await host.create({ question: `${DRAFT}-${name}`, results: name === 'hidden' ? 'always' : name }))
    await settle()
    for (const text of [...everyFrame(), ...poller.frames].map((frame) => JSON.stringify(frame))) expect(text).not.toContain(DRAFT)
    expect(JSON.stringify(console_.frames)).toContain(DRAFT)
    // A ballot in one is a ballot in none.
    const draft = await voter.ask({ type: 'castVote', key: freshKey(), voteId: idOf('always'), optionIds: ['o1'] })
    const none = await voter.ask({ type: 'castVote', key: freshKey(), voteId: 'nothing', optionIds: ['o1'] })
    expect({ ...draft, ref: 0 }).toEqual({ ...none, ref: 0 })
  })

  it('while votes are open, counts go only to those whom the setting or the host’s choice names', async () => {
    for (const name of NAMES) await host.act(idOf(name), 'open')
    await host.act(idOf('hidden'), 'hide')
    for (const name of NAMES) await fill(name)
    const readers = { watcher: watcher.frames, poller: poller.frames }
    for (const frames of Object.values(readers)) {
      expect(lastTally(frames, 'always')).toMatchObject(final('always'))
      for (const name of ['afterVoting', 'afterClose', 'never'] as const) expectHidden(frames, name)
      // Before the host hid it, it had no ballot.
      expect(talliesIn(frames, idOf('hidden')).filter(({ ballots }) => ballots > 0)).toEqual([])
      expect(foundOf(frames, 'hidden')).toEqual([])
    }
    expect(lastTally(voter.frames, 'afterVoting')).toMatchObject(final('afterVoting'))
    for (const name of ['afterClose', 'never'] as const) expectHidden(voter.frames, name)
    // A wall screen is told how many, never what.
    for (const name of ['afterVoting', 'afterClose', 'never', 'hidden'] as const) {
      expect(lastTally(screen.frames, name)).toMatchObject({ ballots: CAST[name].voters + 1, counts: {} })
      expect(foundOf(screen.frames, name)).toEqual([])
    }
  })

  it('the same holds for a guest who comes late, comes back or reads by HTTP', async () => {
    const { session, wallToken } = hosted
    const { epoch } = await watcher.frame('welcome')
    const late = await wall.join(session.id, '晚到')
    const readers: [frames: ServerFrame[], hasVoted: boolean, isScreen: boolean][] = []
    for (const [token, hasVoted, isScreen] of [
      [late.token, false, false],
      [(await voter.frame('welcome')).token, true, false],
      [wallToken, false, true],
    ] as const) {
      for (const position of [null, { epoch, lastEventId: 0 }]) {
        const client = await WireClient.join(wall.url, session.id, { token, ...(position === null ? {} : { position }) })
        const { recovered, lastEventId } = await client.frame('welcome')
        if (recovered) await client.until(() => client.frames.find((frame) => frame.type === 'events' && frame.to >= lastEventId))
        else await client.frame('snapshot')
        readers.push([client.frames, hasVoted, isScreen])
        client.close()
      }
      const polled = { token, frames: [] as ServerFrame[] }
      await pollOn(polled)
      const replayed = JSON.parse(await get(`/api/realtime/poll?epoch=${epoch}&lastEventId=0`, token)) as Extract<
        PollAnswer,
        { events: unknown }
      >
      readers.push(
        [polled.frames, hasVoted, isScreen],
        [[{ type: 'events', from: 0, to: replayed.to, events: replayed.events }], hasVoted, isScreen],
      )
    }
    expect(readers).toHaveLength(12)
    for (const [frames, hasVoted, isScreen] of readers) {
      expect(lastTally(frames, 'always')).toMatchObject(final('always'))
      for (const name of ['afterVoting', 'afterClose', 'never', 'hidden'] as const) {
        const tallies = talliesIn(frames, idOf(name))
        const maySee = name === 'afterVoting' && hasVoted
        const known = tallies.filter(({ ballots, counts }) => ballots > 0 && (!isScreen || Object.keys(counts).length > 0))
        expect(maySee ? [] : [...foundOf(frames, name), ...known]).toEqual([])
        expect(maySee ? tallies.at(-1) : final(name)).toMatchObject(final(name))
      }
    }
  })

  it('a closed vote is shown as its setting says, unless the host shows or hides it', async () => {
    for (const name of NAMES) await host.act(idOf(name), 'close')
    await settle()
    for (const frames of [watcher.frames, poller.frames, screen.frames]) {
      for (const name of ['always', 'afterVoting', 'afterClose'] as const)
        expect(lastTally(frames, name)).toMatchObject({ ...final(name), state: 'closed' })
    }
    for (const frames of [watcher.frames, poller.frames, voter.frames]) expectHidden(frames, 'never')
    // Between two places of the chain one could try out what others chose.
    const { token } = await voter.frame('welcome')
    expect(JSON.parse(await get(`/api/realtime/votes/${idOf('never')}/ballot`, token))).toMatchObject({
      ballot: { voteId: idOf('never') },
      receipt: null,
    })
    for (const frames of [watcher.frames, screen.frames]) expect(foundOf(frames, 'hidden')).toEqual([])

    const beforeWord = watcher.frames.length
    await host.act(idOf('never'), 'reveal')
    await host.act(idOf('always'), 'hide')
    await settle()
    for (const frames of [watcher.frames, poller.frames, screen.frames]) expect(lastTally(frames, 'never')).toMatchObject(final('never'))
    expect(talliesIn(watcher.frames.slice(beforeWord), idOf('always'))).toEqual([])
    const late = await WireClient.join(wall.url, hosted.session.id, { guestName: '更晚' })
    const snapshot = await late.frame('snapshot')
    expect(snapshot.wall.votes.find(({ id }) => id === idOf('always'))?.tally).toBeNull()
    expect(talliesIn([snapshot], idOf('always'))).toEqual([])
    late.close()
    // Counts that everybody saw before the host hid them are in no replay of the log either.
    const { epoch } = snapshot
    for (const all of ['', '&replay=all']) {
      const page = await get(`/api/realtime/poll?epoch=${epoch}&lastEventId=0${all}`, token)
      const replayed = JSON.parse(page) as { events: WallEvent[]; to: number }
      const frames: ServerFrame[] = [{ type: 'events', from: 0, to: replayed.to, events: replayed.events }]
      expect(talliesIn(frames, idOf('always'))).toEqual([])
      expect(lastTally(frames, 'never')).toMatchObject(final('never'))
    }
  })

  it('a guest reads its own ballot and nobody else’s; a host’s or a wall’s credential has none', async () => {
    const { token } = await voter.frame('welcome')
    const path = `/api/realtime/votes/${idOf('never')}/ballot`
    expect(JSON.parse(await get(path, token))).toMatchObject({
      ballot: { voteId: idOf('never'), optionIds: ['o3'] },
      receipt: { voteId: idOf('never') },
    })
    for (const other of [(await watcher.frame('welcome')).token, hosted.wallToken, hosted.hostToken]) {
      expect(JSON.parse(await get(path, other))).toEqual({ ballot: null, receipt: null })
    }
  })

  it('online list, history and refusals reveal no counts', async () => {
    const { token } = await watcher.frame('welcome')
    const { session, wallToken } = hosted
    for (const bearer of [token, wallToken]) {
      await get(`/api/realtime/online?session=${session.id}`, bearer)
      await get(`/api/sessions/${session.id}/messages`, bearer)
      await get(`/api/host/sessions/${session.id}/messages`, bearer)
    }
    await get(`/api/sessions/${session.id}`, token)
    await watcher.ask({ type: 'getOnlineList' })
    for (const [voteId, optionIds] of [
      [idOf('never'), ['o1']],
      [idOf('never'), ['o9']],
      ['nothing', ['o1']],
    ] as const) {
      const answer = await box.cast(token, voteId, { key: freshKey(), optionIds })
      bodies.push(JSON.stringify(answer?.body))
      expect(answer?.status).toBeGreaterThanOrEqual(400)
      await watcher.ask({ type: 'castVote', key: freshKey(), voteId, optionIds })
    }
  })

  it('no frame and no body connects a guest with a choice, and no voter who wrote nothing is named', async () => {
    const head = (await wall.store.readHeads([hosted.session.id])).get(hosted.session.id)?.head ?? 0
    // The searched text is distinctive, and there is enough to search in.
    expect(head).toBeLessThan(MOST_EVENTS)
    const received = everything()
    expect(received.length).toBeGreaterThan(40)
    const known = [await voterId(), (await watcher.frame('welcome')).guest.id, poller.id]
    const isGuest = (value: unknown) => typeof value === 'string' && known.includes(value)
    const isChoice = (value: unknown) => value === 'o1' || value === 'o2' || value === 'o3' || value === 'optionIds'
    let items = 0
    for (const frame of received) {
      for (const item of itemsOf(frame)) {
        const values = [...valuesIn(item)]
        expect(values.some(isGuest) && values.some(isChoice)).toBe(false)
        items += 1
      }
      const text = JSON.stringify(frame)
      expect(text).not.toContain('silent-voter-')
      expect(text).not.toContain('"voters"')
      expect(text).not.toContain('"audience"')
    }
    expect(items).toBeGreaterThan(received.length)
    // Ballots are told to their own guest alone: here, to the one of the three that voted.
    const ballots = (frames: readonly ServerFrame[]) => frames.filter((frame) => frame.type === 'ack' && 'ballot' in frame)
    expect([ballots(watcher.frames).length, ballots(screen.frames).length, ballots(voter.frames).length]).toEqual([0, 0, NAMES.length])
    // All of it was really there to be told.
    for (const name of NAMES) expect((await recount(wall.store, hosted.session.id, idOf(name))).ballots).toBe(CAST[name].voters + 1)
  })

  it('log and metrics contain nothing of it', async () => {
    const metrics = await (await fetch(`${wall.url}/metrics`)).text()
    for (const text of [metrics, lines.join('')]) {
      expect(text).not.toContain('silent-voter-')
      expect(text).not.toContain(await voterId())
      for (const name of NAMES) expect(text).not.toContain(idOf(name))
    }
  })
})
