import { useBox } from '@guestwall/react'
import { useLayoutEffect, useRef, useState } from 'react'
import { secondLanguage } from '../shared/language.ts'
import { type Language } from '../shared/catalogs.ts'
import { wallPageMessages, type WallPageMessages } from './messages.ts'
import { useFontLoads } from './use-font-loads.ts'

interface InvitationProps {
  readonly language: Language
  readonly of: (t: WallPageMessages, language: Language) => string
}

/** One sentence to the whole hall, in both languages: on one line with a dot between them, or each on its own. */
export function Invitation({ language, of }: InvitationProps) {
  const second = secondLanguage(language)
  const line = useRef<HTMLParagraphElement>(null)
  const [isBroken, setBroken] = useState(false)
  const { width } = useBox(line)
  const loads = useFontLoads()
  const [one, other] = [of(wallPageMessages(language), language), of(wallPageMessages(second), second)]
  useLayoutEffect(() => {
    if (line.current === null || width === 0) return
    const gap = Number.parseFloat(getComputedStyle(line.current).columnGap) || 0
    const [first = 0, dot = 0, last = 0] = [...line.current.children].map((part) => part.getBoundingClientRect().width)
    setBroken((known) => first + last + 2 * gap + (known ? gap / 2 : dot) > width + 0.5)
  }, [width, loads, one, other])
  return (
    <p ref={line} className={isBroken ? 'invitation invitation--broken' : 'invitation'}>
      <span lang={language}>{one}</span>
      <span className="invitation__dot" aria-hidden="true">
        ·
      </span>
      <span lang={second}>{other}</span>
    </p>
  )
}
