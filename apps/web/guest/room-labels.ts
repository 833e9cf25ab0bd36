import { type GuestwallMessages, messagesEn, messagesZhCN } from '@guestwall/react'
import type { Language } from '../shared/language.ts'

export interface RoomLabels extends GuestwallMessages {
  readonly timeOf: (iso: string) => string
}

const LABELS: Readonly<Record<Language, GuestwallMessages>> = { 'zh-CN': messagesZhCN, en: messagesEn }

/** The components' words and the clock's form in one language. */
export function roomLabels(language: Language): RoomLabels {
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false })
  return { ...LABELS[language], timeOf: (iso) => clock.format(new Date(iso)) }
}
