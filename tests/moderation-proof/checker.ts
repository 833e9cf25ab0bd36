import type { MessageStatus } from '@guestwall/protocol'
import { canariesIn } from './canaries.ts'
import type { HistoryRecord, Reader, Span } from './history.ts'

/** How long after its answer an act may not hold yet: for readers of the server that gave the answer, and of every other one. */
export interface Lag {
  readonly ownMs: number
  readonly otherMs: number
}

/** One server: an act holds from its answer on. */
export const AT_ONCE: Lag = { ownMs: 0, otherMs: 0 }
/**
 * Servers without a connection to each other. One that answers while it is behind reads the log meanwhile; the others look within a second
 * (PEOPLE-4).
 */
export const WITHIN_A_SECOND: Lag = { ownMs: 200, otherMs: 1_000 }

export interface Violation {
  readonly rule: string
  readonly what: string
}

type Received = Extract<HistoryRecord, { kind: 'received' }>

/** A time in which something may be read. `end`: the answer to the act that ended it. */
interface Window {
  readonly start: number
  end: Span | null
}

interface Post {
  readonly guest: string
  /** `null`: it was refused. */
  status: MessageStatus | null
  /** The status before a ban, while no host has decided about the message since. */
  beforeBan: MessageStatus | null
  readonly windows: Window[]
}

/**
 * Whether a history keeps the rules of moderation. Pure: it knows the acknowledged acts and what readers received, and nothing of the server. An act
 * holds from its answer on; between question and answer both is right.
 */
export function check(history: readonly HistoryRecord[], lag: Lag): Violation[] {
  const posts = readPosts(history)
  const violations: Violation[] = []
  const report = (rule: string, what: string) => violations.push({ rule, what })
  for (const record of history) {
    if (record.kind === 'received' && !isHost(record.reader)) checkReceived(record, history, posts, lag, report)
    if (record.kind === 'duel') checkDuel(record, report)
    if (record.kind === 'has') checkHas(record, posts, report)
  }
  return violations
}

/** The status of each post in the end, as far as a host was told. */
export function statusesIn(history: readonly HistoryRecord[]): Map<number, MessageStatus> {
  return new Map([...readPosts(history)].flatMap(([number, { status }]) => (status === null ? [] : [[number, status] as const])))
}

type Report = (rule: string, what: string) => void

const isHost = ({ role }: Reader) => role === 'host' || role === 'moderator'

/** The posts with the times in which everybody may read them. */
function readPosts(history: readonly HistoryRecord[]): Map<number, Post> {
  const posts = new Map<number, Post>()
  for (const record of history) {
    if (record.kind === 'posted') posts.set(record.post, { guest: record.guest, status: null, beforeBan: null, windows: [] })
    if (record.kind === 'status') {
      const post = posts.get(record.post)
      // A ban at the same time comes before it, and refuses it, or behind it, and rejects it.
      const ban = post === undefined ? undefined : banDuring(history, post.guest, record.span)
      if (post !== undefined) become(post, record.status, record.span)
      if (post !== undefined && ban !== undefined && post.status !== 'removed') reject(post, later(ban, record.span))
    }
    if (record.kind === 'guestAct') {
      for (const post of posts.values()) {
        if (post.guest !== record.guest || post.status === null || post.status === 'removed') continue
        if (record.act === 'banGuest') reject(post, record.span)
        if (record.act === 'rejectGuestMessages') become(post, 'rejected', record.span)
        if (record.act === 'undoBan' && post.beforeBan !== null) become(post, post.beforeBan, record.span)
        if (record.act === 'unbanGuest' || record.act === 'undoBan') post.beforeBan = null
        if (record.act === 'removeGuestMessages') become(post, 'removed', record.span)
      }
    }
  }
  return posts
}

/** A ban rejects the post. */
function reject(post: Post, span: Span): void {
  const before = post.status
  become(post, 'rejected', span)
  if (before !== null && before !== 'rejected' && before !== 'removed') post.beforeBan = before
}

function banDuring(history: readonly HistoryRecord[], guest: string, span: Span): Span | undefined {
  return history.find(
    (record): record is Extract<HistoryRecord, { kind: 'guestAct' }> =>
      record.kind === 'guestAct' &&
      record.act === 'banGuest' &&
      record.guest === guest &&
      record.span.from < span.to &&
      record.span.to > span.from,
  )?.span
}

const later = (left: Span, right: Span) => (left.to > right.to ? left : right)

function become(post: Post, status: MessageStatus, span: Span): void {
  if (status !== post.status) post.beforeBan = null
  const open = post.windows.at(-1)
  const isOpen = open !== undefined && open.end === null
  if (status === 'shown' && !isOpen) post.windows.push({ start: span.from, end: null })
  if (status !== 'shown' && isOpen) open.end = span
  post.status = status
}

/** Whether what was read may have been read before the end. */
function isBefore(read: Received, end: Span, lag: Lag): boolean {
  if (read.span.from <= end.to) return true
  const lagMs = end.server !== null && read.span.server === end.server ? lag.ownMs : lag.otherMs
  return lagMs > 0 && read.span.fromMs <= end.toMs + lagMs
}

