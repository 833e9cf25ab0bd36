import { byLanguage } from '../shared/catalogs.ts'
export interface AddressMessages {
  readonly title: string
  readonly legend: string
  readonly automatic: string
  readonly onlyHere: string
  /** The guests who joined at an address. */
  readonly joined: (count: number) => string
  readonly noneJoined: string
  /** Of a network of this computer alone. */
  readonly unreachable: string
  /** The purpose of an adapter; empty for a kind that is not known here. */
  readonly kinds: Readonly<Record<string, string>>
}

/** The words of the addresses in one language. */
export const addressMessages = byLanguage(import.meta.glob<AddressMessages>('../messages/*.ts', { eager: true, import: 'addresses' }))
