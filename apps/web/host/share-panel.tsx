import type { Session } from '@guestwall/protocol'
import type { GuestAddress } from '../shared/guest-address.ts'
import { QrCode } from '../shared/qr-code.tsx'
import { hasWakeLock } from '../shared/use-wake-lock.ts'
import type { Language } from '../shared/catalogs.ts'
import type { GuestUrl } from '../shared/use-guest-url.ts'
import { AccessPanel } from './access-panel.tsx'
import { AddressPicker } from './address-picker.tsx'
import { CopyField } from '../shared/ui/copy-field.tsx'
import { overlayPathOf, type WallCredentials, wallPathOf } from './credentials.ts'
import { LinksEnd } from './links-end.tsx'
import type { HostMessages } from './messages.ts'
import { PrintPanel } from './share/print-panel.tsx'
import type { Printing } from './share/print-view.tsx'
import type { Tables } from './share/use-tables.ts'
import type { Addresses } from './use-addresses.ts'
import { LinkButton } from '../shared/ui/button.tsx'

interface SharePanelProps {
  readonly session: Session
  readonly credentials: WallCredentials
  /** A helper gives nothing away. */
  readonly isModerator: boolean
  readonly address: GuestAddress
  readonly guestUrl: GuestUrl
  readonly addresses: Addresses
  readonly tables: Tables
  /** How often the host asked for the credentials of helpers and screens. */
  readonly accessWanted: number
  readonly onPrint: (printing: Printing) => void
  readonly language: Language
  readonly t: HostMessages
}

/** Everything to bring guests, the projector and helpers in. */
export function SharePanel({
  session,
  credentials,
  isModerator,
  address,
  guestUrl,
  addresses,
  tables,
  accessWanted,
  onPrint,
  language,
  t,
}: SharePanelProps) {
  const { hostToken, wallToken } = credentials
  // Copied links go to other devices: they use the address in the local network, not this computer's localhost.
  const network = address.link.replace(/\/[^/]*$/, '')
  const wallPath = wallPathOf(session.id, wallToken)
  const moderatorLink = `${network}/host/${session.id}#token=${hostToken}`
  return (
    <section className="console__share" aria-labelledby="share-title">
      <h2 id="share-title" className="console__heading">
        {t.shareTitle}
      </h2>
      <div className="console__qr">
        <QrCode text={address.link} label={t.qrLabel(address.link)} />
      </div>
      <p className="console__code">{session.code}</p>
      {wallPath !== null && (
        <LinkButton className="console__open" href={wallPath} target="_blank" rel="noreferrer">
          {t.openWall}
        </LinkButton>
      )}
      {wallPath !== null && !hasWakeLock() && <p className="copy-field__hint">{t.wallMayGoDark}</p>}
      <CopyField label={t.guestLink} text={address.link} t={t} />
      <AddressPicker guestUrl={guestUrl} addresses={addresses} language={language} />
      <PrintPanel tables={tables} onPrint={onPrint} language={language} />
      {wallPath !== null && <CopyField label={t.displayLink} text={`${network}${wallPath}`} t={t} />}
      {wallPath !== null && <CopyField label={t.overlayLink} text={`${network}${overlayPathOf(wallPath)}`} hint={t.overlayHint} t={t} />}
      {!isModerator && (
        <>
          <CopyField label={t.moderatorLink} text={moderatorLink} hint={t.moderatorHint} t={t} />
          <LinksEnd credentials={credentials} t={t} />
          <AccessPanel
            key={accessWanted}
            sessionId={session.id}
            hostToken={hostToken}
            network={network}
            isWanted={accessWanted > 0}
            language={language}
            t={t}
          />
        </>
      )}
    </section>
  )
}
