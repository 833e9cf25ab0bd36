import type { Session } from '@guestwall/protocol'
import { type Box, type FlowMessage, MessageWall } from '@guestwall/react'
import type { CSSProperties } from 'react'
import type { GuestAddress } from '../shared/guest-address.ts'
import type { Language } from '../shared/language.ts'
import { IdleScreen } from './idle-screen.tsx'
import { screenShape } from './screen-shape.ts'
import { SidePanel } from './side-panel.tsx'
import { WallHeader } from './wall-header.tsx'
import { WALL_WORDS } from './words.ts'

export interface WallScreenProps {
  readonly session: Session
  readonly messages: readonly FlowMessage[]
  readonly total: number
  readonly online: number | null
  readonly address: GuestAddress
  /** The screen in pixels. The console's preview hands in a whole screen and scales it down. */
  readonly box: Box
  readonly hasPanel: boolean
  readonly textScale: number
  readonly language: Language
}

/** One whole screen of the wall, wherever it is shown. */
export function WallScreen(props: WallScreenProps) {
  const { session, messages, total, online, address, box, hasPanel, textScale, language } = props
  const words = WALL_WORDS[language]
  const { unit, isUpright } = screenShape(box)
  const isIdle = session.layout === 'idle' || messages.length === 0
  return (
    <div
      className={`wall-screen${isUpright ? ' wall-screen--upright' : ''}`}
      data-theme={session.theme}
      style={{ '--gw-u': `${unit}px`, width: `${box.width}px`, height: `${box.height}px` } as CSSProperties}
    >
      {isIdle ? (
        <IdleScreen session={session} isFirst={total === 0} address={address} language={language} />
      ) : (
        <>
          <WallHeader session={session} total={total} online={online} words={words} />
          <div className="wall-screen__body">
            <main className="wall-screen__messages">
              <MessageWall messages={messages} total={total} unit={unit} textScale={textScale} label={words.messages} />
            </main>
            {hasPanel && <SidePanel session={session} address={address} language={language} />}
          </div>
        </>
      )}
    </div>
  )
}
