import { type ActedBy, type ErrorCode, messageChange, type Refusal, refusal, SESSION_ACTS } from '@guestwall/protocol'
import type { KnownKey } from '../../domain/known-key.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import { knownGuest, type SeenGuest } from '../../domain/seen-guest.ts'
import type { ReactionWrite, Tap } from '../../domain/tap.ts'
import { type Command, type CommandResult, isServers, type KeyedCommand, type ServersCommand } from './command.ts'
import type { LockedSession, ReadSet } from '../../storage/transaction.ts'
import { type CredentialRecord, credentialOf } from '../../domain/credential-record.ts'
import { decide, evolve } from './decide.ts'
import { CLEARED_MESSAGES } from './decide-clearing.ts'
import { decideOpenDue } from './decide-session.ts'
import { conflictOf } from './decide-message.ts'
import { decideTaps, reactionsAfter } from './decide-reactions.ts'
import { mayChangeScreens, spotlightsLeft } from './decide-screens.ts'
import { isRevoked } from './decide-credential.ts'
import { ballotKey } from './ballots.ts'
import { publishVote } from './publish-vote.ts'
import type { Decision, DecisionState } from './decision.ts'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import { isSameBody } from './same-body.ts'
import type { CastBallot, StoredBallot, VoteRecord } from '../../domain/vote-record.ts'
import { isUnpublished, publishableInMs, voteOf } from './publication.ts'

/** Everything that must be read before the commands can be decided. */
export function readSetOf(commands: readonly Command[]): ReadSet {
  const keyed = commands.filter((command) => !isServers(command))
  const mayClear = commands.some(endsRehearsal)
  const cleared = keyed.flatMap((command) => clearedGuest(command) ?? [])
  const casts = keyed.filter((command) => command.kind === 'castVote')
  return {
    keys: keyed.map(({ key }) => key),
    messageIds: [...new Set([...keyed.flatMap(messageIdsOf), ...commands.flatMap(tapsOf).map(({ messageId }) => messageId)])],
    guestIds: keyed.flatMap((command) => ('guestId' in command ? [command.guestId] : [])),
    messagesOf: {
      guestIds: [...new Set(cleared.map(({ guestId }) => guestId))],
      withRejected: cleared.some(({ how }) => how !== 'reject'),
    },
    settings: keyed.some(({ kind }) => kind === 'changeSettings'),
    screens: keyed.some(mayChangeScreens),
    photoIds: [...new Set(keyed.flatMap(photoIdsOf))],
    shownAuthors: [...new Set(keyed.flatMap(authorsOf))],
    pinnedMessages: keyed.some((command) => (command.kind === 'actOnMessage' && command.action === 'pin') || undoesBan(command)),
    voteIds: [...new Set(keyed.flatMap((command) => ('voteId' in command ? [command.voteId] : [])))],
    openVotes: keyed.some((command) => command.kind === 'actOnSession' && command.act === 'end'),
    allVotes: mayClear,
    oldestMessages: mayClear ? CLEARED_MESSAGES + 1 : 0,
    unpublishedVotes: commands.some(({ kind }) => kind === 'publishTallies'),
    allBallotsOf: keyed.flatMap((command) => (command.kind === 'voidBallots' ? [command.voteId] : [])),
    ballots: {
      voteIds: [...new Set(casts.map(({ voteId }) => voteId))],
      guestIds: [...new Set(casts.map(({ actor }) => actor.id))],
    },
    credentials: keyed.some(
      (command) => command.actor.isRevocable === true || 'credentialId' in command || command.kind === 'controlScreens',
    ),
  }
}

function tapsOf(command: Command): readonly Tap[] {
  return command.kind === 'countReactions' ? command.taps : []
}

/** Whether the command may end a rehearsal, and so erase what guests left. */
function endsRehearsal(command: Command): boolean {
  return command.kind === 'openDue' || (command.kind === 'actOnSession' && SESSION_ACTS[command.act].from.includes('rehearsing'))
}

/** The guest whose messages all leave or come back with the command, if there is one. */
function clearedGuest(command: KeyedCommand): { readonly guestId: string; readonly how: 'reject' | 'remove' | 'restore' } | null {
  if (command.kind === 'clearGuest') return command
  if (command.kind !== 'actOnGuest') return null
  if (undoesBan(command)) return { guestId: command.guestId, how: 'restore' }
  return command.act === 'ban' ? { guestId: command.guestId, how: 'reject' } : null
}

