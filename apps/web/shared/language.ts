import { useEffect, useState } from 'react'
import { recall, remember } from './storage.ts'

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** One text in both languages: a dictionary whose halves have the same keys, by type. */
export type Dictionary<Words> = Readonly<Record<Language, Words>>

const REMEMBERED = 'language'

/** What was chosen before, else the first of the browser's languages that we speak, else English. */
export function pickLanguage(chosen: string | null, preferred: readonly string[]): Language {
  if (chosen === 'zh-CN' || chosen === 'en') return chosen
  for (const tag of preferred) {
    if (/^zh\b/i.test(tag)) return 'zh-CN'
    if (/^en\b/i.test(tag)) return 'en'
  }
  return 'en'
}

export function otherLanguage(language: Language): Language {
  return language === 'zh-CN' ? 'en' : 'zh-CN'
}

export interface LanguageChoice {
  readonly language: Language
  readonly choose: (language: Language) => void
}

/** The language of whoever looks; the document says it, for screen readers and line breaking. */
export function useLanguage(): LanguageChoice {
  const [language, setLanguage] = useState<Language>(() => pickLanguage(recall(REMEMBERED), navigator.languages))
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choose = (next: Language): void => {
    remember(REMEMBERED, next)
    setLanguage(next)
  }
  return { language, choose }
}
