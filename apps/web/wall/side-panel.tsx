import type { Session } from '@guestwall/protocol'
import type { GuestAddress } from '../shared/guest-address.ts'
import type { Language } from '../shared/language.ts'
import { QrCode } from '../shared/qr-code.tsx'
import { Invitation } from './invitation.tsx'
import { JoinFacts } from './join-facts.tsx'
import { WALL_WORDS } from './words.ts'

interface SidePanelProps {
  readonly session: Session
  readonly address: GuestAddress
  readonly language: Language
}

/** How to come in, always in view. */
export function SidePanel({ session, address, language }: SidePanelProps) {
  const hasEnded = session.state === 'ended'
  return (
    <aside className="side-panel">
      {hasEnded ? (
        <Invitation language={language} of={(words) => words.ended} />
      ) : (
        <>
          <div className="qr-frame">
            <QrCode text={address.link} label={WALL_WORDS[language].qrLabel(address.link)} />
          </div>
          <div className="side-panel__words">
            <Invitation language={language} of={(words) => words.scan} />
            <JoinFacts code={session.code} short={address.short} />
          </div>
        </>
      )}
    </aside>
  )
}
