import type { Occasion, SessionAct, SessionState } from '@guestwall/protocol'
import type { Beginning } from '../create-wall.ts'
import { byLanguage } from '../../shared/catalogs.ts'

export interface LifeMessages {
  readonly title: string
  /** The meaning of each state for the guests. */
  readonly meaning: Readonly<Record<SessionState, string>>
  readonly acts: Readonly<Record<SessionAct, string>>
  /** The second step of an act that erases a rehearsal, and of the end. */
  readonly confirm: { readonly discard: string; readonly open: string; readonly end: string }
  /** The messages that would be left waiting at the end, and the open votes that it would close. At least one of the two is more than 0. */
  readonly endLeaves: (waiting: number, openVotes: number) => string
  readonly keep: string
  /** Another host was first; `by`: the name, or `null`. */
  readonly conflict: (by: string | null, state: string) => string
  readonly opensAt: string
  /** In the form of a new wall. */
  readonly opensAtOptional: string
  readonly begins: string
  readonly beginnings: Readonly<Record<Beginning, string>>
  readonly beginningHints: Readonly<Record<Beginning, string>>
  readonly setOpening: string
  readonly openingSet: (time: string) => string
  readonly openingCleared: string
  readonly clearOpening: string
  readonly data: string
  readonly deletesAt: (time: string) => string
  readonly keptAsDraft: string
  readonly keepFor: string
  readonly days: (count: number) => string
  readonly deleteHint: string
  readonly delete: string
  readonly confirmDelete: string
  readonly occasion: string
  readonly occasions: Readonly<Record<Occasion, string>>
  readonly copy: (title: string) => string
  readonly copyShort: string
}

/** The words of the life of a session in one language. */
export const lifeMessages = byLanguage(import.meta.glob<LifeMessages>('../../messages/*.ts', { eager: true, import: 'life' }))
