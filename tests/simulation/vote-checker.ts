import type { ViewBallot } from '@guestwall/client'
import type { Vote, VotePayload } from '@guestwall/protocol'
import type { Audience } from '@guestwall/server/testing'
import type { Brought, CountedBallot, Ended, HistoryRecord, Logged, Readership } from './history.ts'

/** VOTE-4: between two tallies of a vote. */
const TALLY_MS = 250

type Of<Kind extends HistoryRecord['kind']> = Extract<HistoryRecord, { kind: Kind }>
type Flag = (rule: string, what: string) => void

/** A tally as the log published it. */
interface Published {
  readonly eventId: number
  readonly type: string
  readonly tally: VotePayload
  readonly audience: Audience
  /** The ballots of the chain that it counts. */
  readonly length: number
}

/** The facts of a vote in the log and the commits. */
interface VoteModel {
  readonly id: string
  vote: Vote
  readonly chain: CountedBallot[]
  readonly choices: Map<string, readonly string[]>
  readonly published: Published[]
  /** The readers who may see the counts, by the newest event about it. */
  readonly turns: { readonly eventId: number; readonly state: Vote['state']; readonly audience: Audience }[]
  pacedAtMs: number
}

interface Client {
  readonly audience: Readership
  guestId: string | null
  /** The newest version that it showed of each vote. */
  readonly versions: Map<string, number>
}

/** C10, checked record by record: what is counted, what is published, and what of it each client is brought and shows. Pure. */
export class VoteChecker {
  readonly #flag: Flag
  readonly #votes = new Map<string, VoteModel>()
  readonly #chosen = new Map<string, Of<'chose'>>()
  readonly #counted = new Map<string, CountedBallot>()
  readonly #acked = new Map<string, Of<'ballotAcked'>>()
  readonly #refused = new Map<string, string>()
  readonly #clients = new Map<string, Client>()

  constructor(flag: Flag) {
    this.#flag = flag
  }

