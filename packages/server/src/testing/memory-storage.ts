import {
  type ActedBy,
  DEFAULT_MODERATION_SETTINGS,
  type HostMessage,
  type KnownGuest,
  lookIds,
  type ModerationSettings,
  type Photo,
  NO_SCREEN_CONTROL,
  type ScreenControl,
  publicMessage,
  type Session,
  type WallEvent,
  type WallMessage,
} from '@guestwall/protocol'
import type { CredentialRecord, SessionCredential } from '../domain/credential-record.ts'
import type { KnownKey } from '../domain/known-key.ts'
import type { LogEvent, LogSlice } from '../domain/log-event.ts'
import { knownGuest, type SeenGuest } from '../domain/seen-guest.ts'
import type { CountedReaction, ReactionWrite, Tap } from '../domain/tap.ts'
import type { ChainEntry, StoredBallot, VoteRecord } from '../domain/vote-record.ts'
import type { NewPhoto, PhotoLimits, PhotoName, PhotoSelection, ShownPhoto } from '../domain/stored-photo.ts'
import { foldName } from '../storage/fold-name.ts'
import { OF_LOOK } from '../storage/schema.ts'
import {
  type AddedPhoto,
  type CredentialUse,
  type DeleteCondition,
  type GuestPageQuery,
  type HostMessagePage,
  type HostMessagePageQuery,
  type ListedGuest,
  type MessagePageQuery,
  type MessageSelection,
  type NewSession,
  type Pairing,
  type QuietSession,
  type Storage,
  type StoredHead,
  type StoredReactions,
  type StoredWall,
  StoreUnavailable,
} from '../storage/storage.ts'
import type { BanForgotten, Clearing, Decide, LockedSession, NewEvent, ReadSet, Writes } from '../storage/transaction.ts'

interface Stored {
  session: Session
  stateBy: ActedBy | null
  settings: ModerationSettings
  screens: ScreenControl
  startedAt: string | null
  epoch: string
  readonly events: NewEvent[]
  readonly keys: KnownKey[]
  readonly messages: Map<string, HostMessage>
  readonly guests: Map<string, KnownGuest>
  readonly votes: Map<string, VoteRecord>
  /** By vote and guest. */
  readonly ballots: Map<string, StoredBallot>
  readonly chains: Map<string, ChainEntry[]>
  /** By message and guest. */
  readonly reactions: Map<string, Tap>
  reactionsVersion: number
  readonly credentials: Map<string, CredentialRecord>
  readonly photos: Map<string, StoredPhoto>
}

interface StoredPhoto extends NewPhoto {
  state: 'coming' | 'stored' | 'gone'
  size: Pick<Photo, 'width' | 'height'>
  messageId: string | null
}

/**
 * A storage in memory, for simulations under virtual time, where a database's own time has no place. It passes the same contract as the real ones
 * and, like them after a crash, holds only what was committed.
 */
export class MemoryStorage implements Storage {
  readonly #sessions = new Map<string, Stored>()
  /** By the hash of the screen's secret. */
  readonly #pairings = new Map<string, Pairing & { readonly sessionId: string | null }>()

