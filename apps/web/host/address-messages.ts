import { byLanguage } from '../shared/catalogs.ts'
export interface AddressMessages {
  readonly title: string
  readonly legend: string
  readonly automatic: string
  readonly onlyHere: string
  /** What an adapter is for; for a kind that is not known here, nothing is said. */
  readonly kinds: Readonly<Record<string, string>>
}

/** The words of the addresses in one language. */
export const addressMessages = byLanguage(import.meta.glob<AddressMessages>('../messages/*.ts', { eager: true, import: 'addresses' }))
