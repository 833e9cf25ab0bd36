import { useBox } from '@guestwall/react'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { secondLanguage } from '../shared/language.ts'
import { type Language } from '../shared/catalogs.ts'
import { wallPageMessages, type WallPageMessages } from './messages.ts'
import { useFontLoads } from './use-font-loads.ts'

interface InvitationProps {
  readonly language: Language
  readonly of: (t: WallPageMessages, language: Language) => string
  /** Draws it in the first language, if not as it is. */
  readonly draw?: (sentence: string) => ReactNode
  readonly className?: string
  /** It keeps its room, and nobody sees or hears it. */
  readonly isUnseen?: boolean
}

/** One sentence to the whole hall, in both languages: on one line with a dot between them, or each on its own. */
export function Invitation({ language, of, draw, className, isUnseen = false }: InvitationProps) {
  const second = secondLanguage(language)
  const line = useRef<HTMLParagraphElement>(null)
  const [isBroken, setBroken] = useState(false)
  const { width } = useBox(line)
  const loads = useFontLoads()
  const [one, other] = [of(wallPageMessages(language), language), of(wallPageMessages(second), second)]
  useLayoutEffect(() => {
    if (line.current === null || width === 0) return
    const gap = Number.parseFloat(getComputedStyle(line.current).columnGap) || 0
    // Sizes of the page itself: a screen may be drawn smaller than it is. They are rounded, each by half a pixel at most.
    const [first = 0, dot = 0, last = 0] = [...line.current.querySelectorAll('span')].map((part) => part.offsetWidth)
    setBroken((known) => first + last + 2 * gap + (known ? gap / 2 : dot) > width + 1)
  }, [width, loads, one, other])
  const classes = ['invitation', isBroken && 'invitation--broken', isUnseen && 'invitation--unseen', className]
  return (
    <p ref={line} className={classes.filter(Boolean).join(' ')}>
      <span lang={language}>{draw === undefined ? one : draw(one)}</span>
      <span className="invitation__dot" aria-hidden="true">
        ·
      </span>
      <span lang={second}>{other}</span>
    </p>
  )
}
