import type { Language } from '../shared/catalogs.ts'
import { secondLanguage } from '../shared/language.ts'
import { wallPageMessages } from './messages.ts'

/** How many messages wait, in both languages. */
export function OnTheirWay({ count, language }: { readonly count: number; readonly language: Language }) {
  const second = secondLanguage(language)
  const [before, after] = wallPageMessages(language).onTheirWay(count).split(String(count))
  return (
    <span className="on-their-way">
      <span lang={language}>
        {before}
        <b>{count}</b>
        {after}
      </span>
      {' · '}
      <span lang={second}>{wallPageMessages(second).onTheirWay(count)}</span>
    </span>
  )
}
