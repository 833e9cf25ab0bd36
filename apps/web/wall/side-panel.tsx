import type { Session } from '@guestwall/protocol'
import type { ReactNode } from 'react'
import type { GuestAddress } from '../shared/guest-address.ts'
import type { Language } from '../shared/catalogs.ts'
import { QrCode } from '../shared/qr-code.tsx'
import { Invitation } from './invitation.tsx'
import { JoinFacts } from './join-facts.tsx'
import { wallPageMessages } from './messages.ts'

interface SidePanelProps {
  readonly session: Session
  readonly address: GuestAddress
  readonly language: Language
  /** Whether the phone is wanted for voting: the results are on the screen and the vote is open. */
  readonly isForVoting: boolean
  /** Below the way in, where there is room. */
  readonly children?: ReactNode
}

/** How to come in, always in view. */
export function SidePanel({ session, address, language, isForVoting, children }: SidePanelProps) {
  return (
    <aside className="side">
      <div className="side-panel">
        <div className="qr-frame">
          <QrCode text={address.link} label={wallPageMessages(language).qrLabel(address.link)} />
        </div>
        <div className="side-panel__words">
          <Invitation language={language} of={(t) => (session.state === 'paused' ? t.paused : isForVoting ? t.scanVote : t.scan)} />
          <JoinFacts code={session.code} short={address.short} />
        </div>
      </div>
      {children}
    </aside>
  )
}
