import { byLanguage } from '../shared/catalogs.ts'
import type { ExportWhat } from './download.ts'

export interface TakeHomeMessages {
  readonly title: string
  readonly hint: string
  readonly what: Readonly<Record<ExportWhat, string>>
  readonly making: (what: string) => string
  readonly download: (what: string, format: string) => string
  readonly close: string
}

/** The words of what a host takes home, in one language. */
export const takeHomeMessages = byLanguage(import.meta.glob<TakeHomeMessages>('../messages/*.ts', { eager: true, import: 'takeHome' }))
