import { languageFacts } from '../catalogs.ts'
import { type LanguageChoice, nextLanguage } from '../language.ts'
import { Button } from './button.tsx'

/** A button that names the next language, in that language. */
export function LanguageSwitch({ language, choose }: LanguageChoice) {
  const next = nextLanguage(language)
  const { name, switchTo } = languageFacts(next)
  return (
    <Button look="soft" className="language-switch" lang={next} aria-label={`${name} · ${switchTo}`} onClick={() => choose(next)}>
      {name}
    </Button>
  )
}
