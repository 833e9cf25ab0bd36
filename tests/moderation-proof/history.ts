import type { MessageStatus, Role } from '@guestwall/protocol'

/** The ways on which something reaches a reader. `ack`: the answer to its own message. */
export const ADAPTERS = [
  'socket',
  'ack',
  'poll',
  'longPoll',
  'replay',
  'snapshot',
  'history',
  'online',
  'export',
  'hostList',
  'metrics',
  'log',
  'redis',
] as const
export type Adapter = (typeof ADAPTERS)[number]

/** From when to when something happened: in the order of this history, and in milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly fromMs: number
  readonly toMs: number
  /** The server that did it; `null`: another one may have done it before this one answered. */
  readonly server: number | null
}

export interface Reader {
  readonly id: string
  readonly role: Role
}

/** The act of a guest, with the answer that hosts got. */
export type GuestAct = 'removeGuest' | 'banGuest' | 'unbanGuest' | 'undoBan' | 'renameGuest' | 'rejectGuestMessages' | 'removeGuestMessages'

/** One of what is known of a run: the acknowledged acts, and what readers received. */
export type HistoryRecord =
  | { readonly kind: 'posted'; readonly post: number; readonly guest: string; readonly span: Span }
  /** A post had this status in an answer. */
  | { readonly kind: 'status'; readonly post: number; readonly status: MessageStatus; readonly span: Span }
  | { readonly kind: 'guestAct'; readonly act: GuestAct; readonly guest: string; readonly span: Span }
  | {
      readonly kind: 'received'
      readonly reader: Reader
      readonly adapter: Adapter
      readonly text: string
      readonly span: Span
      /** Of an `ack`: the post that it answers. */
      readonly post?: number
    }
  /** Two hosts acted on one post that waited: for each, its answer's status, or the name of the one who was first. */
  | { readonly kind: 'duel'; readonly post: number; readonly answers: readonly DuelAnswer[] }
  /** The state of a reader in the end. `posts`: in any order. `count`: the number of messages, where the reader gets it. */
  | {
      readonly kind: 'has'
      readonly reader: Reader
      readonly adapter: Adapter
      readonly server: number
      readonly posts: readonly number[]
      readonly count: number | null
    }

export interface DuelAnswer {
  readonly host: string
  readonly wanted: MessageStatus
  readonly status: MessageStatus | null
  /** The name in the refusal. */
  readonly first: string | null
}

/** How a record reads in the report of a failure. */
export function describeRecord(record: HistoryRecord): string {
  switch (record.kind) {
    case 'posted':
      return `${at(record.span)} ${record.guest} posts ${record.post}`
    case 'status':
      return `${at(record.span)} post ${record.post} is ${record.status}`
    case 'guestAct':
      return `${at(record.span)} ${record.act} ${record.guest}`
    case 'received':
      return `${at(record.span)} ${record.reader.id} receives over ${record.adapter}: ${[...record.text.matchAll(/canary-\w+-\d+/g)].join(' ')}`
    case 'duel':
      return `duel on post ${record.post}: ${JSON.stringify(record.answers)}`
    case 'has':
      return `in the end ${record.reader.id} has over ${record.adapter} of server ${record.server}: ${record.posts.join(' ')} (${record.count})`
    default:
      return record satisfies never
  }
}

function at({ from, to, toMs, server }: Span): string {
  return `[${from}-${to} ${Math.round(toMs)} ms server ${server ?? '?'}]`
}
