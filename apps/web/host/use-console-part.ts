import { useState } from 'react'
import type { ConsolePart } from './console-part.ts'
import { pairCode } from './pair-code.ts'

interface PartFacts {
  /** The session is known. */
  readonly isKnown: boolean
  readonly hasMessages: boolean
  /** The host goes through the first minute. */
  readonly isStart: boolean
  /** The screens stand beside the parts. */
  readonly isWide: boolean
}

/** The part of the console that is open. A wall without messages opens on what it needs first: guests. */
export function useConsolePart({ isKnown, hasMessages, isStart, isWide }: PartFacts): {
  readonly part: ConsolePart
  readonly choose: (part: ConsolePart) => void
} {
  const [isScanned] = useState(pairCode.isKept)
  // It stays there until the host turns to something else.
  const [first, setFirst] = useState<ConsolePart | null>(null)
  if (first === null && isKnown) setFirst(isScanned || !hasMessages ? 'share' : 'messages')
  const [chosen, choose] = useState<ConsolePart | null>(null)
  const wanted = chosen ?? (isStart && !isScanned ? 'start' : first) ?? 'messages'
  const isAway = (wanted === 'start' && !isStart) || (wanted === 'screens' && isWide)
  return { part: isAway ? 'messages' : wanted, choose }
}