  apply(record: HistoryRecord): void {
    switch (record.kind) {
      case 'committed':
        return this.#committed(record)
      case 'chose':
        this.#chosen.set(record.key, record)
        return
      case 'ballotAcked':
        return this.#ackedOne(record)
      case 'ballotRefused':
        this.#refused.set(record.key, record.code)
        if (this.#counted.has(record.key)) this.#flag('C10', `ballot ${record.key} was refused (${record.code}) and is counted`)
        return
      case 'opened':
        this.#clients.set(record.client, { audience: record.audience, guestId: null, versions: new Map() })
        return
      case 'closed':
        this.#clients.delete(record.client)
        return
      case 'slice':
        for (const event of record.events) this.#brought(record.client, event, record.to)
        return
      case 'snapshot':
        for (const vote of record.wall.votes) this.#checkVoteAt(`${record.client}, by a snapshot,`, record.client, vote, record.position)
        return
      case 'viewed':
        return this.#viewed(record)
      case 'ended':
        return this.#ended(record)
      default:
    }
  }

  /** Whether the event is a tally for voters that this client has voted to see: others are not brought it, and lack nothing. */
  maySeeTally(name: string, { id, type, data }: Brought): boolean {
    if (type !== 'vote.tally' || this.#clients.get(name)?.audience !== 'everyone') return false
    const model = this.#votes.get((data as VotePayload).voteId)
    const published = model?.published.find(({ eventId }) => eventId === id)
    return model !== undefined && published?.audience === 'voters' && this.#mayHaveVoted(name, model)
  }

  /** Whether a reader may lack the event: a tally of a vote that hid its counts later is not replayed. */
  mayLack({ event }: Logged): boolean {
    if (event.type !== 'vote.tally') return false
    const model = this.#votes.get(event.data.voteId)
    return model !== undefined && isNarrowedAfter(model, event.id, 'everyone')
  }

  #committed({ from, events, ballots }: Of<'committed'>): void {
    const waiting = [...ballots]
    const countBefore = (eventId: number) => {
      while ((waiting[0]?.before ?? Number.POSITIVE_INFINITY) <= eventId) this.#count(waiting.shift() as CountedBallot)
    }
    for (const [index, logged] of events.entries()) {
      // The tallies at the end of a batch tell of all of it.
      const isLast = events.slice(index).every(({ event }) => event.type === 'vote.tally')
      countBefore(isLast ? Number.MAX_SAFE_INTEGER : logged.event.id)
      this.#append(logged, events[index + 1])
    }
    countBefore(Number.MAX_SAFE_INTEGER)
    if (ballots.some(({ before }) => before <= from)) this.#flag('C10', 'a ballot stands before its own commit')
  }

  #count(ballot: CountedBallot): void {
    const { voteId, guestId, key, optionIds } = ballot
    const model = this.#votes.get(voteId)
    if (model === undefined) return this.#flag('C10', `ballot ${key} is counted in ${voteId}, which nobody made`)
    const chosen = this.#chosen.get(key)
    if (chosen === undefined) this.#flag('C10', `ballot ${key} is counted, and nobody cast it`)
    else if (chosen.voteId !== voteId || chosen.optionIds.join() !== optionIds.join()) {
      this.#flag('C10', `ballot ${key} is counted for ${optionIds.join()}, its guest chose ${chosen.optionIds.join()}`)
    }
    if (this.#counted.has(key)) this.#flag('C10', `ballot ${key} is counted twice`)
    if (this.#refused.has(key)) this.#flag('C10', `ballot ${key} was refused (${this.#refused.get(key)}) and then counted`)
    if (model.vote.state !== 'open') this.#flag('C10', `ballot ${key} is counted in ${voteId} while it is ${model.vote.state}`)
    if (!model.vote.changeable && model.choices.has(guestId)) this.#flag('C10', `ballot ${key} changes a final one`)
    this.#counted.set(key, ballot)
    model.chain.push(ballot)
    model.choices.set(guestId, optionIds)
  }

  #append({ event, audience }: Logged, next: Logged | undefined): void {
    switch (event.type) {
      case 'vote.created':
        if (audience !== 'hosts') this.#flag('LOG-6', `the draft ${event.data.id} is for ${audience}`)
        return this.#know(event.data, event.id, audience)
      case 'vote.opened':
      case 'vote.closed':
      case 'vote.revealed': {
        // Run again, a vote is a new one.
        this.#know(event.data, event.id, audience)
        const model = this.#votes.get(event.data.id) as VoteModel
        if (event.data.tally === null) return this.#flag('C10', `event ${event.id} lacks the tally of ${model.id}`)
        const isClose = event.type === 'vote.closed'
        if (isClose && this.#isBehind(model)) this.#flag('VOTE-4', `${model.id} was closed, its last tally before that was not published`)
        this.#publish(model, event.id, event.type, event.data.tally, audience)
        if (this.#isBehind(model)) this.#flag('C10', `event ${event.id} does not tell of all ballots of ${model.id} before it`)
        model.pacedAtMs = Date.parse(event.at)
        return
      }
      case 'vote.tally': {
        const model = this.#votes.get(event.data.voteId)
        if (model === undefined) return this.#flag('C10', `a tally of ${event.data.voteId}, which nobody made`)
        this.#publish(model, event.id, event.type, event.data, audience)
        const isLastBeforeClose = next?.event.type === 'vote.closed' && next.event.data.id === model.id
        const atMs = Date.parse(event.at)
        if (!isLastBeforeClose && atMs - model.pacedAtMs < TALLY_MS) {
          this.#flag('VOTE-4', `${model.id} was published again after ${atMs - model.pacedAtMs} ms`)
        }
        model.pacedAtMs = atMs
        return
      }
      default:
    }
  }

  #know(vote: Vote, eventId: number, audience: Audience): void {
    const model = this.#votes.get(vote.id)
    const due = audienceOf(vote)
    if (audience !== due) this.#flag('LOG-6', `event ${eventId} shows ${vote.id} to ${audience}, it is for ${due}`)
    const turn = { eventId, state: vote.state, audience }
    if (model === undefined) {
      const fresh = { id: vote.id, vote, chain: [], choices: new Map(), published: [], turns: [turn], pacedAtMs: Number.NEGATIVE_INFINITY }
      this.#votes.set(vote.id, fresh)
      return
    }
    model.vote = vote
    model.turns.push(turn)
  }

  /** Every tally is what the ballots up to some place of the chain come to, that place never before the last one's. */
  #publish(model: VoteModel, eventId: number, type: string, tally: VotePayload, audience: Audience): void {
    const last = model.published.at(-1)
    if (tally.version <= (last?.tally.version ?? 0))
      this.#flag('VOTE-4', `event ${eventId} publishes version ${tally.version} of ${model.id} again`)
    const due = audienceOf(model.vote)
    if (audience !== due) this.#flag('LOG-6', `event ${eventId} shows the counts of ${model.id} to ${audience}, they are for ${due}`)
    let length = last?.length ?? 0
    while (length <= model.chain.length && !isSame(tally, fold(model, length))) length += 1
    if (length > model.chain.length) {
      this.#flag(
        'C10',
        `event ${eventId} publishes ${say(tally)} of ${model.id}; its ballots come to ${say(fold(model, model.chain.length))}`,
      )
      length = model.chain.length
    }
    model.published.push({ eventId, type, tally, audience, length })
  }

