import { useBox } from '@guestwall/react'
import { type RefObject, useRef } from 'react'
import type { GuestAddress } from '../shared/guest-address.ts'
import { JoinFacts } from './join-facts.tsx'
import { WallQr } from './wall-qr.tsx'

/** In percent of the screen's height: the largest side of the code, and its smallest, which is still read from the back of a hall. */
const LARGEST_QR = 23
const SMALLEST_QR = 17
const BELOW_NAMES_QR = 38
/** Beside the lanes it is no higher than this, so that the nearest messages keep their distance. */
const HIGHEST = 33
/** Above, between and below the code and the facts. The style sheet has the same. */
const AROUND = 2.6
/** A code of whole pixels is at most so much larger than its room. */
const OVER = 1.05

interface DanmakuEntranceProps {
  readonly box: RefObject<HTMLDivElement | null>
  readonly address: GuestAddress
  readonly code: string
  readonly label: string
  readonly unit: number
  /** Beside the lanes, not below the names. */
  readonly isAside: boolean
}

/** The way in, among messages that pass. An address of several lines leaves less room for the code. */
export function DanmakuEntrance({ box, address, code, label, unit, isAside }: DanmakuEntranceProps) {
  const facts = useRef<HTMLDivElement>(null)
  const { height } = useBox(facts)
  const left = (HIGHEST - AROUND - height / unit) / OVER
  const side = isAside ? Math.max(SMALLEST_QR, Math.min(LARGEST_QR, left)) : BELOW_NAMES_QR
  return (
    <div ref={box} className="danmaku-screen__entrance qr-plate">
      <WallQr link={address.link} label={label} room={side * unit} />
      <div ref={facts}>
        <JoinFacts code={code} short={address.short} />
      </div>
    </div>
  )
}
