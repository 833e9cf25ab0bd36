import { type Box, type FlowMessage, useBox, useSnapshot, type WallPhotos } from '@guestwall/react'
import { NEW_SCREEN, type ScreenPicture, type ScreenState, type Session, type Vote } from '@guestwall/protocol'
import { type RefObject, useMemo, useRef, useState } from 'react'
import { type GuestAddress, guestAddress } from '../shared/guest-address.ts'
import type { Language } from '../shared/catalogs.ts'
import { useTheme } from '../shared/theme.ts'
import { useGuestUrl } from '../shared/use-guest-url.ts'
import { usePageTitle } from '../shared/use-page-title.ts'
import { heldState, keptAway, shownOn } from './own-picture.ts'
import type { ScreenLink } from './screen-link.ts'
import { useFrozen } from './use-frozen.ts'
import { useHeldWall } from './use-held-wall.ts'
import { type OwnControl, useScreenControl } from './use-screen-control.ts'
import { useScreenReports } from './use-screen-reports.ts'
import { useSpotlight } from './use-spotlight.ts'
import { useTextScale } from './use-text-scale.ts'
import { useWallPhotos } from './use-wall-photos.ts'

/** The parts that stay as they are while a screen is frozen. */
interface SeenWall {
  readonly session: Session | null
  readonly total: number
  readonly votes: readonly Vote[]
  readonly online: number | null
}

/** The session as this screen may show it now. */
export interface ShownWall {
  /** The page, which is measured and reported. */
  readonly page: RefObject<HTMLDivElement | null>
  readonly box: Box
  readonly control: OwnControl | null
  readonly state: ScreenState
  /** `null` until it is known what a host has set: a blank screen that is loaded again stays blank. */
  readonly session: Session | null
  readonly address: GuestAddress | null
  readonly messages: readonly FlowMessage[]
  readonly seen: SeenWall
  /** How many of the messages on the wall the screen may show. */
  readonly counted: number
  readonly spotlight: FlowMessage | null
  readonly photos: WallPhotos
  readonly textScale: number
  readonly setTextScale: ReturnType<typeof useTextScale>[1]
  /** The picture that is drawn; `null`: none yet. */
  readonly picture: ScreenPicture | null
  /** Called with the picture that is drawn. */
  readonly onPicture: (picture: ScreenPicture) => void
}

/** Follows the session and what hosts have set for this screen, and reports what is drawn. */
export function useShownWall({ client, sessionId, token, reporter, time }: ScreenLink, language: Language): ShownWall {
  const snapshot = useSnapshot(client)
  const page = useRef<HTMLDivElement>(null)
  const box = useBox(page)
  const guestUrl = useGuestUrl(snapshot.state === 'connected').url
  const [textScale, setTextScale] = useTextScale()
  const control = useScreenControl(client, sessionId, token)
  const { wall, votes, online } = snapshot
  const set = control?.state ?? NEW_SCREEN
  const state = useMemo(() => heldState(set, wall?.session), [set, wall])
  const heldAt = control === null ? undefined : (state.frozenAt ?? state.pausedAt)
  const { messages: all, isReady } = useHeldWall(client, { sessionId, token, wall, heldAt })
  const present: SeenWall = useMemo(
    () => ({ session: wall?.session ?? null, total: wall?.messageCount ?? 0, votes, online }),
    [wall, votes, online],
  )
  const { value: seen, ids: frozen } = useFrozen(
    sessionId,
    isReady && wall !== null && control !== null ? state.frozenAt : undefined,
    present,
    all,
  )
  const messages = useMemo(() => shownOn(state, all, frozen), [state, all, frozen])
  const away = useMemo(() => keptAway(state, all, frozen), [state, all, frozen])
  const photos = useWallPhotos(token, language)
  const spotlight = useSpotlight(client, { sessionId, token }, state.spotlight, all)
  const [picture, setPicture] = useState<ScreenPicture | null>(null)
  const session = control === null || !isReady ? null : seen.session
  useTheme(session?.theme ?? 'linen')
  usePageTitle(session?.title ?? null)
  useScreenReports({
    client,
    page,
    reporter,
    time,
    picture: session === null ? null : picture,
    version: control?.version ?? 0,
    state,
    keptAway: away,
  })
  return {
    page,
    box,
    control,
    state,
    session,
    address: session === null ? null : guestAddress(guestUrl, session.code),
    messages,
    seen,
    counted: present.total - away.length,
    spotlight,
    photos,
    textScale,
    setTextScale,
    picture: session === null ? null : picture,
    onPicture: setPicture,
  }
}
