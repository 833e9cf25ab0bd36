import type { Box } from '@guestwall/react'
import type { CSSProperties } from 'react'
import type { GuestAddress } from '../shared/guest-address.ts'
import { useBackCloses } from '../shared/back-closes.ts'
import { QrCode } from '../shared/qr-code.tsx'
import { JoinFacts } from './join-facts.tsx'
import { screenShape } from './screen-shape.ts'
import type { WallPageMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'

interface QrScreenProps {
  readonly address: GuestAddress
  readonly code: string
  readonly box: Box
  readonly t: WallPageMessages
  readonly onClose: () => void
}

/** The QR code as large as the screen, for the last row. */
export function QrScreen({ address, code, box, t, onClose }: QrScreenProps) {
  useBackCloses(onClose)
  const { unit, isUpright } = screenShape(box)
  return (
    <div
      className={`qr-screen${isUpright ? ' qr-screen--upright' : ''}`}
      role="dialog"
      aria-label={t.keys.qr}
      style={{ '--gw-u': `${unit}px` } as CSSProperties}
    >
      <div className="qr-screen__code">
        <QrCode text={address.link} label={t.qrLabel(address.link)} />
      </div>
      <JoinFacts code={code} short={address.short} />
      <Button look="bar" className="qr-screen__back" onClick={onClose}>
        {t.keys.back} <kbd>Esc</kbd>
      </Button>
    </div>
  )
}
