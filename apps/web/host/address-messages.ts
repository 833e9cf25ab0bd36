import { byLanguage } from '../shared/catalogs.ts'
export interface AddressMessages {
  readonly title: string
  readonly legend: string
  readonly automatic: string
  readonly onlyHere: string
  /** Of an address at which a phone came in, to any wall of this server, and of one at which none did. */
  readonly worked: string
  readonly untried: string
  /** Of a network of this computer alone. */
  readonly unreachable: string
  /** The purpose of an adapter; empty for a kind that is not known here. */
  readonly kinds: Readonly<Record<string, string>>
}

/** The words of the addresses in one language. */
export const addressMessages = byLanguage(import.meta.glob<AddressMessages>('../messages/*.ts', { eager: true, import: 'addresses' }))
