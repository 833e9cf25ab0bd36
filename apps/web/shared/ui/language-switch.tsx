import { type LanguageChoice, otherLanguage } from '../language.ts'
import { Button } from './button.tsx'

const NAMES = { 'zh-CN': '中文', en: 'EN' } as const
const SPOKEN = { 'zh-CN': '切换到中文', en: 'Switch to English' } as const

/** A button that names the other language, in that language. */
export function LanguageSwitch({ language, choose }: LanguageChoice) {
  const other = otherLanguage(language)
  return (
    <Button
      look="soft"
      className="language-switch"
      lang={other}
      aria-label={`${NAMES[other]} · ${SPOKEN[other]}`}
      onClick={() => choose(other)}
    >
      {NAMES[other]}
    </Button>
  )
}
