import type { ReactNode } from 'react'
import type { LanguageChoice } from '../shared/language.ts'
import { LanguageSwitch } from '../shared/ui/language-switch.tsx'

/** The frame of the pages before the wall: an invitation card, its language in the corner. */
export function EntryPage({ choice, children }: { readonly choice: LanguageChoice; readonly children: ReactNode }) {
  return (
    <div className="entry">
      <div className="entry__corner">
        <LanguageSwitch {...choice} />
      </div>
      <main className="entry__card">{children}</main>
    </div>
  )
}
