import type { Session } from '@guestwall/protocol'
import { LookLogo } from '../shared/look/look-logo.tsx'
import { TitleText } from '../shared/title-text.tsx'
import type { Language } from '../shared/catalogs.ts'
import { wallPageMessages } from './messages.ts'
import { RehearsalMark } from './rehearsal-mark.tsx'

interface WallHeaderProps {
  readonly session: Session
  readonly total: number
  readonly online: number | null
  readonly language: Language
}

/** Names, occasion, and how many are here, as soon as there is one. */
export function WallHeader({ session, total, online, language }: WallHeaderProps) {
  const t = wallPageMessages(language)
  return (
    <header className="wall-header">
      <div className="wall-header__names">
        <LookLogo session={session} className="wall-header__logo" />
        <h1 className={`wall-header__title${session.title.length > 24 ? ' wall-header__title--long' : ''}`}>
          <TitleText title={session.title} />
        </h1>
        {session.subtitle !== '' && <Subtitle text={session.subtitle} />}
        <RehearsalMark session={session} language={language} />
      </div>
      <p className="wall-header__counts">
        {online !== null && online > 0 && <Count of={t.guestsHere(online)} />}
        {total > 0 && <Count of={t.messageCount(total)} />}
      </p>
    </header>
  )
}

/** Before what is no part of a date: 2026 · 11 · 22 | · 杭州. */
const PARTS = /(?=\s*[·・,，]\s*[^\s\d])/

/** On one line, as many of its parts as have room: a date, and then the place. */
function Subtitle({ text }: { readonly text: string }) {
  return (
    <p className="wall-header__subtitle">
      {text.split(PARTS).map((part, at) => (
        // The parts have no other identity and are not reordered.
        <span key={at}>{part}</span>
      ))}
    </p>
  )
}

function Count({ of: [number, noun] }: { readonly of: readonly [string, string] }) {
  return (
    <span className="wall-header__count">
      <b>{number}</b> {noun}
    </span>
  )
}
