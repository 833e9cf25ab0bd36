import type { Session } from '@guestwall/protocol'
import { TitleText } from '../shared/title-text.tsx'

/** Nothing but the title. */
export function BlankScreen({ session }: { readonly session: Session }) {
  return (
    <main className="blank">
      <h1 className={`blank__title${session.title.length > 14 ? ' blank__title--long' : ''}`}>
        <TitleText title={session.title} />
      </h1>
    </main>
  )
}
