import type { ClientSnapshot, RealtimeClient } from '@guestwall/client'
import type { SessionHost } from '@guestwall/client/host'
import type { ActedBy, ChangeSessionBody, HostMessage, KnownGuest, Layout } from '@guestwall/protocol'
import { type ReactionSource, useSnapshot } from '@guestwall/react'
import { useMemo } from 'react'
import type { Language } from '../shared/catalogs.ts'
import { outcomeOf } from '../shared/outcome.ts'
import type { WallCredentials } from './credentials.ts'
import { type GuestActs, useGuestActs } from './guests/use-guest-acts.ts'
import { standingWord } from './guests/guest-words.ts'
import { type Guests, useGuests } from './guests/use-guests.ts'
import { actorName } from './actor-name.ts'
import { sessionHost } from './host-client.ts'
import { lifeMessages } from './life/messages.ts'
import { type MessageActs, useMessageActs } from './queue/use-message-acts.ts'
import { type MessageLog, useMessageLog } from './queue/use-message-log.ts'
import { changeWord } from './screens/change-word.ts'
import { screensMessages } from './screens/messages.ts'
import { type Screens, useScreens } from './screens/use-screens.ts'
import { type Tables, useTables } from './share/use-tables.ts'
import { type Colleagues, useHostActs } from './use-host-acts.ts'
import { useRefusal } from './use-refusal.ts'
import { useTold } from './use-told.ts'
import { type Undo, useUndo } from './use-undo.ts'

/** The connection of a console to its wall. */
export interface ConsoleLink {
  readonly sessionId: string
  readonly credentials: WallCredentials
  readonly client: RealtimeClient
  readonly reactions: ReactionSource
}

/** A wall as its console has it: what is known of it, and what can be done. */
export interface LiveWall extends ConsoleLink {
  readonly host: SessionHost
  readonly snapshot: ClientSnapshot
  readonly isModerator: boolean
  /** The code of the newest refusal. */
  readonly refusal: string | null
  /** A sentence about an act of another host who was first. */
  readonly told: string | null
  readonly colleagues: Colleagues
  readonly log: MessageLog
  readonly acts: MessageActs
  readonly guests: Guests
  readonly guestActs: GuestActs
  readonly screens: Screens
  readonly tables: Tables
  /** The last act on a message or a guest, while it can be taken back. */
  readonly undo: Undo
  /** All messages that are known, by id. */
  readonly messages: ReadonlyMap<string, HostMessage>
  readonly hasMessages: boolean
  /** Shows the refusal of a call; resolves to whether it was accepted. */
  readonly report: (call: Promise<unknown>) => Promise<boolean>
  readonly change: (body: ChangeSessionBody) => Promise<boolean>
  /** Shows a message large on every screen; one that waits is shown first. */
  readonly enlarge: (message: HostMessage) => void
  /** Shows a layout on every screen, whatever is on it. */
  readonly showLayout: (layout: Layout) => Promise<void>
}

export function useLiveWall({ sessionId, credentials, client, reactions }: ConsoleLink, language: Language): LiveWall {
  const { hostToken } = credentials
  const snapshot = useSnapshot(client)
  const host = useMemo(() => sessionHost(sessionId, hostToken), [sessionId, hostToken])
  const isReached = snapshot.state === 'connected' || (snapshot.isTimely && snapshot.state !== 'closed')
  const { refusal, report, act } = useRefusal(isReached)
  const log = useMessageLog(client, host, isReached)
  const acts = useMessageActs({ host, learn: log.learn, report })
  const guests = useGuests(client, host)
  const colleagues = useHostActs(client, snapshot.guest?.id ?? null)
  const { told, say } = useTold()
  const first = (by: ActedBy | null, now: string): void => say(lifeMessages(language).conflict(by && actorName(by, language), now))
  const screens = useScreens({
    host,
    isReached,
    report,
    colleagues,
    tellFirst: (by, change) => first(by, changeWord(change, screensMessages(language))),
  })
  const tables = useTables({ client, host, isHost: snapshot.role === 'host', report: act })
  const messages = useMemo(
    () =>
      new Map([
        ...(snapshot.wall?.messages ?? []).map((message) => [message.id, message] as const),
        ...[...log.state.entries].map(([id, { message }]) => [id, message] as const),
      ]),
    [snapshot.wall, log.state.entries],
  )
  const tellFirst = (guest: KnownGuest | null): void => (guest === null ? say(null) : first(guest.by, standingWord(guest, language)))
  const guestActs = useGuestActs({ host, messages, learn: guests.learn, learnMessages: log.learn, report: act, colleagues, tellFirst })
  const enlarge = async (message: HostMessage): Promise<void> => {
    if (message.status !== 'shown') {
      const shown = await outcomeOf(host.actOnMessage(message.id, 'approve'))
      report(shown.ok ? null : shown.failure.code)
      if (!shown.ok) return
      log.learn([shown.value])
    }
    await screens.control({ spotlight: message.id })
  }
  const change = (body: ChangeSessionBody): Promise<boolean> => act(host.change(body))
  // A host's choice is the session's: after its end the screens still show the thanks. A helper has no say in the session.
  const showLayout = async (layout: Layout): Promise<void> => {
    if (snapshot.role === 'moderator') await screens.control({ layout })
    else if (await change({ layout })) await screens.control({ layout: null })
  }
  return {
    sessionId,
    credentials,
    client,
    host,
    snapshot,
    isModerator: snapshot.role === 'moderator',
    refusal,
    told,
    colleagues,
    log,
    acts,
    guests,
    guestActs,
    screens,
    tables,
    reactions,
    undo: useUndo(acts, guestActs, language),
    messages,
    hasMessages: snapshot.wall !== null && snapshot.wall.messages.length > 0,
    report: act,
    change,
    showLayout,
    enlarge: (message) => void enlarge(message),
  }
}
