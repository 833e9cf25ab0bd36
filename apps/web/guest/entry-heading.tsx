import type { PublicSession } from '@guestwall/protocol'
import { TitleText } from '../shared/title-text.tsx'

/** The head of an entry page: the session's subtitle and title, and a line below them. */
export function EntryHeading({ title, subtitle }: Pick<PublicSession, 'title' | 'subtitle'>) {
  return (
    <>
      {subtitle !== '' && <p className="entry__subtitle">{subtitle}</p>}
      <h1 className="entry__title entry__title--names">
        <TitleText title={title} />
      </h1>
      <hr className="entry__rule" />
    </>
  )
}