function undoesBan(command: KeyedCommand): boolean {
  return command.kind === 'actOnGuest' && command.restoreMessages === true
}

/** Whether the message waits only if it is the first of its author. */
export function isFirstHeld(command: KeyedCommand): boolean {
  return command.kind === 'sendMessage' && (command.check?.heldFirst?.length ?? 0) > 0
}

/** The guests of whom it matters whether a message of theirs is on the wall. */
function authorsOf(command: KeyedCommand): readonly string[] {
  if (isFirstHeld(command)) return [command.actor.id]
  return command.kind === 'actOnGuest' && typeof command.act === 'object' ? [command.guestId] : []
}

/** Whether the command sends a message with a photo. */
export function hasPhoto(command: KeyedCommand): command is KeyedCommand & { readonly photoId: string } {
  return command.kind === 'sendMessage' && command.photoId !== undefined
}

/** The uploads that the command names. */
function photoIdsOf(command: KeyedCommand): readonly string[] {
  if (command.kind === 'changeLook') return command.picture === null ? [] : [command.picture.id]
  return hasPhoto(command) ? [command.photoId] : []
}

/** The messages that the command names. */
function messageIdsOf(command: KeyedCommand): readonly string[] {
  if ('messageIds' in command) return command.messageIds
  if (command.kind === 'controlScreens') return typeof command.change.spotlight === 'string' ? [command.change.spotlight] : []
  return 'messageId' in command ? [command.messageId] : []
}

/** The decision of a batch: what is written, and the outcome of each command, in order. */
export interface BatchDecision {
  readonly events: readonly LogEvent[]
  readonly keys: readonly KnownKey[]
  /** The votes that changed, as they are now. */
  readonly votes: readonly VoteRecord[]
  /** The votes that are no more. */
  readonly removedVotes: readonly string[]
  /** Every ballot that was cast, in order. */
  readonly casts: readonly CastBallot[]
  /** The changes of the reactions, in order. */
  readonly reactions: readonly ReactionWrite[]
  /** The credentials that are new or revoked, as they are now. */
  readonly credentials: readonly CredentialRecord[]
  /** The host who chose the state of the session. */
  readonly stateBy: ActedBy | null
  /** Whether everything that guests left is erased. */
  readonly clears: boolean
  readonly outcomes: readonly Outcome<CommandResult>[]
  /** In how many milliseconds a tally of these votes is to be published; `null` when none waits. */
  readonly tallyDueInMs: number | null
}

/** The commands, and everything that their decision takes from outside. */
interface BatchContext {
  readonly commands: readonly Command[]
  readonly seen?: readonly SeenGuest[]
  readonly now: string
  readonly newIds: readonly string[]
}

/**
 * Decides the commands of a batch in their order on one locked state. Pure. A key that is known, from the storage or from an earlier command of the
 * batch, gives its first result, also a refusal (SEND-1). Only events that really happen get an id, so the log has no gap (LOG-1). Tallies that are
 * due are published last, so that one tally counts the whole batch (VOTE-4).
 */
