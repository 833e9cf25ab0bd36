import type { Language } from '../../shared/catalogs.ts'
import type { GuestAddress } from '../../shared/guest-address.ts'
import { secondLanguage } from '../../shared/language.ts'
import { TitleText } from '../../shared/title-text.tsx'
import { hostMessages } from '../messages.ts'
import { paperSize } from './paper-size.ts'
import { printMessages } from './messages.ts'
import { PaperQr } from './paper-qr.tsx'
import { onPaper } from './table-card.tsx'
import { type Wifi, wifiText } from './wifi.ts'

/** The boxes of the texts that a host writes, in millimetres. */
const TITLE = { width: 160, height: 46, most: 19, least: 7 }
const SUBTITLE = { width: 160, height: 9, most: 6, least: 2.6 }
const ADDRESS = { width: 100, height: 9, most: 6, least: 2.6 }
const WIFI = { width: 112, height: 8, most: 5, least: 2.2 }

interface PosterProps {
  readonly title: string
  readonly subtitle: string
  readonly code: string
  readonly address: GuestAddress
  /** Guests join it first; `null`: no word about it. */
  readonly wifi: Wifi | null
  readonly language: Language
}

/** One sheet for the door of the hall. */
export function Poster({ title, subtitle, code, address, wifi, language }: PosterProps) {
  const t = printMessages(language)
  const second = secondLanguage(language)
  return (
    <section className="paper-sheet">
      <article className="poster">
        <p className="poster__title" style={onPaper(paperSize(title, TITLE))}>
          <TitleText title={title} />
        </p>
        {subtitle !== '' && (
          <p className="poster__subtitle" style={onPaper(paperSize(subtitle, SUBTITLE))} dir="auto">
            {subtitle}
          </p>
        )}
        <PaperQr className="poster__qr" text={address.link} label={hostMessages(language).qrLabel(address.link)} />
        <p className="poster__scan">
          {t.paper.scan.join(language === 'zh-CN' ? '，' : ' ')}
          <span className="poster__second" lang={second}>
            {printMessages(second).paper.scanShort}
          </span>
        </p>
        <p className="poster__foot">
          <span style={onPaper(paperSize(`${t.paper.orOpen} ${address.short}`, ADDRESS))}>
            {t.paper.orOpen} {address.short}
          </span>
          <span className="poster__enter">
            {t.paper.enter} <b className="poster__code">{code}</b>
          </span>
        </p>
        {wifi !== null && (
          <div className="poster__wifi">
            <PaperQr className="poster__wifi-qr" text={wifiText(wifi)} label={t.wifi.qrLabel(wifi.ssid)} />
            <p>
              <b>{t.paper.firstWifi}</b>
              <span style={onPaper(paperSize(wifi.ssid, WIFI))}>{wifi.ssid}</span>
              {wifi.password !== '' && (
                <span style={onPaper(paperSize(`${t.paper.password} ${wifi.password}`, WIFI))}>
                  {t.paper.password} {wifi.password}
                </span>
              )}
            </p>
          </div>
        )}
      </article>
    </section>
  )
}
