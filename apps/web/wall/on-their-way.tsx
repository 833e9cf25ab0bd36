import type { Language } from '../shared/catalogs.ts'
import { secondLanguage } from '../shared/language.ts'
import { wallPageMessages } from './messages.ts'

/** How many messages wait, in both languages. */
export function OnTheirWay({ count, language }: { readonly count: number; readonly language: Language }) {
  const second = secondLanguage(language)
  const [before, after] = wallPageMessages(language).onTheirWay
  const [beforeSecond, afterSecond] = wallPageMessages(second).onTheirWay
  return (
    <span className="on-their-way">
      <span lang={language}>
        {before}
        <b>{count}</b>
        {after}
      </span>
      {' · '}
      <span lang={second}>
        {beforeSecond}
        {count}
        {afterSecond}
      </span>
    </span>
  )
}