  createSession({ session, epoch, credentials = [] }: NewSession): Promise<boolean> {
    const isTaken = [...this.#sessions.values()].some((stored) => stored.session.code === session.code || stored.session.id === session.id)
    if (!isTaken) {
      const named = new Map(credentials.map((record) => [record.id, record]))
      const guests = { messages: new Map(), guests: new Map() }
      const tables = {
        ...guests,
        votes: new Map(),
        ballots: new Map(),
        chains: new Map(),
        reactions: new Map(),
        reactionsVersion: 0,
        credentials: named,
        photos: new Map(),
      }
      this.#sessions.set(session.id, {
        session,
        stateBy: null,
        settings: DEFAULT_MODERATION_SETTINGS,
        screens: NO_SCREEN_CONTROL,
        startedAt: session.state === 'open' ? session.createdAt : null,
        epoch,
        events: [],
        keys: [],
        ...tables,
      })
    }
    return Promise.resolve(!isTaken)
  }

  findSession(idOrCode: string): Promise<Session | null> {
    const found = [...this.#sessions.values()].find(({ session }) => session.id === idOrCode || session.code === idOrCode)
    return Promise.resolve(found?.session ?? null)
  }

  listSessions(limit: number): Promise<Session[]> {
    const sessions = [...this.#sessions.values()].map(({ session }) => session)
    return Promise.resolve(sessions.sort((left, right) => (left.createdAt < right.createdAt ? 1 : -1)).slice(0, limit))
  }

  deleteSession(sessionId: string, only: DeleteCondition): Promise<boolean> {
    const stored = this.#sessions.get(sessionId)
    if (stored === undefined || (only.head !== undefined && only.head !== stored.events.length)) return Promise.resolve(false)
    const credential = only.credentialId === undefined ? undefined : stored.credentials.get(only.credentialId)
    if (only.credentialId !== undefined && credential?.revokedAt !== null) return Promise.resolve(false)
    this.#sessions.delete(sessionId)
    for (const [secretHash, pairing] of this.#pairings) if (pairing.sessionId === sessionId) this.#pairings.delete(secretHash)
    return Promise.resolve(true)
  }

  readDueOpenings(now: string, limit: number): Promise<string[]> {
    const waiting = [...this.#sessions.values()].filter(
      ({ session: { state, opensAt } }) => (state === 'scheduled' || state === 'rehearsing') && opensAt !== undefined && opensAt <= now,
    )
    return Promise.resolve(waiting.slice(0, limit).map(({ session }) => session.id))
  }

  readQuietSessions(before: string, afterId: string, limit: number): Promise<QuietSession[]> {
    const quiet = [...this.#sessions.values()].flatMap(({ session, events }): QuietSession[] => {
      const lastAt = events.at(-1)?.logged.event.at ?? session.createdAt
      const isQuiet = session.state !== 'scheduled' && session.id > afterId && lastAt < before
      return isQuiet ? [{ id: session.id, head: events.length, lastAt, retentionDays: session.retentionDays ?? null }] : []
    })
    return Promise.resolve(quiet.sort((left, right) => (left.id < right.id ? -1 : 1)).slice(0, limit))
  }

  transact<Result>(sessionId: string, reads: ReadSet, decide: Decide<Result>): Promise<Result | null> {
    const stored = this.#sessions.get(sessionId)
    if (stored === undefined) return Promise.resolve(null)
    try {
      const { writes, result } = decide(lockedOf(stored, reads))
      apply(stored, writes)
      return Promise.resolve(result)
    } catch (error) {
      return Promise.reject(new StoreUnavailable('the decision failed', { cause: error }))
    }
  }

  readEvents(sessionId: string, from: number, limit: number): Promise<LogSlice | null> {
    const stored = this.#sessions.get(sessionId)
    if (stored === undefined) return Promise.resolve(null)
    const events = stored.events.slice(from, from + limit).map((event) => withCurrentBody(stored, event))
    return Promise.resolve({ epoch: stored.epoch, from, to: Math.max(from, from + events.length), events })
  }

  readWall(sessionId: string): Promise<StoredWall | null> {
    const stored = this.#sessions.get(sessionId)
    if (stored === undefined) return Promise.resolve(null)
    const shown = [...stored.messages.values()].filter(({ status }) => status === 'shown').length
    const ofStatus = (...statuses: WallMessage['status'][]) => {
      const visible = [...stored.messages.values()].filter(({ status }) => statuses.includes(status))
      return visible.sort((left, right) => left.eventId - right.eventId)
    }
    const votes = votesOf(stored)
    const voters = votes
      .filter(({ results, state }) => results === 'afterVoting' && state !== 'draft')
      .map(({ id }) => ({ voteId: id, guestIds: ballotsOf(stored, id).map(({ guestId }) => guestId) }))
    return Promise.resolve({
      epoch: stored.epoch,
      head: stored.events.length,
      session: stored.session,
      messages: { shown: ofStatus('shown').map(publicMessage), forHosts: ofStatus('shown', 'pending', 'private').map(hostWallMessage) },
      messageCount: shown,
      guests: [...stored.guests.values()].filter(isActed),
      settings: stored.settings,
      screens: stored.screens,
      startedAt: stored.startedAt ?? stored.session.createdAt,
      votes,
      voters,
      revoked: [...stored.credentials.values()].flatMap(({ id, revokedAt }) => (revokedAt === null ? [] : [id])),
    })
  }

  readMessages(sessionId: string, { statuses, before, limit }: MessagePageQuery): Promise<WallMessage[]> {
    const messages = [...(this.#sessions.get(sessionId)?.messages.values() ?? [])]
    const wanted = messages.filter(({ status, eventId }) => statuses.includes(status) && (before === null || eventId < before))
    return Promise.resolve(
      wanted
        .sort((left, right) => right.eventId - left.eventId)
        .slice(0, limit)
        .map(publicMessage),
    )
  }

  findMessages(sessionId: string, which: MessageSelection): Promise<HostMessage[]> {
    const isWanted = ({ id, eventId }: HostMessage) =>
      'ids' in which ? which.ids.includes(id) : eventId > which.from && eventId <= which.to
    const messages = [...(this.#sessions.get(sessionId)?.messages.values() ?? [])].filter(isWanted)
    return Promise.resolve(messages.sort((left, right) => left.eventId - right.eventId))
  }

  readHostMessages(sessionId: string, { statuses, before, after, limit }: HostMessagePageQuery): Promise<HostMessagePage> {
    const messages = [...(this.#sessions.get(sessionId)?.messages.values() ?? [])]
    const isInRange = (eventId: number) => (after === null ? before === null || eventId < before : eventId > after)
    const wanted = messages.filter(({ status, eventId }) => statuses.includes(status) && isInRange(eventId))
    const count = (of: WallMessage['status']) => messages.filter(({ status }) => status === of).length
    return Promise.resolve({
      messages: wanted
        .sort((left, right) => (after === null ? right.eventId - left.eventId : left.eventId - right.eventId))
        .slice(0, limit),
      counts: { pending: count('pending'), shown: count('shown'), rejected: count('rejected'), private: count('private') },
    })
  }

  readGuests(sessionId: string, { before, name, limit }: GuestPageQuery): Promise<ListedGuest[]> {
    const stored = this.#sessions.get(sessionId)
    const guests = [...(stored?.guests.values() ?? [])].filter(
      (guest) => (before === null || guest.id < before) && foldName(guest.name).includes(foldName(name)),
    )
    const page = guests.sort((left, right) => (left.id < right.id ? 1 : -1)).slice(0, limit)
    const messages = [...(stored?.messages.values() ?? [])].filter(({ status }) => status !== 'removed')
    return Promise.resolve(page.map((guest) => ({ guest, messages: messages.filter(({ guestId }) => guestId === guest.id).length })))
  }

  readHeads(sessionIds: readonly string[]): Promise<Map<string, StoredHead>> {
    const known = sessionIds.flatMap((id) => {
      const stored = this.#sessions.get(id)
      if (stored === undefined) return []
      const hasUnpublishedBallots = votesOf(stored).some(({ published, chain }) => published !== null && chain.seq > published.seq)
      return [
        [
          id,
          { epoch: stored.epoch, head: stored.events.length, hasUnpublishedBallots, reactionsVersion: stored.reactionsVersion },
        ] as const,
      ]
    })
    return Promise.resolve(new Map(known))
  }

  readVotes(sessionId: string): Promise<VoteRecord[]> {
    const stored = this.#sessions.get(sessionId)
    return Promise.resolve(stored === undefined ? [] : votesOf(stored))
  }

  readReactions(sessionId: string, messageIds: readonly string[]): Promise<StoredReactions | null> {
    const stored = this.#sessions.get(sessionId)
    if (stored === undefined) return Promise.resolve(null)
    const counts = new Map<string, CountedReaction>()
    for (const { messageId, kind } of stored.reactions.values()) {
      if (kind === null || !messageIds.includes(messageId) || !isShown(stored, messageId)) continue
      const name = `${messageId} ${kind}`
      counts.set(name, { messageId, kind, count: (counts.get(name)?.count ?? 0) + 1 })
    }
    const counted = [...counts].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, each]) => each)
    return Promise.resolve({ version: stored.reactionsVersion, counted })
  }

  readOwnReactions(sessionId: string, guestIds: readonly string[], limit: number): Promise<Tap[]> {
    const stored = this.#sessions.get(sessionId)
    if (stored === undefined) return Promise.resolve([])
    const shown = [...stored.reactions.values()].filter((tap) => tap.kind !== null && isShown(stored, tap.messageId))
    const newest = shown.sort((left, right) => right.order - left.order)
    return Promise.resolve(guestIds.flatMap((guestId) => newest.filter((tap) => tap.guestId === guestId).slice(0, limit)))
  }

  readBallot(sessionId: string, voteId: string, guestId: string): Promise<{ ballot: StoredBallot; hash: string } | null> {
    const stored = this.#sessions.get(sessionId)
    const ballot = stored?.ballots.get(ballotName(voteId, guestId))
    const entry = stored?.chains.get(voteId)?.find(({ seq }) => seq === ballot?.seq)
    return Promise.resolve(ballot === undefined || entry === undefined ? null : { ballot, hash: entry.hash })
  }

  readBallots(sessionId: string, voteId: string, afterGuestId: string, limit: number): Promise<StoredBallot[]> {
    const stored = this.#sessions.get(sessionId)
    const ballots = stored === undefined ? [] : ballotsOf(stored, voteId)
    return Promise.resolve(ballots.filter(({ guestId }) => guestId > afterGuestId).slice(0, limit))
  }

  readChain(sessionId: string, voteId: string, afterSeq: number, limit: number): Promise<ChainEntry[]> {
    const chain = this.#sessions.get(sessionId)?.chains.get(voteId) ?? []
    return Promise.resolve(chain.slice(afterSeq, afterSeq + limit))
  }

  findCredential(tokenHash: string): Promise<SessionCredential | null> {
    const all = [...this.#sessions.keys()].flatMap((sessionId) => this.#credentialsOf(sessionId))
    return Promise.resolve(all.find(({ record }) => record.tokenHash === tokenHash) ?? null)
  }

  listCredentials(sessionIds: readonly string[]): Promise<SessionCredential[]> {
    return Promise.resolve(sessionIds.flatMap((sessionId) => this.#credentialsOf(sessionId)))
  }

  addCredentials(credentials: readonly SessionCredential[]): Promise<void> {
    for (const { sessionId, record } of credentials) {
      const known = this.#sessions.get(sessionId)?.credentials
      if (known?.has(record.id) === false) known.set(record.id, record)
    }
    return Promise.resolve()
  }

  noteCredentialUses(uses: readonly CredentialUse[]): Promise<void> {
    for (const { sessionId, id, at } of uses) {
      const known = this.#sessions.get(sessionId)?.credentials
      const record = known?.get(id)
      if (record !== undefined && (record.lastUsedAt ?? '') < at) known?.set(id, { ...record, lastUsedAt: at })
    }
    return Promise.resolve()
  }

  findPairing(secretHash: string, nowMs: number): Promise<Pairing | null> {
    const pairing = this.#pairings.get(secretHash)
    return Promise.resolve(pairing !== undefined && pairing.endsAtMs > nowMs ? pairing : null)
  }

  openPairing(opened: Pairing, nowMs: number): Promise<Pairing | null> {
    for (const [secretHash, { endsAtMs }] of this.#pairings) if (endsAtMs <= nowMs) this.#pairings.delete(secretHash)
    const isTaken = [...this.#pairings.values()].some(({ code }) => code === opened.code)
    if (!this.#pairings.has(opened.secretHash) && !isTaken) this.#pairings.set(opened.secretHash, { ...opened, sessionId: null })
    return Promise.resolve(this.#pairings.get(opened.secretHash) ?? null)
  }

  claimPairing(code: string, sessionId: string, nowMs: number): Promise<string | null> {
    const shown = [...this.#pairings.values()].find((pairing) => pairing.code === code && pairing.endsAtMs > nowMs)
    if (shown === undefined || (shown.sessionId !== null && shown.sessionId !== sessionId)) return Promise.resolve(null)
    this.#pairings.set(shown.secretHash, { ...shown, sessionId })
    return Promise.resolve(shown.secretHash)
  }

  #credentialsOf(sessionId: string): SessionCredential[] {
    const records = [...(this.#sessions.get(sessionId)?.credentials.values() ?? [])]
    const orderOf = ({ createdAt, id }: CredentialRecord) => `${createdAt} ${id}`
    return records.sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1)).map((record) => ({ sessionId, record }))
  }

  beginEpoch(sessionId: string, lost: string, epoch: string): Promise<boolean> {
    const isLost = this.#sessions.get(sessionId)?.epoch === lost
    if (isLost) for (const stored of this.#sessions.values()) stored.epoch = epoch
    return Promise.resolve(isLost)
  }

  addPhoto(sessionId: string, photo: NewPhoto, limits: PhotoLimits): Promise<AddedPhoto> {
    const photos = this.#sessions.get(sessionId)?.photos
    if (photos === undefined) return Promise.resolve('noSession')
    const all = [...photos.values()].filter(({ state }) => state !== 'gone')
    const isFull = (most: number, count: number) => most > 0 && count >= most
    const own = all.filter(({ guestId }) => guestId === photo.guestId)
    const unsent = all.filter(({ messageId }) => messageId === null)
    if (isFull(limits.ofSession, all.length - unsent.length) || isFull(limits.ofGuest, own.length)) return Promise.resolve('full')
    const ownUnsent = unsent.filter(({ guestId, key }) => guestId === photo.guestId && key !== photo.key)
    if (isFull(limits.unsentOfGuest, ownUnsent.length)) return Promise.resolve('unsent')
    if (isFull(limits.unsentOfSession, unsent.length)) {
      const order = ({ at, id }: NewPhoto) => `${at} ${id}`
      const newestFirst = unsent.toSorted((one, other) => (order(one) > order(other) ? -1 : 1))
      for (const old of newestFirst.slice(limits.unsentOfSession - 1)) old.state = 'gone'
    }
    photos.set(photo.id, { ...photo, state: 'coming', size: { width: 0, height: 0 }, messageId: null })
    return Promise.resolve('added')
  }

  findUpload(sessionId: string, guestId: string, key: string): Promise<Photo | null> {
    const all = [...(this.#sessions.get(sessionId)?.photos.values() ?? [])]
    const found = all.find((photo) => photo.guestId === guestId && photo.key === key && photo.state === 'stored')
    return Promise.resolve(found === undefined ? null : { id: found.id, ...found.size })
  }

  async storePhoto(sessionId: string, { id, ...size }: Photo): Promise<Photo | null> {
    const own = this.#sessions.get(sessionId)?.photos.get(id)
    if (own?.state !== 'coming') return null
    const first = await this.findUpload(sessionId, own.guestId, own.key)
    if (first !== null) return first
    Object.assign(own, { state: 'stored', size })
    return { id, ...size }
  }

  findPhoto(sessionId: string, id: string): Promise<ShownPhoto | null> {
    const stored = this.#sessions.get(sessionId)
    const message = stored?.messages.get(stored.photos.get(id)?.messageId ?? '')
    return Promise.resolve(message === undefined ? null : { guestId: message.guestId, status: message.status })
  }

  readLoosePhotos(before: string, limit: number): Promise<PhotoName[]> {
    const loose = [...this.#sessions].flatMap(([sessionId, { photos }]) =>
      [...photos.values()].flatMap(({ id, messageId, state, at }) =>
        messageId === null && (state === 'gone' || at < before) ? [{ sessionId, id }] : [],
      ),
    )
    return Promise.resolve(loose.slice(0, limit))
  }

  discardPhotos(sessionId: string, which: PhotoSelection): Promise<readonly string[]> {
    const photos = [...(this.#sessions.get(sessionId)?.photos.values() ?? [])]
    const isMeant = ({ id, guestId }: NewPhoto) => ('ofGuest' in which ? guestId === which.ofGuest : which.includes(id))
    const loose = photos.filter((photo) => isMeant(photo) && photo.messageId === null)
    for (const photo of loose) photo.state = 'gone'
    return Promise.resolve(loose.map(({ id }) => id))
  }

  forgetPhotos(sessionId: string, ids: readonly string[]): Promise<void> {
    const photos = this.#sessions.get(sessionId)?.photos
    for (const id of ids) if (photos?.get(id)?.state === 'gone') photos.delete(id)
    return Promise.resolve()
  }

  ping(): Promise<void> {
    return Promise.resolve()
  }

  probeWrite(): Promise<void> {
    return Promise.resolve()
  }

  maintain(): Promise<void> {
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

/** The state behind the lock: of the votes and ballots, all there are. */
function lockedOf(stored: Stored, reads: ReadSet): LockedSession {
  const knownKeys = stored.keys.filter(({ key }) => reads.keys.includes(key))
  const messageIds = new Set([...reads.messageIds, ...knownKeys.flatMap(({ messageId }) => messageId ?? [])])
  const { guestIds, withRejected } = reads.messagesOf
  for (const { id, guestId, status } of stored.messages.values()) {
    if (guestIds.includes(guestId) && status !== 'removed' && (withRejected || status !== 'rejected')) messageIds.add(id)
  }
  const oldest = [...stored.messages.values()].filter(({ status, guestName }) => status !== 'removed' || guestName !== '')
  for (const { id } of oldest.slice(0, reads.oldestMessages)) messageIds.add(id)
  return {
    session: stored.session,
    stateBy: stored.stateBy,
    epoch: stored.epoch,
    head: stored.events.length,
    clockMs: null,
    knownKeys,
    messages: [...messageIds].flatMap((id) => stored.messages.get(id) ?? []),
    guests: [...stored.guests.values()].filter((guest) => isActed(guest) || reads.guestIds.includes(guest.id)),
    settings: stored.settings,
    screens: stored.screens,
    shownAuthors: [...stored.messages.values()].flatMap(({ guestId, status }) => (status === 'shown' ? [guestId] : [])),
    pinnedIds: [...stored.messages.values()].filter(({ pinned }) => pinned).map(({ id }) => id),
    votes: votesOf(stored),
    ballots: [...stored.ballots.values()],
    credentials: [...stored.credentials.values()],
    photos: [...stored.photos.values()].flatMap(({ id, guestId, size, state, messageId }) =>
      state === 'stored' && messageId === null && reads.photoIds.includes(id) ? [{ id, guestId, ...size }] : [],
    ),
    freshVoters: [...stored.ballots.values()].filter(({ voteId, firstSeq }) => {
      const vote = stored.votes.get(voteId)
      return vote?.results === 'afterVoting' && firstSeq > (vote.published?.seq ?? 0)
    }),
  }
}

function apply(stored: Stored, writes: Writes): void {
  const { events, keys, session, newMessages, messageChanges, votes, casts, credentials } = writes
  for (const seen of writes.seen) noteSeen(stored, seen)
  if (writes.clearing !== null) clear(stored, writes.clearing)
  stored.events.push(...events)
  stored.keys.push(...keys)
  if (writes.clearing !== null) eraseHashes(stored, writes.clearing)
  stored.session = session ?? stored.session
  if (session !== null) {
    stored.stateBy = writes.stateBy
    applyLook(stored, session)
  }
  stored.settings = writes.settings ?? stored.settings
  stored.screens = writes.screens ?? stored.screens
  if (session?.state === 'open') stored.startedAt ??= events.at(-1)?.logged.event.at ?? null
  for (const message of newMessages) {
    stored.messages.set(message.id, message)
    const photo = stored.photos.get(message.photo?.id ?? '')
    if (photo !== undefined) photo.messageId = message.id
  }
  for (const changed of messageChanges) {
    if ('notBanned' in changed) {
      forgetBan(stored, changed)
      continue
    }
    const { id, change, bodyHash } = changed
    const message = stored.messages.get(id)
    if (message === undefined) continue
    const photo = 'photo' in change ? stored.photos.get(message.photo?.id ?? '') : undefined
    if (photo !== undefined) Object.assign(photo, { messageId: null, state: 'gone' })
    if (bodyHash !== null) setBodyHash(stored, message, bodyHash)
    stored.messages.set(id, { ...message, ...change })
  }
  for (const guest of writes.guests) if (stored.guests.has(guest.id)) stored.guests.set(guest.id, guest)
  for (const { guestId, guestName } of writes.renames) {
    for (const [id, message] of stored.messages) {
      if (message.guestId === guestId && message.guestName !== '') stored.messages.set(id, { ...message, guestName })
    }
  }
  for (const vote of votes) stored.votes.set(vote.id, vote)
  for (const id of writes.removedVotes) stored.votes.delete(id)
  for (const record of credentials) {
    const known = stored.credentials.get(record.id)
    stored.credentials.set(record.id, known === undefined ? record : { ...known, revokedAt: record.revokedAt })
  }
  for (const { ballot, entry } of casts) {
    stored.ballots.set(ballotName(ballot.voteId, ballot.guestId), ballot)
    stored.chains.set(ballot.voteId, [...(stored.chains.get(ballot.voteId) ?? []), entry])
  }
  for (const write of writes.reactions) applyReactions(stored, write)
  if (writes.reactions.length > 0) stored.reactionsVersion += 1
}

function isShown({ messages }: Stored, messageId: string): boolean {
  return messages.get(messageId)?.status === 'shown'
}

function applyReactions({ reactions }: Stored, write: ReactionWrite): void {
  for (const tap of write.is === 'set' ? write.taps : []) {
    const name = ballotName(tap.messageId, tap.guestId)
    if (tap.order > (reactions.get(name)?.order ?? -1)) reactions.set(name, tap)
  }
  for (const [name, { messageId, guestId }] of reactions) {
    if (write.is === 'erased' ? messageId === write.messageId : write.is === 'out' && guestId === write.guestId) reactions.delete(name)
  }
}

function applyLook({ photos }: Stored, { look }: Session): void {
  const ids = new Set(lookIds(look))
  for (const photo of photos.values()) {
    if (ids.has(photo.id)) photo.messageId = OF_LOOK
    else if (photo.messageId === OF_LOOK) Object.assign(photo, { messageId: null, state: 'gone' })
  }
}

function forgetBan({ messages }: Stored, { notBanned }: BanForgotten): void {
  for (const [id, { beforeBan: _, ...message }] of messages) if (message.guestId === notBanned) messages.set(id, message)
}

function clear(stored: Stored, { erasedEvents }: Clearing): void {
  for (const rows of [stored.guests, stored.ballots, stored.chains, stored.reactions]) rows.clear()
  for (const [at, { logged, messageId }] of stored.events.entries()) {
    const erased = erasedEvents.find(({ type }) => type === logged.event.type)
    if (erased === undefined) continue
    const event = { ...logged.event, data: erased.data } as WallEvent
    stored.events[at] = { messageId, logged: { ...logged, event } }
  }
}

function eraseHashes({ keys }: Stored, { bodyHash }: Clearing): void {
  for (const [at, known] of keys.entries()) keys[at] = { ...known, bodyHash }
}

function noteSeen({ guests }: Stored, seen: SeenGuest): void {
  const known = guests.get(seen.id)
  if (known === undefined) guests.set(seen.id, knownGuest(seen))
  else guests.set(seen.id, { ...known, name: known.isRenamed ? known.name : seen.name, lastSeenAt: seen.at })
}

function isActed({ by }: KnownGuest): boolean {
  return by !== null
}

function setBodyHash({ keys }: Stored, message: WallMessage, bodyHash: string): void {
  const at = keys.findIndex(({ key, actorId }) => key === message.key && actorId === message.guestId)
  const known = keys[at]
  if (known !== undefined) keys[at] = { ...known, bodyHash }
}

function votesOf({ votes }: Stored): VoteRecord[] {
  return [...votes.values()].sort((left, right) => left.ordinal - right.ordinal)
}

function ballotsOf({ ballots }: Stored, voteId: string): StoredBallot[] {
  const cast = [...ballots.values()].filter((ballot) => ballot.voteId === voteId)
  return cast.sort((left, right) => (left.guestId < right.guestId ? -1 : 1))
}

function ballotName(voteId: string, guestId: string): string {
  return `${voteId} ${guestId}`
}

/** A body is stored with its message alone, as in the tables (LOG-5). */
function withCurrentBody(stored: Stored, { logged, messageId }: NewEvent): LogEvent {
  const message = messageId === null ? undefined : stored.messages.get(messageId)
  if (message === undefined) return logged
  const { content, guestName, held, photo, status } = message
  const { held: heldThen, photo: _, ...data } = logged.event.data as HostMessage
  const event = {
    ...logged.event,
    data: { ...data, content, guestName, ...(heldThen === undefined ? {} : { held }), ...(photo === undefined ? {} : { photo }) },
  } as LogEvent['event']
  return { ...logged, event, ...(status === 'shown' ? {} : { isHidden: true }) }
}

function hostWallMessage(message: HostMessage): HostMessage {
  const { decided: _, beforeBan: __, held, ...rest } = message
  return message.status !== 'shown' ? { ...rest, ...(held === undefined ? {} : { held }) } : rest
}
