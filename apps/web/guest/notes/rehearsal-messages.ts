import { byLanguage } from '../../shared/catalogs.ts'

/** What guests are told while the host tries the wall out. */
export interface GuestRehearsalMessages {
  readonly note: string
}

export const rehearsalMessages = byLanguage(
  import.meta.glob<GuestRehearsalMessages>('../../messages/*.ts', { eager: true, import: 'guestRehearsal' }),
)
