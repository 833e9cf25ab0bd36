import type { LookPart } from '@guestwall/protocol'
import { byLanguage } from '../../shared/catalogs.ts'

export interface LookMessages {
  readonly title: string
  readonly hint: string
  readonly parts: Readonly<Record<LookPart, string>>
  readonly partHints: Readonly<Record<LookPart, string>>
  readonly choose: Readonly<Record<LookPart, string>>
  readonly replace: Readonly<Record<LookPart, string>>
  readonly remove: Readonly<Record<LookPart, string>>
  readonly sending: string
  /** Refusals of a picture, in words about this picture. */
  readonly problems: Readonly<Record<'unsupported_media_type' | 'too_large' | 'photo_unreadable' | 'photos_off', string>>
}

export const lookMessages = byLanguage(import.meta.glob<LookMessages>('../../messages/*.ts', { eager: true, import: 'look' }))
