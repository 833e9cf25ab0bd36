import type { Language } from '../../shared/catalogs.ts'
import type { GuestAddress } from '../../shared/guest-address.ts'
import { CropMarks } from './crop-marks.tsx'
import { TableCard } from './table-card.tsx'

/** Two by four on A4. */
const CARDS_A_SHEET = 8

export function sheetsOf(tags: readonly string[]): readonly (readonly string[])[] {
  const sheets: string[][] = []
  for (let at = 0; at < tags.length; at += CARDS_A_SHEET) sheets.push(tags.slice(at, at + CARDS_A_SHEET))
  return sheets
}

interface CardSheetsProps {
  readonly title: string
  readonly code: string
  readonly address: GuestAddress
  readonly tags: readonly string[]
  readonly language: Language
}

/** The cards of all tables, eight on a sheet. */
export function CardSheets({ tags, ...card }: CardSheetsProps) {
  return sheetsOf(tags).map((sheet) => (
    <section key={sheet[0]} className="paper-sheet paper-sheet--cards">
      {sheet.map((tag) => (
        <TableCard key={tag} {...card} tag={tag} />
      ))}
      <CropMarks />
    </section>
  ))
}
