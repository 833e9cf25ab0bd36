import { byLanguage } from '../../shared/catalogs.ts'

/** The lines over the composer. */
export interface GuestNoteMessages {
  /** While the host tries the wall out. */
  readonly rehearsal: string
  /** The rehearsal is over: where the messages of it are. */
  readonly rehearsalOver: string
  /** Of one's own messages that a host rejected or removed. */
  readonly notShown: (count: number) => string
  readonly understood: string
}

export const noteMessages = byLanguage(import.meta.glob<GuestNoteMessages>('../../messages/*.ts', { eager: true, import: 'guestNotes' }))
