import type { LookPicture } from '@guestwall/protocol'
import { useRef } from 'react'
import { colourOf } from './colours.ts'
import { lookAddress } from './look-address.ts'
import type { Looking } from './look-ground.tsx'
import { useThemeColours } from './use-theme-colours.ts'
import { needsPlate } from './veil.ts'

interface LookLogoProps {
  readonly session: Looking
  /** For its place and its size. */
  readonly className: string
}

/** The host's own logo, on a plate where the ground would swallow it; nothing where there is none. */
export function LookLogo({ session, className }: LookLogoProps) {
  const logo = session.look?.logo
  return logo === undefined ? null : <Logo key={logo.id} session={session} logo={logo} className={className} />
}

function Logo({ session, logo, className }: LookLogoProps & { readonly logo: LookPicture }) {
  const picture = useRef<HTMLImageElement>(null)
  const colours = useThemeColours(picture, session.theme)
  const [darkest, lightest] = [colourOf(logo.darkest), colourOf(logo.lightest)]
  const isLost = colours !== null && darkest !== null && lightest !== null && needsPlate({ darkest, lightest }, colours.ground)
  return (
    <img
      ref={picture}
      className={`${className} look-logo${isLost ? ' look-logo--plate' : ''}`}
      src={lookAddress(session.id, logo, 'full')}
      width={logo.width}
      height={logo.height}
      alt=""
    />
  )
}
