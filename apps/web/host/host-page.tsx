import type { HostedSession } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { useLanguage } from '../shared/language.ts'
import { remember } from '../shared/storage.ts'
import { useTheme } from '../shared/theme.ts'
import { ConsolePage } from './console-page.tsx'
import { keepCredentials, takeFromFragment } from './credentials.ts'
import { HomePage } from './home-page.tsx'

function sessionOfAddress(): string | null {
  return location.pathname.split('/')[2] || null
}

/** A moderator link carries its credential into this browser's storage, once. */
function takeModeratorToken(sessionId: string | null): void {
  const token = takeFromFragment('token')
  if (sessionId !== null && token !== null) remember(`host:${sessionId}`, token)
}

/** The host's pages: all walls, or one. */
export function HostPage() {
  const choice = useLanguage()
  const [sessionId, setSessionId] = useState(() => {
    const id = sessionOfAddress()
    takeModeratorToken(id)
    return id
  })
  // The console is paper whatever the wall wears: its own text must stay easy to read for hours.
  useTheme('linen')
  useEffect(() => {
    const onMove = (): void => {
      takeModeratorToken(sessionOfAddress())
      setSessionId(sessionOfAddress())
    }
    addEventListener('popstate', onMove)
    return () => removeEventListener('popstate', onMove)
  }, [])

  const open = (hosted: HostedSession): void => {
    keepCredentials(hosted)
    history.pushState(null, '', `/host/${hosted.session.id}`)
    setSessionId(hosted.session.id)
    scrollTo(0, 0)
  }
  const leave = (): void => {
    history.pushState(null, '', '/host')
    setSessionId(null)
  }
  return sessionId === null ? (
    <HomePage choice={choice} onOpen={open} />
  ) : (
    <ConsolePage key={sessionId} sessionId={sessionId} choice={choice} onLeave={leave} />
  )
}
