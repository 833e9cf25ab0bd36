import { byLanguage } from '../../shared/catalogs.ts'

export interface PrintMessages {
  /** The part of sharing that is printed. */
  readonly title: string
  readonly tables: string
  readonly tablesHint: string
  readonly noTables: string
  /** Paper with an address of this computer alone is of no use. */
  readonly onlyHere: (address: string) => string
  /** `cards` on so many sheets. */
  readonly amount: (cards: number, sheets: number) => string
  readonly posterAmount: string
  readonly printCards: string
  readonly printPoster: string
  readonly back: string
  readonly print: string
  /** Below the button: what to choose in the browser's window. */
  readonly printHint: string
  readonly wifi: {
    readonly title: string
    readonly hint: string
    readonly ssid: string
    readonly password: string
    readonly save: string
    readonly forget: string
    readonly kept: string
    readonly qrLabel: (ssid: string) => string
  }
  /** The texts on paper. */
  readonly paper: {
    /** The number stands in it once, and is set larger. */
    readonly table: (number: string) => string
    readonly scan: readonly string[]
    /** The same in one line, for guests of the other language. */
    readonly scanShort: string
    readonly orOpen: string
    readonly enter: string
    readonly firstWifi: string
    readonly password: string
  }
}

/** The words of print in one language. */
export const printMessages = byLanguage(import.meta.glob<PrintMessages>('../../messages/*.ts', { eager: true, import: 'print' }))