export function decideBatch(locked: LockedSession, { commands, seen = [], now, newIds }: BatchContext): BatchDecision {
  const state = stateOf(locked, seen)
  const known = new Map(locked.knownKeys.map((key) => [keyOf(key.actorId, key.key), key]))
  const events: LogEvent[] = []
  const keys: KnownKey[] = []
  const removedVotes: string[] = []
  const casts: CastBallot[] = []
  const reactions: ReactionWrite[] = []
  const credentials: CredentialRecord[] = []
  const changed = new Set<string>()
  let clears = false
  const outcomes: Outcome<CommandResult>[] = []

  const clockMs = locked.clockMs ?? Date.parse(now)
  const contextFor = (newId: string) => ({ now, clockMs, newId, nextEventId: locked.head + events.length + 1 })
  const apply = (decision: Decision, by?: ActedBy) => {
    for (const undersigned of decision.logged) {
      const logged = by === undefined ? undersigned : { ...undersigned, by }
      events.push(logged)
      evolve(state, logged)
      const after = reactionsAfter(logged)
      if (after !== null) reactions.push(after)
    }
    if (decision.clears) {
      clears = true
      // Ballots of commands before it in the batch are erased with the others.
      casts.length = 0
      reactions.length = 0
      state.ballots.clear()
      state.freshVoters.clear()
    }
    for (const vote of decision.votes) {
      state.votes.set(vote.id, vote)
      changed.add(vote.id)
      if (!isUnpublished(vote)) state.freshVoters.delete(vote.id)
    }
    for (const id of decision.removedVotes) {
      state.votes.delete(id)
      removedVotes.push(id)
    }
    for (const record of decision.credentials) {
      state.credentials.set(record.id, record)
      credentials.push(record)
    }
    for (const cast of decision.casts) {
      casts.push(cast)
      noteBallot(state, cast.ballot)
    }
  }
  const carryOut = (command: KeyedCommand, newId: string): Outcome<CommandResult> => {
    if (isRevoked(state, command.actor)) return refused(refusal('unauthorised', { detail: 'This credential was revoked.' }))
    const first = known.get(keyOf(command.actor.id, command.key))
    if (first !== undefined) return replay(state, first, command)
    const before = 'voteId' in command ? state.votes.get(command.voteId) : undefined
    const decision = decide(state, command, contextFor(newId))
    if (decision.ok) apply(decision.value, actedBy(command))
    else if (decision.refusal.retryable) return decision
    const key = keyFor(command, decision)
    known.set(keyOf(key.actorId, key.key), key)
    keys.push(key)
    return decision.ok ? accepted(resultOf(state, key, command, decision.value.logged, before)) : decision
  }

  const countReactions = (taps: readonly Tap[]): Outcome<CommandResult> => {
    const refusals = decideTaps(state, taps)
    const counted = taps.filter((_, index) => refusals[index] === null)
    if (counted.length > 0) reactions.push({ is: 'set', taps: counted })
    return accepted({ ...NO_RESULT, taps: refusals })
  }

  for (const [index, command] of commands.entries()) {
    const newId = newIds[index] ?? ''
    if (command.kind === 'openDue') apply(decideOpenDue(state, contextFor(newId)))
    if (command.kind === 'countReactions') outcomes.push(countReactions(command.taps))
    else outcomes.push(isServers(command) ? accepted(resultOfServers(state, command)) : carryOut(command, newId))
  }

  const left = spotlightsLeft(
    state,
    events.some(({ event }) => event.type === 'session.ended'),
    contextFor(''),
  )
  if (left !== null) apply(left)

  let tallyDueInMs: number | null = null
  for (const vote of state.votes.values()) {
    if (!isUnpublished(vote)) continue
    const waitMs = publishableInMs(vote, clockMs)
    if (waitMs === 0) apply(publishVote(state, vote, ['vote.tally'], contextFor('')))
    else tallyDueInMs = Math.min(tallyDueInMs ?? waitMs, waitMs)
  }
  const votes = [...changed].flatMap((id) => state.votes.get(id) ?? [])
  return { events, keys, votes, removedVotes, casts, reactions, credentials, stateBy: state.stateBy, clears, outcomes, tallyDueInMs }
}

const NO_RESULT: CommandResult = { message: null, vote: null, isReplay: false }

function resultOfServers({ session }: DecisionState, { kind }: ServersCommand): CommandResult {
  return kind === 'openDue' ? { ...NO_RESULT, session } : NO_RESULT
}

function stateOf(locked: LockedSession, seen: readonly SeenGuest[]): DecisionState {
  const guests = [...seen.map(knownGuest), ...locked.guests]
  const state: DecisionState = {
    session: locked.session,
    stateBy: locked.stateBy,
    messages: new Map(locked.messages.map((message) => [message.id, message])),
    // A guest that this batch notes for the first time may be acted on in it.
    guests: new Map(guests.map((guest) => [guest.id, guest])),
    pinned: new Set(locked.pinnedIds),
    settings: locked.settings,
    screens: locked.screens,
    shownAuthors: new Set(locked.shownAuthors),
    votes: new Map(locked.votes.map((vote) => [vote.id, vote])),
    ballots: new Map(locked.ballots.map((ballot) => [ballotKey(ballot.voteId, ballot.guestId), ballot])),
    freshVoters: new Map(),
    photos: new Map(locked.photos.map((photo) => [photo.id, photo])),
    credentials: new Map(locked.credentials.map((record) => [record.id, record])),
  }
  for (const { voteId, guestId } of locked.freshVoters) addVoter(state, voteId, guestId)
  return state
}

