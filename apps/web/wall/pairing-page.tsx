import { useBox } from '@guestwall/react'
import { type CSSProperties, useRef } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import { guestAddress } from '../shared/guest-address.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { useTheme } from '../shared/theme.ts'
import { LanguageSwitch } from '../shared/ui/language-switch.tsx'
import { useGuestUrl } from '../shared/use-guest-url.ts'
import { usePageTitle } from '../shared/use-page-title.ts'
import { idleQr } from './idle-screen.tsx'
import { Invitation } from './invitation.tsx'
import { JoinFacts } from './join-facts.tsx'
import { wallPageMessages } from './messages.ts'
import { screenShape } from './screen-shape.ts'
import { WallQr } from './wall-qr.tsx'
import { usePairing } from './use-pairing.ts'

interface PairingPageProps {
  readonly choice: LanguageChoice
  /** The host sent this screen away. */
  readonly isSentAway: boolean
  readonly onPaired: (sessionId: string, token: string) => void
}

/** A screen without a session: the code that a host types, or scans with a phone. */
export function PairingPage({ choice, isSentAway, onPaired }: PairingPageProps) {
  const { language } = choice
  const t = wallPageMessages(language).pairing
  const page = useRef<HTMLDivElement>(null)
  const box = useBox(page)
  const { unit, isUpright } = screenShape(box)
  const { url } = useGuestUrl(true)
  const { code, trouble } = usePairing(onPaired)
  useTheme('linen')
  usePageTitle(t.title)
  const console = guestAddress(url, 'host')
  const look = { '--gw-u': `${unit}px`, width: `${box.width}px`, height: `${box.height}px` } as CSSProperties
  return (
    <div ref={page} className="wall-page">
      <div className={`wall-screen${isUpright ? ' wall-screen--upright' : ''}`} data-theme="linen" style={look}>
        <main className="idle">
          <div className="idle__frame">
            <div className="idle__names pairing">
              <h1 className="idle__title idle__title--long">{t.title}</h1>
              <hr className="idle__rule" />
              <Invitation language={language} of={({ pairing }) => pairing.how} />
              <p className="pairing__note" role="status">
                {trouble !== null ? errorSentence(language, trouble) : isSentAway ? t.sentAway : null}
              </p>
            </div>
            {code !== null && (
              <div className="idle__entrance">
                <div className="idle__qr qr-plate">
                  <WallQr link={`${console.link}#pair=${code}`} label={t.qrLabel(code)} room={idleQr({ unit, isUpright })} />
                </div>
                <JoinFacts code={code} short={`${console.short}/host`} />
              </div>
            )}
          </div>
        </main>
      </div>
      <div className="pairing__language">
        <LanguageSwitch {...choice} />
      </div>
    </div>
  )
}
