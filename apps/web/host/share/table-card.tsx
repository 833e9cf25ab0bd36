import type { CSSProperties } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import type { GuestAddress } from '../../shared/guest-address.ts'
import { secondLanguage } from '../../shared/language.ts'
import { TitleText } from '../../shared/title-text.tsx'
import { hostMessages } from '../messages.ts'
import { paperSize } from './paper-size.ts'
import { printMessages } from './messages.ts'
import { PaperQr } from './paper-qr.tsx'
import { isTableNumber, tableLink } from './tags.ts'

/** The boxes of the title, of a table's name and of the address, in millimetres. */
const TITLE = { width: 36, height: 13, most: 6.4, least: 2.2 }
const TAG = { width: 36, height: 7.5, most: 5, least: 2.2 }
const ADDRESS = { width: 52, height: 4.6, most: 3.4, least: 1.6 }

/** A size in millimetres of the sheet. */
export function onPaper(sizeMm: number): CSSProperties {
  return { fontSize: `calc(${sizeMm} * var(--app-mm))` }
}

interface TableCardProps {
  readonly title: string
  readonly code: string
  readonly address: GuestAddress
  readonly tag: string
  readonly language: Language
}

/** The card of one table: its code brings guests in with its tag. */
export function TableCard({ title, code, address, tag, language }: TableCardProps) {
  const { paper } = printMessages(language)
  const second = secondLanguage(language)
  const link = tableLink(address.link, tag)
  const [before = '', after = ''] = paper.table(tag).split(tag)
  return (
    <article className="table-card">
      <PaperQr className="table-card__qr" text={link} label={hostMessages(language).qrLabel(link)} />
      <div className="table-card__words">
        {isTableNumber(tag) ? (
          <p className="table-card__tag">
            {before}
            <b className="table-card__number">{tag}</b>
            {after}
          </p>
        ) : (
          <p className="table-card__tag" style={onPaper(paperSize(tag, TAG))} dir="auto">
            {tag}
          </p>
        )}
        <p className="table-card__title" style={onPaper(paperSize(title, TITLE))}>
          <TitleText title={title} />
        </p>
        <p className="table-card__scan">
          {paper.scan.map((line) => (
            <span key={line}>{line}</span>
          ))}
          <span className="table-card__second" lang={second}>
            {printMessages(second).paper.scanShort}
          </span>
        </p>
      </div>
      <p className="table-card__foot">
        <span className="table-card__address" style={onPaper(paperSize(`${paper.orOpen} ${address.short}`, ADDRESS))}>
          {paper.orOpen} {address.short}
        </span>
        <span className="table-card__enter">
          {paper.enter} <b className="table-card__code">{code}</b>
        </span>
      </p>
    </article>
  )
}
