import type { Language } from '../shared/catalogs.ts'
import { secondLanguage } from '../shared/language.ts'
import { Invitation } from './invitation.tsx'
import { wallPageMessages } from './messages.ts'

interface OnTheirWayProps {
  readonly count: number
  readonly language: Language
}

/** How many messages wait, in both languages, within a line. */
export function OnTheirWay({ count, language }: OnTheirWayProps) {
  const second = secondLanguage(language)
  return (
    <span className="on-their-way">
      <span lang={language}>{withCount(wallPageMessages(language).onTheirWay(count), count)}</span>
      {' · '}
      <span lang={second}>{wallPageMessages(second).onTheirWay(count)}</span>
    </span>
  )
}

/** As many as a screen reckons with: while none wait, their line has the room that it will need. */
const USUAL_MOST = 99

/** The same among the words below the names. While none wait, nobody sees it, and it keeps its room. */
export function OnTheirWayBelowNames({ count, language }: OnTheirWayProps) {
  const drawn = count === 0 ? USUAL_MOST : count
  return (
    <Invitation
      className="on-their-way"
      language={language}
      of={(t) => t.onTheirWay(drawn)}
      draw={(sentence) => withCount(sentence, drawn)}
      isUnseen={count === 0}
    />
  )
}

function withCount(sentence: string, count: number) {
  const [before, after] = sentence.split(String(count))
  return (
    <>
      {before}
      <b>{count}</b>
      {after}
    </>
  )
}
