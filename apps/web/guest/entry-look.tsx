import { type Looking, LookGround } from '../shared/look/look-ground.tsx'
import { LookLogo } from '../shared/look/look-logo.tsx'

/** The least contrast of a text on a phone. */
const TEXT_CONTRAST = 4.5

/** The host's own pictures on the pages before and after the wall. */
export function EntryLook({ session }: { readonly session: Looking }) {
  return (
    <div className={`entry-look${session.look?.background === undefined ? '' : ' entry-look--pictured'}`}>
      <LookGround session={session} size="small" ratio={TEXT_CONTRAST} />
      <LookLogo session={session} className="entry-look__logo" />
    </div>
  )
}