  #isBehind(model: VoteModel): boolean {
    const last = model.published.at(-1)
    return last !== undefined && !isSame(last.tally, fold(model, model.chain.length))
  }

  #ackedOne(record: Of<'ballotAcked'>): void {
    const { client, key, voteId, optionIds } = record
    this.#acked.set(key, record)
    const counted = this.#counted.get(key)
    if (counted === undefined) this.#flag('C10', `ballot ${key} was acknowledged to ${client} and is not counted`)
    else if (counted.voteId !== voteId || counted.optionIds.join() !== optionIds.join()) {
      this.#flag('C10', `ballot ${key} was acknowledged as ${optionIds.join()}, it is ${counted.optionIds.join()}`)
    }
  }

  /** `to`: the end of the slice that holds the event. */
  #brought(name: string, { id, type, data }: Brought, to: number): void {
    const client = this.#clients.get(name)
    if (client === undefined || !type.startsWith('vote.')) return
    this.#checkHidden(name, id, type === 'vote.tally' ? (data as VotePayload) : (data as Vote).tally, to)
    if (type === 'vote.tally') return this.#checkTally(`${name}, by event ${id},`, name, data as VotePayload)
    const vote = data as Vote
    if (type === 'vote.created' && client.audience !== 'hosts') this.#flag('LOG-6', `${name} was brought the draft ${vote.id}`)
    this.#checkVoteAt(`${name}, by event ${id},`, name, vote, id)
  }

  /**
   * Counts that are hidden when a slice is read are not in it. It was read at its end or, when it is one page of many, at any later event: there is a
   * fault if all of these hide them.
   */
  #checkHidden(name: string, id: number, tally: VotePayload | null, to: number): void {
    const model = tally === null ? undefined : this.#votes.get(tally.voteId)
    if (model === undefined || this.#clients.get(name)?.audience === 'hosts') return
    const atEnd = model.turns.findLast(({ eventId }) => eventId <= to)
    const later = model.turns.filter(({ eventId }) => eventId > to)
    const isHidden = ({ audience }: { readonly audience: Audience }) =>
      audience === 'hosts' || (audience === 'voters' && !this.#mayHaveVoted(name, model))
    if (atEnd !== undefined && [atEnd, ...later].every(isHidden))
      this.#flag('VOTE-1', `${name} was brought the counts of ${model.id} in event ${id}, which were hidden when it was read`)
  }

  /** A vote as a client has it at a position of the log. */
  #checkVoteAt(who: string, name: string, vote: Vote, position: number): void {
    const client = this.#clients.get(name)
    const model = this.#votes.get(vote.id)
    if (client === undefined) return
    if (model === undefined) return this.#flag('C10', `${who} has the vote ${vote.id}, which nobody made`)
    const turn = model.turns.findLast(({ eventId }) => eventId <= position)
    const newest = model.published.findLast(({ eventId }) => eventId <= position)
    // A replay of before shows no counts that are hidden since.
    const mayBeHidden = newest !== undefined && isNarrowedAfter(model, position, newest.audience)
    if (turn?.state !== vote.state) this.#flag('C10', `${who} has ${vote.id} ${vote.state} at ${position}, it is ${turn?.state}`)
    if (vote.tally !== null) {
      this.#checkTally(who, name, vote.tally)
      // A tally for voters is not replayed once the counts are for others: the event that changed it says what holds then.
      const isReplayed = newest?.audience !== 'voters' || model.turns.at(-1)?.audience === 'voters'
      if (isReplayed && !mayBeHidden && vote.tally.version !== newest?.tally.version) {
        this.#flag('C10', `${who} has version ${vote.tally.version} of ${vote.id} at ${position}, it is ${newest?.tally.version}`)
      }
    } else if (newest !== undefined && (client.audience === 'hosts' || (turn?.audience === 'everyone' && !mayBeHidden))) {
      this.#flag('C10', `${who} at ${position} lacks the counts of ${vote.id}`)
    }
    if (vote.tally !== null && client.audience !== 'hosts' && turn?.audience === 'hosts') {
      this.#flag('VOTE-5', `${who} at ${position} has the counts of ${vote.id}, which are the hosts’`)
    }
  }

  /** A tally is the one that was published under its version, for somebody who may see it. */
  #checkTally(who: string, name: string, tally: VotePayload): void {
    const model = this.#votes.get(tally.voteId)
    const published = model?.published.find((each) => each.tally.version === tally.version)
    if (model === undefined || published === undefined)
      return this.#flag('C10', `${who} has ${say(tally)} of ${tally.voteId}, which nobody published`)
    if (!isSame(tally, published.tally))
      this.#flag('C10', `${who} has ${say(tally)} of ${tally.voteId}, published was ${say(published.tally)}`)
    if (this.#clients.get(name)?.audience === 'hosts' || published.audience === 'everyone') return
    const isAllowed = published.audience === 'voters' && this.#mayHaveVoted(name, model)
    if (!isAllowed) this.#flag('VOTE-5', `${who} has counts of ${tally.voteId} that are for ${published.audience}`)
  }

  #mayHaveVoted(name: string, { choices }: VoteModel): boolean {
    // Before it was told who it is its reader may already be known by its credential.
    const guestId = this.#clients.get(name)?.guestId ?? null
    return guestId === null || choices.has(guestId)
  }

  #viewed({ client: name, wall, position, ballots, guestId }: Of<'viewed'>): void {
    const client = this.#clients.get(name)
    if (client === undefined) return
    client.guestId = guestId
    for (const vote of wall?.votes ?? []) {
      this.#checkVoteAt(`${name}, in view,`, name, vote, position?.lastEventId ?? 0)
      const { version } = vote.tally ?? { version: 0 }
      const before = client.versions.get(vote.id) ?? 0
      if (vote.tally !== null && version < before)
        this.#flag('VOTE-4', `${name} went back from version ${before} of ${vote.id} to ${version}`)
      client.versions.set(vote.id, Math.max(before, version))
    }
    for (const ballot of ballots) this.#checkOwn(name, guestId, ballot)
  }

  /** A choice that a guest sees as counted was counted, and for this guest. */
  #checkOwn(name: string, guestId: string | null, { voteId, key, optionIds, delivery, counted }: ViewBallot): void {
    if (delivery === 'delivered') {
      if (!this.#counted.has(key)) this.#flag('C10', `${name} shows ballot ${key} as counted, it is not`)
      if (counted?.join() !== optionIds.join()) this.#flag('C10', `${name} shows two choices of its counted ballot ${key}`)
    }
    if (counted === null || guestId === null) return
    const was = this.#votes.get(voteId)?.chain.some((each) => each.guestId === guestId && each.optionIds.join() === counted.join()) ?? false
    if (!was) this.#flag('C10', `${name} shows ${counted.join()} as counted in ${voteId}, which ${guestId} never had`)
  }

  #ended({ votes, walls, clients }: Of<'ended'>): void {
    if (votes.length !== this.#votes.size) this.#flag('C10', `the database holds ${votes.length} votes, ${this.#votes.size} were committed`)
    for (const stored of votes) {
      const model = this.#votes.get(stored.voteId)
      if (model === undefined) continue
      const folded = fold(model, model.chain.length)
      if (!isSame(stored, folded))
        this.#flag('C10', `the database counts ${say(stored)} in ${model.id}, its ballots come to ${say(folded)}`)
      const choices = new Map(stored.choices.map(({ guestId, optionIds }) => [guestId, optionIds.join()]))
      const isSameChoices =
        choices.size === model.choices.size && [...model.choices].every(([guestId, ids]) => choices.get(guestId) === ids.join())
      if (!isSameChoices || stored.chain !== model.chain.length)
        this.#flag('C10', `the database holds other ballots of ${model.id} than were committed`)
      if (this.#isBehind(model)) this.#flag('VOTE-4', `the last ballots of ${model.id} are in no tally`)
    }
    for (const { key } of this.#acked.values()) if (!this.#counted.has(key)) this.#flag('C10', `ballot ${key}, acknowledged, is lost`)
    for (const ended of clients) this.#converged(ended, walls)
  }

  #converged({ client: name, wall, position, ballots, guestId, isAlone }: Ended, walls: Of<'ended'>['walls']): void {
    const client = this.#clients.get(name)
    if (client === undefined || wall === null) return
    const { votes } = walls[client.audience]
    const ids = (list: readonly Vote[]) => list.map(({ id }) => id).join()
    if (ids(votes) !== ids(wall.votes)) this.#flag('C12', `${name} ends with the votes ${ids(wall.votes)}, the server with ${ids(votes)}`)
    for (const vote of wall.votes) this.#checkVoteAt(`${name}, in the end,`, name, vote, position?.lastEventId ?? 0)
    for (const { voteId, delivery, counted, key } of ballots) {
      if (delivery === 'sending') this.#flag('C12', `${name} ends with ballot ${key} unsent`)
      const stands = guestId === null ? undefined : this.#votes.get(voteId)?.choices.get(guestId)
      if (isAlone && (counted?.join() ?? null) !== (stands?.join() ?? null)) {
        this.#flag('C12', `${name} ends showing ${counted?.join()} as counted in ${voteId}, the server has ${stands?.join()}`)
      }
    }
  }
}

