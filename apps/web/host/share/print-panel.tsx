import { MAX_TABLES_CHARS } from '@guestwall/protocol'
import { useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { Field } from '../../shared/ui/field.tsx'
import { Problem } from '../../shared/ui/notice.tsx'
import { sheetsOf } from './card-sheets.tsx'
import { printMessages } from './messages.ts'
import type { Printing } from './print-view.tsx'
import { parseTags } from './tags.ts'
import type { Tables } from './use-tables.ts'
import { WifiForm } from './wifi-form.tsx'

interface PrintPanelProps {
  readonly tables: Tables
  readonly onPrint: (printing: Printing) => void
  readonly language: Language
}

/** The prints of this wall: a card for each table, a poster, the Wi-Fi of the venue. */
export function PrintPanel({ tables, onPrint, language }: PrintPanelProps) {
  const t = printMessages(language)
  const [problem, setProblem] = useState<string | null>(null)
  const tags = parseTags(tables.text)
  const printCards = (): void => {
    setProblem(tags.length === 0 ? t.noTables : null)
    if (tags.length > 0) onPrint({ what: 'cards', tags })
  }
  return (
    <section className="print-panel" aria-labelledby="print-title">
      <h3 id="print-title" className="console__heading">
        {t.title}
      </h3>
      <Field
        label={t.tables}
        value={tables.text}
        maxLength={MAX_TABLES_CHARS}
        autoComplete="off"
        isWrong={problem !== null}
        aria-describedby="print-tables-hint"
        onChange={(event) => tables.type(event.target.value)}
      />
      <p id="print-tables-hint" className="copy-field__hint">
        {t.tablesHint} <span role="status">{t.amount(tags.length, sheetsOf(tags).length)}</span>
      </p>
      <Problem>{problem}</Problem>
      <div className="print-panel__acts">
        <Button look="quiet" onClick={printCards}>
          {t.printCards}
        </Button>
        <Button look="quiet" onClick={() => onPrint({ what: 'poster' })}>
          {t.printPoster}
        </Button>
      </div>
      <WifiForm language={language} />
    </section>
  )
}
