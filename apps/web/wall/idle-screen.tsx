import type { Session } from '@guestwall/protocol'
import type { ReactNode } from 'react'
import type { GuestAddress } from '../shared/guest-address.ts'
import type { Language } from '../shared/catalogs.ts'
import { QrCode } from '../shared/qr-code.tsx'
import { TitleText } from '../shared/title-text.tsx'
import { Invitation } from './invitation.tsx'
import { JoinFacts } from './join-facts.tsx'
import { wallPageMessages } from './messages.ts'

interface IdleScreenProps {
  readonly session: Session
  /** The wall has no message yet. */
  readonly isFirst: boolean
  readonly address: GuestAddress
  readonly language: Language
  /** Below the invitation: the sign of an open vote. */
  readonly children?: ReactNode
}

/** A wall without messages is an invitation. */
export function IdleScreen({ session, isFirst, address, language, children }: IdleScreenProps) {
  const hasEnded = session.state === 'ended'
  return (
    <main className="idle">
      <div className="idle__frame">
        <div className="idle__names">
          {session.subtitle !== '' && <p className="idle__subtitle">{session.subtitle}</p>}
          <h1 className={`idle__title${session.title.length > 14 ? ' idle__title--long' : ''}`}>
            <TitleText title={session.title} />
          </h1>
          <hr className="idle__rule" />
          <Invitation language={language} of={(t) => (hasEnded ? t.ended : isFirst ? t.firstWish : t.scan)} />
          {children}
        </div>
        {!hasEnded && (
          <div className="idle__entrance">
            <div className="qr-frame">
              <QrCode text={address.link} label={wallPageMessages(language).qrLabel(address.link)} />
            </div>
            <JoinFacts code={session.code} short={address.short} />
          </div>
        )}
      </div>
    </main>
  )
}
