import { useEffect, useState } from 'react'
import { type Language, LANGUAGES } from './catalogs.ts'
import { recall, remember } from './storage.ts'

const REMEMBERED = 'language'

/** The language that was chosen before, else the first of the browser's languages that has a catalog, else English. */
export function pickLanguage(chosen: string | null, preferred: readonly string[]): Language {
  if (chosen !== null && LANGUAGES.includes(chosen)) return chosen
  for (const tag of preferred) {
    const found = LANGUAGES.find((language) => baseOf(language) === baseOf(tag))
    if (found !== undefined) return found
  }
  return 'en'
}

function baseOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? ''
}

/** The one that the switch leads to: each in turn. */
export function nextLanguage(language: Language): Language {
  return LANGUAGES[(LANGUAGES.indexOf(language) + 1) % LANGUAGES.length] ?? language
}

/** The second language of texts for a whole hall. */
export function secondLanguage(language: Language): Language {
  return language === 'zh-CN' ? 'en' : 'zh-CN'
}

export interface LanguageChoice {
  readonly language: Language
  readonly choose: (language: Language) => void
}

/** `?lang=`: in tests and in development alone. */
function asked(): string | null {
  return import.meta.env.MODE === 'production' ? null : new URLSearchParams(location.search).get('lang')
}

/** The language of this page’s user. The document states it, for screen readers and line breaking. */
export function useLanguage(): LanguageChoice {
  const [language, setLanguage] = useState<Language>(() => pickLanguage(asked() ?? recall(REMEMBERED), navigator.languages))
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choose = (next: Language): void => {
    remember(REMEMBERED, next)
    setLanguage(next)
  }
  return { language, choose }
}
