import type { Occasion } from '@guestwall/protocol'
import { byLanguage } from '../shared/catalogs.ts'

export interface KeepsakeMessages {
  /** The line under the title. */
  readonly thanks: Readonly<Record<Occasion, string>>
  readonly counted: (messages: number, guests: number) => string
  readonly replay: string
  readonly play: string
  readonly pause: string
  readonly timeline: string
  readonly speed: string
  readonly times: (speed: number) => string
  readonly voters: (count: number) => string
  readonly votes: (count: number) => string
  readonly hidden: string
  readonly pinned: string
  readonly earlier: (count: number) => string
  readonly empty: string
}

/** The words of the page that replays an evening, in one language. */
export const keepsakeMessages = byLanguage(import.meta.glob<KeepsakeMessages>('../messages/*.ts', { eager: true, import: 'keepsake' }))
