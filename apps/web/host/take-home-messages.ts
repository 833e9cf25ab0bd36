import { byLanguage } from '../shared/catalogs.ts'
import type { ExportWhat } from './download.ts'

export interface TakeHomeMessages {
  readonly title: string
  readonly hint: string
  readonly what: Readonly<Record<ExportWhat, string>>
  readonly making: (what: string) => string
  readonly download: (what: string, format: string) => string
  readonly close: string
  readonly keepsake: string
  /** The contents. */
  readonly keepsakeHint: string
  readonly keepsakeDownload: string
  /** `megabytes`: what is here of it, such as `1.2`. */
  readonly keepsakeMaking: (megabytes: string) => string
  readonly tables: string
}

/** The words of what a host takes home, in one language. */
export const takeHomeMessages = byLanguage(import.meta.glob<TakeHomeMessages>('../messages/*.ts', { eager: true, import: 'takeHome' }))
