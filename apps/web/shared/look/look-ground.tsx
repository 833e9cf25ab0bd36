import type { Look, LookPicture, PhotoSize, Theme } from '@guestwall/protocol'
import { useRef, useState } from 'react'
import { colourOf } from './colours.ts'
import { lookAddress } from './look-address.ts'
import { useThemeColours } from './use-theme-colours.ts'
import { veilFor } from './veil.ts'

/** The fields of a session that its look needs. */
export interface Looking {
  readonly id: string
  readonly theme: Theme
  readonly look?: Look | undefined
}

interface LookGroundProps {
  readonly session: Looking
  readonly size: PhotoSize
  /** The least contrast of a text over it. */
  readonly ratio: number
}

/** The host's own picture behind everything, under the veil that it needs. It fades in when it is there; until then, and without one, the theme's ground is seen. */
export function LookGround({ session, ...rest }: LookGroundProps) {
  const picture = session.look?.background
  return picture === undefined ? null : <Background key={picture.id} session={session} picture={picture} {...rest} />
}

function Background({ session, picture, size, ratio }: LookGroundProps & { readonly picture: LookPicture }) {
  const box = useRef<HTMLDivElement>(null)
  const colours = useThemeColours(box, session.theme)
  const [isThere, setThere] = useState(false)
  const [darkest, lightest] = [colourOf(picture.darkest), colourOf(picture.lightest)]
  const veil = colours === null || darkest === null || lightest === null ? 1 : veilFor({ darkest, lightest }, { ...colours, ratio })
  return (
    <div ref={box} className={`look-ground${isThere ? ' look-ground--there' : ''}`} aria-hidden="true">
      <img
        className="look-ground__picture"
        src={lookAddress(session.id, picture, size)}
        alt=""
        decoding="async"
        onLoad={() => setThere(true)}
      />
      <div className="look-ground__veil" style={{ opacity: veil }} />
    </div>
  )
}
