import {
  type ChangeSessionBody,
  type ChangeVoteBody,
  type CreatedCredential,
  type CreateVoteBody,
  type Credential,
  type CredentialList,
  type CredentialRole,
  type HostGuests,
  type HostJoins,
  type HostMessage,
  type HostScreens,
  type HostSettings,
  type KnownGuest,
  type LookPart,
  type MessageCounts,
  type MessageStatus,
  type ModerationSettings,
  type OnlinePage,
  type Retention,
  ROUTES,
  type ScreenChange,
  type ScreenControl,
  type Session,
  type SessionAct,
  type SessionState,
  type TriedText,
  type Vote,
  type Wall,
} from '@guestwall/protocol'
import { platformRandom } from '../io/random.ts'
import type { CallOptions, Requests } from '../requests/send-request.ts'
import { randomKey } from '../runtime/random-key.ts'
import { callRoute } from './call-route.ts'
import { uploadLook } from './upload-look.ts'
import { type ExportedFile, type ExportQuery, fetchExport, type KeepsakeQuery } from './fetch-export.ts'

/** The actions on a message, and the route of each. */
const MESSAGE_ACTIONS = {
  approve: ROUTES.approveMessage,
  reject: ROUTES.rejectMessage,
  restore: ROUTES.restoreMessage,
  hold: ROUTES.holdMessage,
  pin: ROUTES.pinMessage,
  unpin: ROUTES.unpinMessage,
} as const
/** The actions on a message that can be undone; `removeMessage` is final. */
export type MessageAction = keyof typeof MESSAGE_ACTIONS

/** The actions on a vote, and the route of each. */
const VOTE_ACTIONS = {
  open: ROUTES.openVote,
  close: ROUTES.closeVote,
  reveal: ROUTES.revealVote,
  hide: ROUTES.hideVote,
  reopen: ROUTES.reopenVote,
  rerun: ROUTES.rerunVote,
  show: ROUTES.showVote,
  withdraw: ROUTES.withdrawVote,
  remove: ROUTES.removeVote,
} as const
/**
 * `rerun` opens a new vote with the texts of a closed one; the others change the vote itself. `show` puts it on the screens as it is. `withdraw` makes an
 * open vote a draft again, and `remove` deletes a vote, both only while nobody has voted in it.
 */
export type VoteAction = keyof typeof VOTE_ACTIONS

/** The acts on a guest, and the route of each. */
const GUEST_ACTS = {
  mute: ROUTES.muteGuest,
  unmute: ROUTES.unmuteGuest,
  remove: ROUTES.removeGuest,
  ban: ROUTES.banGuest,
  unban: ROUTES.unbanGuest,
} as const
/** An act on a guest. */
export type GuestAct = keyof typeof GUEST_ACTS

/** Options of a command. */
export interface CommandOptions extends CallOptions {
  /** The idempotency key (SEND-1); a random one by default. Give the same key to repeat a command yourself. */
  readonly key?: string | undefined
}

/** Options of an act on a guest. */
export interface GuestActOptions extends CommandOptions {
  /** The reason, one line, for hosts only. */
  readonly reason?: string | undefined
  /** With `unban`: what the ban rejected becomes again what it was. By default it stays rejected. */
  readonly restoreMessages?: boolean | undefined
}

export interface GuestQuery extends CallOptions {
  /** The `nextCursor` of the previous page. */
  readonly cursor?: string | null
  /** The size of the page, 1 to 200; 100 by default. */
  readonly limit?: number
  /** A part of the name, in any case and width. */
  readonly query?: string
}

/** `from`: the status that the host saw: with `reject` `pending` (by default), `shown` or `private`, with `hold` `rejected` (by default) or `shown`. */
export interface MessageActionOptions extends CommandOptions {
  readonly from?: 'pending' | 'shown' | 'rejected' | 'private' | undefined
}

/**
 * A page of messages. `nextBefore` begins the next page of newest first, `nextAfter` of oldest first; `null` after the last. `counts`: all messages
 * of the session by status, at the moment of the page; `null` from an earlier server.
 */
export interface MessagePage {
  readonly messages: readonly HostMessage[]
  readonly nextBefore: number | null
  readonly nextAfter: number | null
  readonly counts: MessageCounts | null
}

export interface MessageQuery extends CallOptions {
  readonly status?: MessageStatus
  /** Only messages before this event. */
  readonly before?: number | null
  /** Oldest first: only messages after this event; 0 begins with the first. */
  readonly after?: number | null
  /** The size of the page, 1 to 100; 50 by default. */
  readonly limit?: number
}

/** Everything that a host does in one session. Get one from `HostClient.session`. */
export class SessionHost {
  readonly #requests: Requests
  readonly #id: string
  readonly #token: string

