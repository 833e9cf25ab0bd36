import type { HostedSession } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { useFragmentChange } from '../shared/fragment.ts'
import { useLanguage } from '../shared/language.ts'
import { remember } from '../shared/storage.ts'
import { useTheme } from '../shared/theme.ts'
import { ConsolePage } from './console-page.tsx'
import { keepCredentials, lastConsole, takeFromFragment } from './credentials.ts'
import { pairCode } from './pair-code.ts'
import { HomePage } from './home-page.tsx'

function sessionOfAddress(): string | null {
  return location.pathname.split('/')[2] || null
}

/** A moderator link carries its credential into this browser's storage, once. Whether there was one. */
function takeModeratorToken(sessionId: string | null): boolean {
  const token = takeFromFragment('token')
  if (sessionId === null || token === null) return false
  remember(`host:${sessionId}`, token)
  return true
}

/** Keeps the code of a scanned screen for the console that opens next. Returns the session of the console that was open last. */
function takePairCode(): string | null {
  const code = takeFromFragment('pair')
  if (code === null) return null
  pairCode.keep(code)
  const last = sessionOfAddress() ?? lastConsole.recall()
  if (last !== null) history.replaceState(null, '', `/host/${last}`)
  return last
}

/** The host's pages: all walls, or one. */
export function HostPage() {
  const choice = useLanguage()
  const [sessionId, setSessionId] = useState(() => {
    const id = sessionOfAddress()
    takeModeratorToken(id)
    return takePairCode() ?? id
  })
  const [isOpenedHere, setOpenedHere] = useState(false)
  const [wantedId, setWantedId] = useState<string | null>(null)
  // A newer link for the same wall, opened in the same tab: the console begins anew with it.
  const [linksTaken, setLinksTaken] = useState(0)
  const takeLink = (): void => {
    const paired = takePairCode()
    if (paired !== null) setSessionId(paired)
    if (takeModeratorToken(sessionOfAddress())) setLinksTaken((count) => count + 1)
  }
  useFragmentChange(takeLink)
  // The console is paper whatever the wall wears: its own text must stay easy to read for hours.
  useTheme('linen')
  useEffect(() => {
    const onMove = (): void => {
      takeLink()
      setSessionId(sessionOfAddress())
      setWantedId(null)
    }
    addEventListener('popstate', onMove)
    return () => removeEventListener('popstate', onMove)
  }, [])

  const open = (hosted: HostedSession): void => {
    keepCredentials(hosted)
    history.pushState(null, '', `/host/${hosted.session.id}`)
    setSessionId(hosted.session.id)
    setOpenedHere(true)
    scrollTo(0, 0)
  }
  /** To `/host`: to all walls, or to sign in for one. */
  const leave = (forId: string | null): void => {
    history.pushState(null, '', '/host')
    setWantedId(forId)
    setSessionId(null)
  }
  return sessionId === null ? (
    <HomePage choice={choice} wantedId={wantedId} onOpen={open} />
  ) : (
    <ConsolePage
      key={`${sessionId} ${linksTaken}`}
      sessionId={sessionId}
      choice={choice}
      takesFocus={isOpenedHere}
      onLeave={() => leave(null)}
      onSignIn={() => leave(sessionId)}
    />
  )
}
