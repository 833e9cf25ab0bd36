import type { ClientRefusal, Delivery } from '@guestwall/client'
import type { TextRefusal } from '@guestwall/protocol'
import type { ConnectionNotice } from '../components/connection/connection-notice.ts'
import type { LaterText } from '../components/shared/sending-text.tsx'
import type { VoteLabels } from './vote-labels.ts'

export interface FoldLabels {
  /** Label of the button that unfolds the text. */
  readonly more: string
  readonly less: string
}

export interface StreamItemLabels {
  /** Replaces the reader's own name: "Me". */
  readonly me: (name: string) => string
  /** `shown` is said while it is not known where the message is: every phone shows it. */
  readonly delivery: Readonly<Record<Delivery, string>>
  /** Where the reader's own message is on the screens. */
  readonly place: {
    /** How many messages are before it. */
    readonly waiting: (before: number) => string
    readonly showing: string
    readonly shown: string
    readonly noScreen: string
  }
  /** Shown while the server asked to send it later: how many seconds are left, and why. */
  readonly later: LaterText
  readonly retry: string
  readonly discard: string
  readonly fold: FoldLabels
  readonly reason: (refusal: ClientRefusal) => string
}

export interface MessageStreamLabels extends StreamItemLabels {
  /** Accessible name of the list. */
  readonly title: string
  readonly empty: string
  readonly newer: (count: number) => string
  readonly toNewest: string
  readonly older: string
  readonly loadingOlder: string
}

export interface ComposerLabels {
  /** Accessible name of the field. */
  readonly field: string
  readonly placeholder: string
  readonly send: string
  /** Text before and after the name: "Writing as" … "". */
  readonly writingAs: { readonly before: string; readonly after: string }
  readonly rename: string
  /** Screen reader text for the counter. */
  readonly counted: (count: number, limit: number) => string
  /** Shown when the draft is too long. */
  readonly over: (count: number) => string
  /** Shown when the draft exceeds the byte limit, as some emoji do. */
  readonly heavy: (count: number) => string
  readonly problems: Readonly<Record<TextRefusal, string>>
}

export interface OnlineListLabels {
  /** Accessible name of the list. */
  readonly title: string
  /** Shown beside the reader's own name. */
  readonly you: string
  /** Shown while the list is loading. */
  readonly loading: string
  /** Shown when `guests` holds fewer than `count`: "and 700 more". */
  readonly more: (count: number) => string
}

export interface ResultsWallLabels {
  readonly open: string
  readonly closed: string
  /** Number and text: "31", "people have voted". */
  readonly voters: (count: number) => readonly [string, string]
  readonly votes: (count: number) => string
  /** Screen reader text for the leading option: while the vote is open, and after it closed. */
  readonly leading: string
  readonly most: string
}

/** One sentence for each notice. */
export type ConnectionLabels = Readonly<Record<ConnectionNotice, string>>

/**
 * All texts of the components in one language. Another language is one file: a missing text does not compile, and `pluralOf` has the plural
 * rules of each language.
 */
export interface GuestwallMessages {
  /** The BCP 47 tag of the language, for times and plurals. */
  readonly locale: string
  readonly stream: MessageStreamLabels
  readonly composer: ComposerLabels
  readonly votes: VoteLabels
  readonly people: OnlineListLabels
  readonly wall: {
    /** Accessible name of the list of messages. */
    readonly label: string
    readonly results: ResultsWallLabels
  }
  readonly connection: ConnectionLabels
}
