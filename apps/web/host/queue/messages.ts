import type { HoldRule, Moderation, Photos } from '@guestwall/protocol'
import type { FoldLabels } from '@guestwall/react'
import { byLanguage } from '../../shared/catalogs.ts'
import type { MessageAct } from './message-act.ts'
import type { QueueStatus } from './queue-state.ts'
import type { Rejectable } from './rejectable.ts'

export interface QueueMessages {
  readonly title: string
  readonly tabs: Readonly<Record<QueueStatus, string>>
  /** A tab with its number, for screen readers. */
  readonly tabOf: (label: string, count: number) => string
  readonly empty: Readonly<Record<QueueStatus, string>>
  readonly mode: string
  readonly modes: Readonly<Record<Moderation, string>>
  readonly slow: string
  readonly slowOff: string
  readonly slowOf: (seconds: number) => string
  /** Whether guests may send photos. */
  readonly photos: string
  readonly photosOf: Readonly<Record<Photos, string>>
  /** A photo, for who does not see it. */
  readonly photoBy: (name: string) => string
  /** The short name of an act, on its button. */
  readonly acts: Readonly<Record<Exclude<MessageAct, 'reject'>, string>>
  /** The same once it is done. */
  readonly acted: Readonly<Record<Exclude<MessageAct, 'reject'>, string>>
  /** Taking a message away, by what it was: the button, the strip that takes it back, the row, and the button for several. */
  readonly rejecting: Readonly<
    Record<Rejectable, { readonly act: string; readonly did: string; readonly became: string; readonly selected: string }>
  >
  /** The whole name of an act, for screen readers: the guest and the beginning of the text. */
  readonly actOn: (act: string, name: string, text: string) => string
  /** The outcome of an act on a message. */
  readonly became: {
    readonly shown: string
    readonly removed: string
    readonly pending: string
    readonly private: string
  }
  /** Shows a message large on every screen; one that waits is shown first. */
  readonly enlarge: string
  readonly byYou: string
  readonly sending: string
  readonly failed: string
  readonly rules: Readonly<Record<HoldRule, string>>
  readonly pinned: string
  readonly newer: (count: number) => string
  readonly older: string
  readonly loadingOlder: string
  readonly select: (name: string, text: string) => string
  readonly selectAll: string
  readonly selected: (count: number) => string
  readonly showSelected: string
  readonly unselect: string
  readonly more: (name: string, text: string) => string
  readonly moreShort: string
  readonly menuTitle: string
  readonly remove: string
  readonly removeHint: string
  readonly confirmRemove: string
  readonly keep: string
  readonly close: string
  /** The strip with the last act: of one message, with the guest's name; of several. */
  readonly did: (did: string, name: string) => string
  readonly didMany: (did: string, count: number) => string
  /** The button that takes an act back. */
  readonly undo: string
  readonly fold: FoldLabels
  /** On a phone: to the next card. */
  readonly nextCard: string
  readonly keysTitle: string
  readonly allKeys: string
  readonly keys: {
    readonly move: string
    readonly show: string
    readonly reject: string
    readonly pin: string
    readonly select: string
    readonly undo: string
    readonly newer: string
    readonly help: string
  }
}

/** The words of the queue in one language. */
export const queueMessages = byLanguage(import.meta.glob<QueueMessages>('../../messages/*.ts', { eager: true, import: 'hostQueue' }))
