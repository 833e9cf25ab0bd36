import type { GuestAct } from '@guestwall/client/host'
import { byLanguage } from '../../shared/catalogs.ts'
import type { GuestFilter } from './guest-filter.ts'
import type { UndoableGuestAct } from './use-guest-acts.ts'

export interface GuestDeskMessages {
  readonly title: string
  readonly search: string
  readonly filter: string
  readonly filters: Readonly<Record<GuestFilter, string>>
  readonly none: string
  readonly noneFound: string
  readonly loading: string
  readonly columns: {
    readonly name: string
    readonly source: string
    readonly messages: string
    readonly last: string
    readonly standing: string
    readonly acts: string
  }
  /** How a guest came, where it was no table. */
  readonly sources: { readonly link: string; readonly code: string }
  readonly table: (number: string) => string
  readonly standings: { readonly online: string; readonly muted: string; readonly removed: string; readonly banned: string }
  /** Not here, for some minutes. */
  readonly away: (minutes: number) => string
  readonly came: (source: string, time: string) => string
  readonly reason: (text: string) => string
  readonly acts: Readonly<Record<GuestAct | 'rename', string>>
  /** An act on a guest, for screen readers. */
  readonly actOn: (act: string, name: string) => string
  readonly details: (name: string) => string
  /** The effect of each act. */
  readonly does: Readonly<Record<GuestAct | 'rename' | 'reject' | 'erase', string>>
  readonly newName: string
  readonly save: string
  readonly messagesOf: (count: number) => string
  readonly noMessages: string
  readonly statuses: { readonly pending: string; readonly shown: string; readonly rejected: string; readonly private: string }
  readonly reject: string
  readonly erase: string
  readonly confirmErase: string
  readonly keep: string
  readonly close: string
  /** `taken`: how many messages went with it, as far as the page knows. */
  readonly did: (act: UndoableGuestAct, name: string, taken: number) => string
  readonly undo: Readonly<Record<UndoableGuestAct, string>>
}

/** The words of the list of guests in one language. */
export const guestDeskMessages = byLanguage(
  import.meta.glob<GuestDeskMessages>('../../messages/*.ts', { eager: true, import: 'hostGuests' }),
)