const WIDTH: Readonly<Record<Audience, number>> = { hosts: 0, author: 0, screens: 0, voters: 1, everyone: 2 }

/** Whether an event after `position` shows the counts to fewer than `audience`. */
function isNarrowedAfter({ turns }: VoteModel, position: number, audience: Audience): boolean {
  return turns.some((turn) => turn.eventId > position && WIDTH[turn.audience] < WIDTH[audience])
}

/** The counts of the first `length` ballots of a chain, one a guest. */
function fold({ vote, chain }: VoteModel, length: number): { counts: Record<string, number>; ballots: number } {
  const choices = new Map(chain.slice(0, length).map(({ guestId, optionIds }) => [guestId, optionIds]))
  const counts = Object.fromEntries(vote.options.map(({ id }) => [id, 0]))
  for (const optionIds of choices.values()) for (const id of optionIds) counts[id] = (counts[id] ?? 0) + 1
  return { counts, ballots: choices.size }
}

interface Tallied {
  readonly counts: Readonly<Record<string, number>>
  readonly ballots: number
}

function isSame(left: Tallied, right: Tallied): boolean {
  const ids = new Set([...Object.keys(left.counts), ...Object.keys(right.counts)])
  return left.ballots === right.ballots && [...ids].every((id) => left.counts[id] === right.counts[id])
}

function say({ counts, ballots }: Tallied): string {
  return `${JSON.stringify(counts)} of ${ballots}`
}

/** VOTE-1: who sees the counts. */
function audienceOf({ state, results, revealed }: Vote): Audience {
  if (state === 'draft') return 'hosts'
  if (revealed !== undefined) return revealed ? 'everyone' : 'hosts'
  if (results === 'always' || (results !== 'never' && state === 'closed')) return 'everyone'
  return results === 'afterVoting' ? 'voters' : 'hosts'
}
