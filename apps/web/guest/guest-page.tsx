import type { RealtimeClient } from '@guestwall/client'
import { type PublicSession, parseCode } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { type LanguageChoice, useLanguage } from '../shared/language.ts'
import { forget, recall, remember } from '../shared/storage.ts'
import { useTheme } from '../shared/theme.ts'
import { usePageTitle } from '../shared/use-page-title.ts'
import { findSession } from './find-session.ts'
import { JoinForm } from './join-form.tsx'
import { loadCodeForm } from './load-code-form.ts'
import { type LaterPart, loadLaterPart } from './load-later-part.ts'
import { loadRoomPart } from './load-room-part.ts'
import { Lookup } from './lookup.tsx'
import { usePart } from './use-part.ts'

/** The page that a guest sees: before the wall, on the wall, or after it. */
type Place =
  | { readonly at: 'code'; readonly code: string; readonly refusal: string | null }
  | { readonly at: 'lookup'; readonly code: string; readonly refusal: string | null }
  | { readonly at: 'join'; readonly session: PublicSession; readonly refused: { readonly name: string; readonly code: string } | null }
  /** `joined`: the client that the join form has brought in; `null` on a later visit. */
  | { readonly at: 'room'; readonly session: PublicSession; readonly name: string; readonly joined: RealtimeClient | null }
  | { readonly at: 'ended'; readonly session: PublicSession }
  /** The wall is deleted. */
  | { readonly at: 'gone'; readonly code: string; readonly sessionId: string }

function placeOfAddress(): Place {
  const text = decoded(location.pathname.slice(1))
  if (text === '') return { at: 'code', code: '', refusal: null }
  const code = parseCode(text)
  return code === null ? { at: 'code', code: text, refusal: 'session_not_found' } : { at: 'lookup', code, refusal: null }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** A guest who joined earlier may still read an ended wall. */
function placeOfSession(session: PublicSession): Place {
  const name = recall(nameKey(session.id))
  if (name !== null) return { at: 'room', session, name, joined: null }
  return session.state === 'ended' ? { at: 'ended', session } : { at: 'join', session, refused: null }
}

function codeOf(place: Place): string {
  return 'session' in place ? place.session.code : place.code
}

const nameKey = (sessionId: string): string => `name:${sessionId}`

/** The phone's page: the code, the name, the wall. */
export function GuestPage() {
  const choice = useLanguage()
  const [place, setPlace] = useState<Place>(placeOfAddress)
  useAddress(setPlace)
  usePageTitle('session' in place ? place.session.title : null)
  useTheme('session' in place ? place.session.theme : 'linen')

  const lookUp = async (code: string): Promise<void> => {
    const found = await findSession(code)
    if (found.ok) setPlace(placeOfSession(found.value))
    else if (found.failure.retryable) setPlace({ at: 'lookup', code, refusal: found.failure.code })
    else setPlace({ at: 'code', code, refusal: found.failure.code })
  }

  const enter = (session: PublicSession): void => {
    // `t`: how the guest came, as in the address on a table's card.
    history.pushState(null, '', `/${session.code}?t=code`)
    setPlace(placeOfSession(session))
  }

  return <PlaceView place={place} choice={choice} setPlace={setPlace} lookUp={lookUp} enter={enter} />
}

/** Back and forward between the code and a wall. A move within one wall changes nothing. */
function useAddress(setPlace: (change: (known: Place) => Place) => void): void {
  useEffect(() => {
    const onMove = (): void =>
      setPlace((known) => {
        const asked = placeOfAddress()
        return codeOf(asked) === codeOf(known) ? known : asked
      })
    addEventListener('popstate', onMove)
    return () => removeEventListener('popstate', onMove)
  }, [setPlace])
}

interface PlaceViewProps {
  readonly place: Place
  readonly choice: LanguageChoice
  readonly setPlace: (place: Place) => void
  readonly lookUp: (code: string) => Promise<void>
  readonly enter: (session: PublicSession) => void
}

function PlaceView(props: PlaceViewProps) {
  const { place } = props
  const isEntry = place.at === 'join' || place.at === 'ended'
  const later = usePart(loadLaterPart, place.at === 'ended' || place.at === 'gone' || (isEntry && place.session.look !== undefined))
  return (
    <>
      {isEntry && later && <later.EntryLook session={place.session} />}
      <PlaceItself {...props} later={later} />
    </>
  )
}

function PlaceItself({ place, choice, setPlace, lookUp, enter, later }: PlaceViewProps & { readonly later: LaterPart | null }) {
  // While the name is being read.
  const room = usePart(loadRoomPart, true)
  const typed = usePart(loadCodeForm, place.at === 'code')
  switch (place.at) {
    case 'code':
      return typed && <typed.CodeForm key={place.code} code={place.code} refusal={place.refusal} choice={choice} onSession={enter} />
    case 'lookup':
      return <Lookup key={place.code} code={place.code} refusal={place.refusal} choice={choice} lookUp={lookUp} />
    case 'ended':
      return later && <later.EndedPage session={place.session} choice={choice} />
    case 'gone':
      return later && <later.GonePage sessionId={place.sessionId} choice={choice} />
    case 'join': {
      const { session, refused } = place
      const enterRoom = (client: RealtimeClient, name: string): void => {
        remember(nameKey(session.id), name)
        setPlace({ at: 'room', session, name, joined: client })
      }
      return <JoinForm session={session} choice={choice} refused={refused} onJoined={enterRoom} />
    }
    case 'room': {
      const { session, name } = place
      const rename = (next: string): void => {
        remember(nameKey(session.id), next)
        setPlace({ ...place, name: next })
      }
      const leave = (code: string): void => {
        forget(nameKey(session.id))
        setPlace(
          code === 'session_not_found'
            ? { at: 'gone', code: session.code, sessionId: session.id }
            : { at: 'join', session, refused: { name, code } },
        )
      }
      return (
        room && (
          <room.Room
            key={session.id}
            session={session}
            name={name}
            joined={place.joined}
            onRename={rename}
            onRefused={leave}
            choice={choice}
          />
        )
      )
    }
    default:
      return place satisfies never
  }
}
