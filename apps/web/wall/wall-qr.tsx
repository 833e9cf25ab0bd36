import { useMemo } from 'react'
import { qrPath } from '../shared/qr-path.ts'

/** A code is at most so much larger than its room, so that white enough is left around it. */
const MOST_OVER = 1.05

/** The side in pixels of a code whose modules are whole pixels, as near to its room as they allow. */
export function wholeSide(modules: number, room: number): number {
  const rounded = Math.round(room / modules)
  const module = rounded * modules > room * MOST_OVER ? rounded - 1 : rounded
  return Math.max(1, module) * modules
}

/** In capitals a code needs fewer and larger modules. Scheme and host mean the same, and so does a join code; a path before it may not. */
export function scanText(link: string): string {
  return /^https?:\/\/[^/]+\/\w+$/.test(link) ? link.toUpperCase() : link
}

interface WallQrProps {
  readonly link: string
  readonly label: string
  /** The wanted side in pixels. */
  readonly room: number
}

/** A QR code for a hall: modules of whole pixels, dark on light in every theme. The white that readers want is its parent's padding. */
export function WallQr({ link, label, room }: WallQrProps) {
  const { size, path } = useMemo(() => qrPath(scanText(link), 0), [link])
  const side = wholeSide(size, room)
  return (
    <svg
      className="wall-qr"
      width={side}
      height={side}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  )
}

/** The side of the code for a link, in the same pixels. */
export function useWallQrSide(link: string, room: number): number {
  return useMemo(() => wholeSide(qrPath(scanText(link), 0).size, room), [link, room])
}
