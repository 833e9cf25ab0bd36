import type { Session } from '@guestwall/protocol'
import { useEffect, useRef } from 'react'
import { useBackCloses } from '../../shared/back-closes.ts'
import type { Language } from '../../shared/catalogs.ts'
import type { GuestAddress } from '../../shared/guest-address.ts'
import { isLoopback } from '../../shared/is-loopback.ts'
import { Button } from '../../shared/ui/button.tsx'
import { CardSheets, sheetsOf } from './card-sheets.tsx'
import { printMessages } from './messages.ts'
import { Poster } from './poster.tsx'
import { keptWifi } from './wifi.ts'

/** The print itself: one sheet for the entrance, or cards for tables. */
export type Printing = { readonly what: 'poster' } | { readonly what: 'cards'; readonly tags: readonly string[] }

interface PrintViewProps {
  readonly printing: Printing
  readonly session: Session
  readonly address: GuestAddress
  readonly onClose: () => void
  readonly language: Language
}

/** The sheets as the printer gets them, in place of the console. */
export function PrintView({ printing, session, address, onClose, language }: PrintViewProps) {
  const t = printMessages(language)
  const bar = useRef<HTMLElement>(null)
  useBackCloses(onClose)
  useEffect(() => bar.current?.focus(), [])
  const { title, subtitle, code, theme } = session
  const common = { title, code, address, language }
  return (
    <main className={`print print--${theme}`}>
      <header ref={bar} className="print__bar" tabIndex={-1} aria-label={printing.what === 'cards' ? t.printCards : t.printPoster}>
        <Button look="quiet" onClick={onClose}>
          {t.back}
        </Button>
        <p className="print__amount">
          <b>{printing.what === 'cards' ? t.amount(printing.tags.length, sheetsOf(printing.tags).length) : t.posterAmount}</b> {t.printHint}
        </p>
        <Button onClick={() => print()}>{t.print}</Button>
        {isLoopback(address.link) && (
          <p className="print__warning" role="alert">
            {t.onlyHere(address.short)}
          </p>
        )}
      </header>
      <div className="print__sheets">
        {printing.what === 'cards' ? (
          <CardSheets {...common} tags={printing.tags} />
        ) : (
          <Poster {...common} subtitle={subtitle} wifi={keptWifi.recall()} />
        )}
      </div>
    </main>
  )
}