/** The history is read from the store itself, which no server is behind. */
function isBeforeIn(read: Received, end: Span, lag: Lag): boolean {
  return read.adapter === 'history' ? read.span.from <= end.to : isBefore(read, end, lag)
}

function checkReceived(
  read: Received,
  history: readonly HistoryRecord[],
  posts: ReadonlyMap<number, Post>,
  lag: Lag,
  report: Report,
): void {
  const { reader, adapter, text, span } = read
  const by = `${reader.id} over ${adapter} of server ${span.server} [${span.from}-${span.to}, ${Math.round(span.toMs)} ms]`
  const found = canariesIn(withoutOwnHeld(text, reader, posts))
  if (/"held"|"decided"|"beforeBan"/.test(text)) report('MOD-5', `${by} received why a message was held or who decided`)
  if (found.length > 0 && (adapter === 'metrics' || adapter === 'log')) report('MOD-3', `${by} has ${JSON.stringify(found[0])}`)
  if (found.length > 0 && isGone(read, history, lag)) report('PEOPLE-4', `${by} received ${JSON.stringify(found[0])} after its removal`)
  for (const { kind, number } of found) {
    if (kind === 'helper' || kind === 'reason') report('MOD-6', `${by} received ${kind} ${number}`)
    if (kind === 'guest' && adapter === 'online' && wasRenamed(read, `guest-${number}`, history, lag))
      report('PEOPLE-2', `${by} received the old name of guest-${number}`)
    const post = posts.get(number)
    if (post === undefined || (kind !== 'text' && kind !== 'name')) continue
    // A guest gets its own text back with the answer to it.
    if (adapter === 'ack' && read.post === number) continue
    const mayRead = post.windows.some(({ start, end }) => span.to >= start && (end === null || isBeforeIn(read, end, lag)))
    if (!mayRead) report('MOD-3', `${by} received the ${kind} of post ${number}, which nobody might read then`)
    if (kind === 'name' && wasRenamed(read, post.guest, history, lag)) report('PEOPLE-2', `${by} received the old name of ${post.guest}`)
  }
}

/** What was received but for the events which say to an author, with the author's own text, that a message waits again. */
function withoutOwnHeld(text: string, { id }: Reader, posts: ReadonlyMap<number, Post>): string {
  const isOwn = (event: string) =>
    canariesIn(event).every(({ kind, number }) => (kind === 'text' || kind === 'name') && posts.get(number)?.guest === id)
  return text.replace(HELD_EVENT, (event) => (isOwn(event) ? '' : event))
}
const HELD_EVENT = /\{"id":\d+,[^{}]*"type":"message\.held",[^{}]*"data":\{[^{}]*\}\}/g

function isGone(read: Received, history: readonly HistoryRecord[], lag: Lag): boolean {
  let gone: Span | null = null
  for (const record of history) {
    if (record.kind !== 'guestAct' || record.guest !== read.reader.id) continue
    if (record.act === 'removeGuest' || record.act === 'banGuest') gone ??= record.span
    if ((record.act === 'unbanGuest' || record.act === 'undoBan') && record.span.from < read.span.to) gone = null
  }
  return gone !== null && !isBefore(read, gone, lag)
}

function wasRenamed(read: Received, guest: string, history: readonly HistoryRecord[], lag: Lag): boolean {
  return history.some(
    (record) => record.kind === 'guestAct' && record.act === 'renameGuest' && record.guest === guest && !isBefore(read, record.span, lag),
  )
}

function checkDuel({ post, answers }: Extract<HistoryRecord, { kind: 'duel' }>, report: Report): void {
  const winners = answers.filter(({ status }) => status !== null)
  const [winner] = winners
  if (winner === undefined || winners.length !== 1)
    return report('MOD-4', `${winners.length} hosts acted on post ${post}: ${JSON.stringify(answers)}`)
  if (winner.status !== winner.wanted) report('MOD-4', `post ${post} is ${winner.status}, and ${winner.host} wanted ${winner.wanted}`)
  for (const { status, first } of answers) {
    if (status === null && first !== winner.host) report('MOD-4', `the second host on post ${post} was told ${first}, not ${winner.host}`)
  }
}

function checkHas(record: Extract<HistoryRecord, { kind: 'has' }>, posts: ReadonlyMap<number, Post>, report: Report): void {
  const { reader, adapter, server, count } = record
  const statuses: readonly MessageStatus[] = adapter === 'hostList' ? ['shown', 'pending', 'rejected', 'private'] : ['shown']
  const expected = [...posts].flatMap(([number, { status }]) => (status !== null && statuses.includes(status) ? [number] : []))
  const sorted = (numbers: readonly number[]) => [...numbers].sort((left, right) => left - right).join(' ')
  const by = `in the end ${reader.id} over ${adapter} of server ${server}`
  if (sorted(record.posts) !== sorted(expected)) report('SYNC-2', `${by} has the posts ${sorted(record.posts)}, not ${sorted(expected)}`)
  if (count !== null && count !== expected.length) report('SYNC-2', `${by} counts ${count} messages, not ${expected.length}`)
}