function noteBallot(state: DecisionState, ballot: StoredBallot): void {
  state.ballots.set(ballotKey(ballot.voteId, ballot.guestId), ballot)
  const isFirst = ballot.firstSeq === ballot.seq
  if (isFirst && state.votes.get(ballot.voteId)?.results === 'afterVoting') addVoter(state, ballot.voteId, ballot.guestId)
}

function addVoter({ freshVoters }: DecisionState, voteId: string, guestId: string): void {
  const voters = freshVoters.get(voteId) ?? new Set()
  freshVoters.set(voteId, voters.add(guestId))
}

function keyOf(actorId: string, key: string): string {
  return `${actorId} ${key}`
}

function keyFor({ actor, key, bodyHash }: KeyedCommand, decision: Outcome<Decision>): KnownKey {
  const subject = decision.ok ? decision.value : { messageId: null, voteId: null }
  return {
    actorId: actor.id,
    key,
    bodyHash,
    messageId: subject.messageId,
    voteId: subject.voteId,
    refusal: decision.ok ? null : decision.refusal.code,
  }
}

/** The host, helper or screen that acts (MOD-6). The acts of guests are recorded in their events themselves. */
function actedBy(command: KeyedCommand): ActedBy | undefined {
  const { id, name, role } = command.actor
  return role === 'guest' || (command.kind === 'changeSettings' && command.isFirst === true) ? undefined : { id, name }
}

function replay(state: DecisionState, first: KnownKey, command: KeyedCommand): Outcome<CommandResult> {
  if (!isSameBody(first.bodyHash, command.bodyHash)) return refused(refusal('key_reused'))
  if (first.voteId !== null && !state.votes.has(first.voteId)) return refused(refusal('vote_not_found'))
  if (first.refusal === null) return accepted(resultOf(state, first, command, null))
  const message = command.kind === 'actOnMessage' ? state.messages.get(command.messageId) : undefined
  return refused(
    first.refusal === 'conflict' && message !== undefined ? conflictOf(message) : replayedRefusal(state, first.refusal, command),
  )
}

function replayedRefusal({ session, stateBy }: DecisionState, code: ErrorCode, { kind }: KeyedCommand): Refusal {
  const isOfSession = code === 'conflict' && kind === 'actOnSession'
  return refusal(code, isOfSession ? { conflict: { by: stateBy, state: session.state } } : {})
}

/** `events`: what the command appended; `null`: its key was known. `before`: its vote as it was, which may be no more. */
function resultOf(
  state: DecisionState,
  { messageId, voteId }: KnownKey,
  command: KeyedCommand,
  events: readonly LogEvent[] | null,
  before?: VoteRecord,
): CommandResult {
  const message = messageId === null ? null : state.messages.get(messageId)
  const vote = voteId === null ? null : (state.votes.get(voteId) ?? before)
  if (message === undefined || vote === undefined) throw new Error(`what key of ${messageId ?? voteId} was about was not read`)
  const result = { message, vote: vote === null ? null : voteOf(vote), isReplay: events === null }
  const subject = otherSubjectOf(state, command, events ?? [])
  return subject === null ? result : { ...result, ...subject }
}

/** The subject of a command that is about something else than one message or one vote. */
function otherSubjectOf(state: DecisionState, command: KeyedCommand, events: readonly LogEvent[]): Partial<CommandResult> | null {
  if (command.kind === 'changeSession' || command.kind === 'changeLook' || command.kind === 'actOnSession')
    return { session: state.session }
  if (command.kind === 'changeSettings') return state.settings === null ? null : { settings: state.settings }
  if (command.kind === 'controlScreens') return state.screens === null ? null : { screens: state.screens }
  if (command.kind === 'actOnMessages') return { messages: command.messageIds.flatMap((id) => state.messages.get(id) ?? []) }
  if ('guestId' in command) {
    const changed = events.filter(({ event }) => messageChange(event) !== null).length
    const guest = state.guests.get(command.guestId)
    return guest === undefined ? { changed } : { guest, changed }
  }
  if (!('credentialId' in command)) return null
  const credential = state.credentials.get(command.credentialId)
  if (credential === undefined) throw new Error('the credential that a key was about was not read')
  return { credential: credentialOf(credential) }
}
