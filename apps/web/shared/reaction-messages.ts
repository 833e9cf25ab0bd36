import type { ReactionKind } from '@guestwall/protocol'
import { byLanguage } from './catalogs.ts'

export interface ReactionMessages {
  readonly names: Readonly<Record<ReactionKind, string>>
  /** A reaction with how many guests have it. */
  readonly counted: (name: string, count: number) => string
  /** The button that opens the six seals. */
  readonly choose: string
}

export const reactionMessages = byLanguage(import.meta.glob<ReactionMessages>('../messages/*.ts', { eager: true, import: 'reactions' }))
