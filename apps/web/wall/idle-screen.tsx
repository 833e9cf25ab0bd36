import type { Session } from '@guestwall/protocol'
import { useBox } from '@guestwall/react'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import type { GuestAddress } from '../shared/guest-address.ts'
import type { Language } from '../shared/catalogs.ts'
import { LookLogo } from '../shared/look/look-logo.tsx'
import { openingTime } from '../shared/opening-time.ts'
import { TitleText } from '../shared/title-text.tsx'
import { Invitation } from './invitation.tsx'
import { JoinFacts } from './join-facts.tsx'
import { keepWordsWhole } from './keep-words-whole.ts'
import { wallPageMessages, type WallPageMessages } from './messages.ts'
import { RehearsalMark } from './rehearsal-mark.tsx'
import type { ScreenShape } from './screen-shape.ts'
import { useFontLoads } from './use-font-loads.ts'
import { WallQr } from './wall-qr.tsx'

/** The smallest size of the names, in percent of the screen's height. */
const LEAST_TITLE = 3

/** The side of the code in pixels: larger where it stands alone below the names. */
export function idleQr({ unit, isUpright }: Pick<ScreenShape, 'unit' | 'isUpright'>): number {
  return (isUpright ? 56 : 42) * unit
}

interface IdleScreenProps {
  readonly session: Session
  /** The number of messages. */
  readonly total: number
  readonly address: GuestAddress
  readonly unit: number
  readonly isUpright: boolean
  readonly language: Language
  /** Below the invitation: the sign of an open vote. */
  readonly children?: ReactNode
}

/** A wall without messages is an invitation; one that has ended says thanks. */
export function IdleScreen({ session, total, address, unit, isUpright, language, children }: IdleScreenProps) {
  const hasEnded = session.state === 'ended'
  const isFirst = total === 0
  const title = useRef<HTMLHeadingElement>(null)
  const { width } = useBox(title)
  const loads = useFontLoads()
  useLayoutEffect(() => {
    if (title.current === null || width === 0) return
    title.current.style.fontSize = ''
    keepWordsWhole(title.current, width, LEAST_TITLE * unit)
  }, [session.title, width, unit, loads])
  return (
    <main className={hasEnded ? 'idle idle--ended' : 'idle'}>
      <div className="idle__frame">
        <div className="idle__names">
          <LookLogo session={session} className="idle__logo" />
          {hasEnded && session.look?.logo === undefined && (
            <span className={`seal seal--${session.occasion ?? 'wedding'}`} aria-hidden="true" />
          )}
          <RehearsalMark session={session} language={language} />
          {session.subtitle !== '' && <p className="idle__subtitle">{session.subtitle}</p>}
          <h1 ref={title} className={`idle__title${session.title.length > 14 ? ' idle__title--long' : ''}`}>
            <TitleText title={session.title} />
          </h1>
          <hr className="idle__rule" />
          <Invitation language={language} of={(t, of) => invitationOf(session, isFirst, t, of)} />
          {hasEnded && total > 0 && <p className="idle__count">{wallPageMessages(language).messageCount(total).join(' ')}</p>}
          {children}
        </div>
        {!hasEnded && (
          <div className="idle__entrance">
            <div className="idle__qr qr-plate">
              <WallQr link={address.link} label={wallPageMessages(language).qrLabel(address.link)} room={idleQr({ unit, isUpright })} />
            </div>
            <JoinFacts code={session.code} short={address.short} />
          </div>
        )}
      </div>
    </main>
  )
}

/** The sentence to the hall: what can be done now, or when. */
export function invitationOf(session: Session, isFirst: boolean, t: WallPageMessages, language: Language): string {
  const { state, occasion = 'wedding' } = session
  if (state === 'ended') return t.ended[occasion]
  if (state === 'scheduled') return t.opens(openingTime(language, session.opensAt))
  if (state === 'paused') return t.paused
  return isFirst ? t.firstWish[occasion] : t.scan
}
