import type { Session, Vote } from '@guestwall/protocol'
import type { CSSProperties } from 'react'
import type { GuestAddress } from '../shared/guest-address.ts'
import type { Language } from '../shared/catalogs.ts'
import { secondLanguage } from '../shared/language.ts'
import { FittedLine } from './fitted-line.tsx'
import { BreakableAddress } from './join-facts.tsx'
import { wallPageMessages, type WallPageMessages } from './messages.ts'
import { VoteSign } from './vote-sign.tsx'
import { useWallQrSide, WallQr } from './wall-qr.tsx'

/** In percent of the screen's height: the side of the code, and the width of the words below it or beside it. */
const QR = 30
const UPRIGHT_QR = 38
const UPRIGHT_WORDS = 46.5

interface SidePanelProps {
  readonly session: Session
  readonly address: GuestAddress
  readonly language: Language
  readonly unit: number
  readonly isUpright: boolean
  /** The open vote; `null`: there is none. */
  readonly vote: Vote | null
  /** The results are on the screen: an open vote is what the phone is wanted for. */
  readonly isResults: boolean
}

/** How to come in: always in view, in one place. An open vote stands at its foot. */
export function SidePanel({ session, address, language, unit, isUpright, vote, isResults }: SidePanelProps) {
  const t = wallPageMessages(language)
  const second = secondLanguage(language)
  const room = (isUpright ? UPRIGHT_QR : QR) * unit
  const side = useWallQrSide(address.link, room)
  const width = isUpright ? UPRIGHT_WORDS * unit : side
  const isForVoting = isResults && vote !== null
  const head = (of: WallPageMessages): string => (session.state === 'paused' ? of.paused : isForVoting ? of.scanVote : of.scanHead)
  const line =
    session.state === 'paused' || isForVoting
      ? head(wallPageMessages(second))
      : wallPageMessages(second).scanLine[session.occasion ?? 'wedding']
  return (
    <aside className="side-panel" style={{ '--app-qr': `${side}px`, '--app-words': `${width}px` } as CSSProperties}>
      <div className="side-panel__plate qr-plate">
        <WallQr link={address.link} label={t.qrLabel(address.link)} room={room} />
      </div>
      <div className="side-panel__words">
        <FittedLine className="side-panel__head" width={isUpright ? Math.min(width, 43 * unit) : width} most={9 * unit} least={2.4 * unit}>
          {head(t)}
        </FittedLine>
        <p className="side-panel__line" lang={second}>
          {line}
        </p>
        <div className="side-panel__by-hand">
          <p className="side-panel__label">{t.orOpen}</p>
          <FittedLine className="side-panel__address" width={width} most={(isUpright ? 5.4 : 3.2) * unit} least={2.4 * unit}>
            <BreakableAddress address={address.short} />
          </FittedLine>
          <p className="side-panel__code">
            <span className="side-panel__label">{t.enter}</span> <b className="join-facts__code">{session.code}</b>
          </p>
        </div>
      </div>
      <div className="side-panel__foot">
        {vote !== null && !isResults ? (
          <VoteSign vote={vote} t={t} hasBars />
        ) : (
          !isForVoting && !isUpright && session.state !== 'paused' && <OneLine language={language} />
        )}
      </div>
    </aside>
  )
}

/** Without a vote the foot says how little is asked. */
function OneLine({ language }: { readonly language: Language }) {
  const second = secondLanguage(language)
  return (
    <p className="side-panel__enough">
      <span>{wallPageMessages(language).oneLine}</span>
      <span className="side-panel__line" lang={second}>
        {wallPageMessages(second).oneLine}
      </span>
    </p>
  )
}