  constructor(requests: Requests, id: string, hostToken: string) {
    this.#requests = requests
    this.#id = id
    this.#token = hostToken
  }

  /** Changes the given fields: title, subtitle, moderation, layout, theme … `state: 'open'` starts a scheduled session. */
  async change(change: Omit<ChangeSessionBody, 'key'>, options: CommandOptions = {}): Promise<Session> {
    const body = { ...change, key: keyOf(options) }
    return (await callRoute(this.#requests, ROUTES.changeSession, { ...this.#own(options), body })).session
  }

  /**
   * Sets the background or the logo: a JPEG, PNG, WebP or GIF of 12 MiB at most, which is stored in a new form. Rejects with `unsupported_media_type`
   * for anything else, SVG among it.
   */
  setLook(part: LookPart, picture: Blob, { signal }: CallOptions = {}): Promise<Session> {
    return uploadLook(this.#requests, { sessionId: this.#id, token: this.#token, part, picture, signal })
  }

  /** Takes the background or the logo away; its picture is deleted. */
  async clearLook(part: LookPart, options: CallOptions = {}): Promise<Session> {
    return (await callRoute(this.#requests, ROUTES.clearLook, { ...this.#own(options), query: { part } })).session
  }

  /** Ends the session: it stays readable and accepts nothing more. */
  async end(options: CommandOptions = {}): Promise<Session> {
    return (await callRoute(this.#requests, ROUTES.endSession, { ...this.#own(options), body: { key: keyOf(options) } })).session
  }

  /**
   * Rehearses, opens, pauses, resumes, ends or reopens the session, or ends its rehearsal (`discard`). Rejects with `conflict` where the session is in
   * another state than the act, or `from`, starts from: `sessionConflict` says in which, and who chose it.
   */
  async act(act: SessionAct, { from, ...options }: CommandOptions & { readonly from?: SessionState } = {}): Promise<Session> {
    const body = { key: keyOf(options), act, ...(from === undefined ? {} : { from }) }
    return (await callRoute(this.#requests, ROUTES.actOnSession, { ...this.#own(options), body })).session
  }

  /** Deletes the session with everything that belongs to it. It is final. */
  async delete(options: CallOptions = {}): Promise<void> {
    await callRoute(this.#requests, ROUTES.deleteSession, this.#own(options))
  }

  /** Says when the session is deleted by itself, unless something happens in it before. */
  getRetention(options: CallOptions = {}): Promise<Retention> {
    return callRoute(this.#requests, ROUTES.getRetention, this.#own(options))
  }

  /** Counts the new guests of the last minute. */
  getJoins(options: CallOptions = {}): Promise<HostJoins> {
    return callRoute(this.#requests, ROUTES.getJoins, this.#own(options))
  }

  /** Reads the wall as a host sees it, drafts included. For live updates use `RealtimeClient` with the host's token. */
  async getWall({ signal }: CallOptions = {}): Promise<Wall> {
    const answer = await callRoute(this.#requests, ROUTES.poll, { token: this.#token, query: { session: this.#id }, signal })
    if (!('snapshot' in answer)) throw new TypeError('A poll without a position is answered with a snapshot')
    return answer.snapshot.wall
  }

  /** Lists the guests who are online, in the order of arrival. */
  listOnline({
    cursor,
    limit,
    signal,
  }: CallOptions & { readonly cursor?: string | null; readonly limit?: number } = {}): Promise<OnlinePage> {
    return callRoute(this.#requests, ROUTES.getOnline, { token: this.#token, query: { session: this.#id, cursor, limit }, signal })
  }

  /** Lists messages, newest first, or with `after` oldest first; without a status all that are not removed. */
  async listMessages({ status, before, after, limit, signal }: MessageQuery = {}): Promise<MessagePage> {
    const call = { ...this.#own({ signal }), query: { status, before, after, limit } }
    const { messages, nextCursor, counts = null } = await callRoute(this.#requests, ROUTES.listMessages, call)
    const next = nextCursor === null ? null : Number(nextCursor)
    const isAscending = after !== undefined && after !== null
    return { messages, nextBefore: isAscending ? null : next, nextAfter: isAscending ? next : null, counts }
  }

  /**
   * Approves, rejects, restores, holds, pins or unpins a message; `hold` puts it back to `pending`. Returns the message after it. Rejects with `conflict` where the message is not in the
   * status from which the action starts: `messageConflict` says who was first and what the message is now.
   */
  async actOnMessage(messageId: string, action: MessageAction, options: MessageActionOptions = {}): Promise<HostMessage> {
    const call = { ...this.#at(messageId, options), body: { key: keyOf(options), ...fromOf(options) } }
    return (await callRoute(this.#requests, MESSAGE_ACTIONS[action], call)).message
  }

  /**
   * Approves, rejects, restores or holds up to 100 messages in one transaction. Messages that are not in the status from which the action starts stay as
   * they are. Returns all that exist, as they are then: `decided` says who decided each.
   */
  async actOnMessages(
    ids: readonly string[],
    action: 'approve' | 'reject' | 'restore' | 'hold',
    options: MessageActionOptions = {},
  ): Promise<readonly HostMessage[]> {
    const body = { key: keyOf(options), action, ids: [...ids], ...fromOf(options) }
    return (await callRoute(this.#requests, ROUTES.actOnMessages, { ...this.#own(options), body })).messages
  }

  /** Reads how messages are moderated: newcomers, and the filter that applies now. */
  getSettings(options: CallOptions = {}): Promise<HostSettings> {
    return callRoute(this.#requests, ROUTES.getSettings, this.#own(options))
  }

  /** Changes the given settings of moderation; `filter` is given whole, or `null` for the server's own. */
  changeSettings(change: Partial<ModerationSettings>, options: CommandOptions = {}): Promise<HostSettings> {
    const body = { ...change, key: keyOf(options) }
    return callRoute(this.#requests, ROUTES.changeSettings, { ...this.#own(options), body })
  }

  /** Says what the wall would do with a text of a guest now, and why. Nothing is stored. */
  tryText(content: string, options: CallOptions = {}): Promise<TriedText> {
    return callRoute(this.#requests, ROUTES.tryText, { ...this.#own(options), body: { content } })
  }

  /** Erases a message, and with `eraseName` the author's name, and removes it from every screen. It is final. */
  async removeMessage(messageId: string, options: CommandOptions & { readonly eraseName?: boolean } = {}): Promise<HostMessage> {
    const body = { key: keyOf(options), ...(options.eraseName === undefined ? {} : { eraseName: options.eraseName }) }
    return (await callRoute(this.#requests, ROUTES.removeMessage, { ...this.#at(messageId, options), body })).message
  }

  /** Lists the guests, newest first; with `query` only those whose name contains it. */
  listGuests({ cursor, limit, query, signal }: GuestQuery = {}): Promise<HostGuests> {
    return callRoute(this.#requests, ROUTES.listGuests, { ...this.#own({ signal }), query: { cursor, limit, query } })
  }

  /** Gives a guest a name that stays, on its messages too. */
  async renameGuest(guestId: string, guestName: string, options: GuestActOptions = {}): Promise<KnownGuest> {
    const body = { ...actBody(options), guestName }
    return (await callRoute(this.#requests, ROUTES.renameGuest, { ...this.#at(guestId, options), body })).guest
  }

  /** Mutes, removes or bans a guest, or undoes it: `unban` lets a removed guest back too, and with `restoreMessages` what the ban rejected. */
  async actOnGuest(guestId: string, act: GuestAct, options: GuestActOptions = {}): Promise<KnownGuest> {
    return (
      await callRoute(this.#requests, GUEST_ACTS[act], {
        ...this.#at(guestId, options),
        body: { ...actBody(options), ...restoringOf(options) },
      })
    ).guest
  }

  /** Rejects or erases every message of a guest. `changed`: how many there were. */
  clearGuest(
    guestId: string,
    how: 'reject' | 'remove',
    options: CommandOptions = {},
  ): Promise<{ readonly guest: KnownGuest; readonly changed: number }> {
    const route = how === 'reject' ? ROUTES.rejectGuestMessages : ROUTES.removeGuestMessages
    return callRoute(this.#requests, route, { ...this.#at(guestId, options), body: { key: keyOf(options) } })
  }

  /** Creates a vote, as a draft. The defaults are: one choice, changeable, results visible at all times. */
  async createVote(vote: Omit<CreateVoteBody, 'key'>, options: CommandOptions = {}): Promise<Vote> {
    const body = { ...vote, key: keyOf(options) }
    return (await callRoute(this.#requests, ROUTES.createVote, { ...this.#own(options), body })).vote
  }

  /** Changes the given fields of a vote. After the first ballot only its texts may change. */
  async changeVote(voteId: string, change: Omit<ChangeVoteBody, 'key'>, options: CommandOptions = {}): Promise<Vote> {
    const body = { ...change, key: keyOf(options) }
    return (await callRoute(this.#requests, ROUTES.changeVote, { ...this.#at(voteId, options), body })).vote
  }

  /**
   * Opens, closes, reveals, hides, reopens, reruns, shows, withdraws or removes a vote. Returns the vote; after `rerun` it is the new one. Rejects with a `TypeError`
   * that lists the actions where there is no such action.
   */
  async actOnVote(voteId: string, action: VoteAction, options: CommandOptions = {}): Promise<Vote> {
    const actions = Object.keys(VOTE_ACTIONS)
    if (!actions.includes(action)) throw new TypeError(`\`action\` must be one of ${actions.join(', ')}, not '${action}'`)
    const call = { ...this.#at(voteId, options), body: { key: keyOf(options) } }
    return (await callRoute(this.#requests, VOTE_ACTIONS[action], call)).vote
  }

  /** Voids the ballots of guests who joined within a period, such as those that one device cast as many guests. */
  async voidBallots(voteId: string, joined: { readonly from: Date; readonly to: Date }, options: CommandOptions = {}): Promise<Vote> {
    const body = { key: keyOf(options), joinedFrom: joined.from.toISOString(), joinedTo: joined.to.toISOString() }
    return (await callRoute(this.#requests, ROUTES.voidBallots, { ...this.#at(voteId, options), body })).vote
  }

  /** Lists the credentials of the session, the revoked ones included. `own`: the id of the one that this object uses, where it is listed. */
  listCredentials(options: CallOptions = {}): Promise<CredentialList> {
    return callRoute(this.#requests, ROUTES.listCredentials, this.#own(options))
  }

  /** Creates a credential for a host, a moderator or a screen. Returns it with its token and its link. */
  createCredential(
    { name, role }: { readonly name: string; readonly role: CredentialRole },
    options: CommandOptions = {},
  ): Promise<CreatedCredential> {
    return callRoute(this.#requests, ROUTES.createCredential, { ...this.#own(options), body: { key: keyOf(options), name, role } })
  }

  /** Revokes a credential: nobody can use it any more, on any server. */
  async revokeCredential(credentialId: string, options: CommandOptions = {}): Promise<Credential> {
    const call = { ...this.#at(credentialId, options), body: { key: keyOf(options) } }
    return (await callRoute(this.#requests, ROUTES.revokeCredential, call)).credential
  }

  /** Pairs the screen that shows this code, under a name. Rejects with `not_found` when no screen shows it now. */
  async pairScreen({ code, name }: { readonly code: string; readonly name: string }, options: CommandOptions = {}): Promise<Credential> {
    const call = { ...this.#own(options), body: { key: keyOf(options), code, name } }
    return (await callRoute(this.#requests, ROUTES.pairScreen, call)).credential
  }

  /** Lists the screens, what each says that it shows, and what hosts have set. Ask about every second. */
  listScreens(options: CallOptions = {}): Promise<HostScreens> {
    return callRoute(this.#requests, ROUTES.listScreens, this.#own(options))
  }

  /**
   * Pauses, steps, blanks, freezes or clears screens, shows a message large, or sets the layout: of one screen (`screenId`: its credential) or of all.
   * Returns the states of all screens. Rejects with `conflict` where the message is not on the wall.
   */
  async controlScreens(
    change: ScreenChange,
    { screenId, ...options }: CommandOptions & { readonly screenId?: string | undefined } = {},
  ): Promise<ScreenControl> {
    const body = { key: keyOf(options), change, ...(screenId === undefined ? {} : { screenId }) }
    return (await callRoute(this.#requests, ROUTES.controlScreens, { ...this.#own(options), body })).control
  }

  /** Exports messages, votes, ballots, guests, the activity log or the signed audit file, as a stream or a blob. */
  export(query: ExportQuery, options: CallOptions = {}): Promise<ExportedFile> {
    return fetchExport(this.#requests, { route: ROUTES.exportSession, sessionId: this.#id, token: this.#token, query, ...options })
  }

  /** Makes the keepsake, a ZIP of what guests see: the page that replays the evening, the book, messages and votes as tables. */
  keepsake(query: KeepsakeQuery = {}, options: CallOptions = {}): Promise<ExportedFile> {
    return fetchExport(this.#requests, { route: ROUTES.getKeepsake, sessionId: this.#id, token: this.#token, query, ...options })
  }

  #own({ signal }: CallOptions): { readonly id: string; readonly token: string; readonly signal: AbortSignal | undefined } {
    return this.#at(this.#id, { signal })
  }

  #at(id: string, { signal }: CallOptions): { readonly id: string; readonly token: string; readonly signal: AbortSignal | undefined } {
    return { id, token: this.#token, signal }
  }
}

function keyOf({ key }: CommandOptions): string {
  return key ?? randomKey(platformRandom)
}

function actBody(options: GuestActOptions): { readonly key: string; readonly reason?: string } {
  return { key: keyOf(options), ...(options.reason === undefined ? {} : { reason: options.reason }) }
}

function restoringOf({ restoreMessages }: GuestActOptions): { readonly restoreMessages?: boolean } {
  return restoreMessages === undefined ? {} : { restoreMessages }
}

function fromOf({ from }: MessageActionOptions): { readonly from?: 'pending' | 'shown' | 'rejected' | 'private' } {
  return from === undefined ? {} : { from }
}
