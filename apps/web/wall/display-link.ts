import { useState } from 'react'
import { clearFragment, readFragment, useFragmentChange } from '../shared/fragment.ts'
import { forget, recall, remember } from '../shared/storage.ts'

export interface DisplayLink {
  readonly sessionId: string
  /** `null`: the link came without one, and none is remembered. */
  readonly token: string | null
}

/**
 * Takes `/wall/{sessionId}#token=…`. The credential is remembered, so that the bare address opens the wall again on this machine, and
 * leaves the address, which everybody in the hall can read. Where the browser stores nothing it stays there: a reload needs it.
 */
export function takeDisplayLink(): DisplayLink {
  const sessionId = decodeURIComponent(location.pathname.split('/')[2] ?? '')
  const given = readFragment('token')
  if (given !== null && remember(`wall:${sessionId}`, given)) clearFragment()
  return { sessionId, token: given ?? recall(`wall:${sessionId}`) }
}

/** The screen's place, and the ways in which it changes. */
export interface ScreenLink extends DisplayLink {
  /** A host has sent this screen away. */
  readonly isSentAway: boolean
  readonly pair: (sessionId: string, token: string) => void
  readonly sendAway: () => void
}

/** The link of this page: a newer one when it is opened in the same tab, that of the session that pairs the screen, none when it is sent away. */
export function useDisplayLink(): ScreenLink {
  const [link, setLink] = useState(takeDisplayLink)
  const [isSentAway, setSentAway] = useState(false)
  useFragmentChange(() => {
    if (readFragment('token') !== null) setLink(takeDisplayLink())
  })
  const pair = (sessionId: string, token: string): void => {
    remember(`wall:${sessionId}`, token)
    history.replaceState(history.state, '', `/wall/${sessionId}${location.search}`)
    setSentAway(false)
    setLink({ sessionId, token })
  }
  const sendAway = (): void => {
    forget(`wall:${link.sessionId}`)
    history.replaceState(history.state, '', `/wall${location.search}`)
    setSentAway(true)
    setLink({ sessionId: '', token: null })
  }
  return { ...link, isSentAway, pair, sendAway }
}
