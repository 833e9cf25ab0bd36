import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { languageOf } from '../shared/language-of.ts'
import type { FlowMessage } from './flow-message.ts'
import { hasFaces } from './missing-faces.ts'

/** A face that has not come by then is replaced by another one: the network is slow. */
const MOST_WAIT_MS = 250
const HAN_LANGUAGES = new Set(['zh-CN', 'ja', 'ko'])
const NONE: ReadonlySet<string> = new Set()

interface Looked {
  /** `null` before the first picture, whose faces the wall waits for as a whole. */
  readonly messages: readonly FlowMessage[] | null
  /** The keys of messages with letters whose face is on its way. */
  readonly late: ReadonlySet<string>
}

/**
 * The messages that the page can draw in their own faces. Browsers load a face when a text needs it; a card that is drawn before would change its size and its place
 * a moment later. What is taken off the wall leaves at once.
 */
export function useLoadedTexts(root: RefObject<HTMLElement | null>, messages: readonly FlowMessage[]): readonly FlowMessage[] {
  const [looked, setLooked] = useState<Looked>({ messages: null, late: NONE })
  if (looked.messages !== messages) setLooked({ messages, late: lateOf(root.current, looked, messages) })
  const { late } = looked

  const asked = useRef<ReadonlySet<string>>(NONE)
  useLayoutEffect(() => {
    for (const message of messages) {
      if (!late.has(message.key) || asked.current.has(message.key)) continue
      const come = (): void => setLooked((known) => ({ ...known, late: without(known.late, message.key) }))
      const limit = setTimeout(come, MOST_WAIT_MS)
      void Promise.allSettled(facesOf(root.current, message).map(([family, text]) => document.fonts.load(`16px ${family}`, text))).then(
        () => {
          clearTimeout(limit)
          come()
        },
      )
    }
    asked.current = late
  }, [root, messages, late])

  return useMemo(() => (late.size === 0 ? messages : messages.filter(({ key }) => !late.has(key))), [messages, late])
}

function lateOf(root: HTMLElement | null, { messages: before, late }: Looked, messages: readonly FlowMessage[]): ReadonlySet<string> {
  if (before === null) return NONE
  const known = new Set(before.map(({ key }) => key))
  const isLate = (message: FlowMessage): boolean =>
    known.has(message.key) ? late.has(message.key) : facesOf(root, message).some(([family, text]) => !hasFaces(family, text))
  const keys = messages.filter(isLate).map(({ key }) => key)
  return keys.length === 0 ? NONE : new Set(keys)
}

/** The faces of a message and of its author, each with what it has to draw. */
function facesOf(root: HTMLElement | null, { content, name }: FlowMessage): readonly (readonly [fontFamily: string, text: string])[] {
  if (root === null) return []
  const style = getComputedStyle(root)
  return [
    [familyOf(style, 'body', content), content],
    [familyOf(style, 'sans', name), name],
  ]
}

function familyOf(style: CSSStyleDeclaration, kind: 'body' | 'sans', text: string): string {
  const script = HAN_LANGUAGES.has(languageOf(text) ?? '') ? 'han' : 'latin'
  return style.getPropertyValue(`--gw-${kind}-${script}`).trim() || 'serif'
}

function without(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  if (!keys.has(key)) return keys
  const left = [...keys].filter((other) => other !== key)
  return left.length === 0 ? NONE : new Set(left)
}
