import type { SessionHost } from '@guestwall/client/host'
import type { ScreenChange, Vote } from '@guestwall/protocol'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { recallCredentials } from '../host/credentials.ts'
import { sessionHost } from '../host/host-client.ts'
import { errorSentence } from '../shared/error-sentences.ts'
import { outcomeOf } from '../shared/outcome.ts'
import type { Language } from '../shared/catalogs.ts'
import { ASKED_MS, SecondPress } from './second-press.ts'
import type { OwnControl } from './use-screen-control.ts'
import { LISTED } from './use-sent-away.ts'
import { keyedVote, resultsKeyAct, type VoteAct, voteKeyAct, type VotesOnScreen } from './vote-keys.ts'
import { wallPageMessages } from './messages.ts'

export interface HostKeys {
  /** This browser also belongs to a host of the session. */
  readonly isHost: boolean
  readonly vote: () => void
  readonly results: () => void
  readonly pause: () => void
  readonly blank: () => void
  /** The effect of the last key, shown for a moment. */
  readonly note: string | null
  readonly say: (note: string) => void
}

const NOTE_MS = 3_000
/** One that is being carried out, and one that waits for it: what is hammered while the server does not answer must not come later. */
const MOST_PRESSES = 2

/** The objects of the keys. */
export interface KeyedWall {
  readonly sessionId: string
  /** The screen's own token. */
  readonly token: string
  /** The votes as they are now. */
  readonly present: readonly Vote[]
  readonly onScreen: VotesOnScreen
  readonly control: OwnControl | null
}

/** The keys that need a host's right (P9). Where this browser has none they do nothing. */
export function useHostKeys({ sessionId, token: ownToken, present, onScreen, control }: KeyedWall, language: Language): HostKeys {
  const t = wallPageMessages(language)
  const [note, setNote] = useState<string | null>(null)
  const [second] = useState(() => new SecondPress())
  const latest = useRef({ present, onScreen, control })
  useLayoutEffect(() => {
    latest.current = { present, onScreen, control }
  })
  const presses = useRef(0)
  const line = useRef<Promise<void>>(Promise.resolve())
  useEffect(() => {
    if (note === null) return
    const isQuestion = Object.values(t.again).includes(note)
    const timer = setTimeout(() => setNote(null), isQuestion ? ASKED_MS : NOTE_MS)
    return () => clearTimeout(timer)
  }, [note, t])

  const press = (act: (host: SessionHost) => Promise<string | null>): void => {
    const token = recallCredentials(sessionId)?.hostToken
    if (token === undefined || presses.current >= MOST_PRESSES) return
    const host = sessionHost(sessionId, token)
    presses.current += 1
    // One act after the other: the next is chosen by what this one leaves.
    line.current = line.current.then(async () => {
      setNote(await act(host))
      presses.current -= 1
    })
  }
  /** Carries out the act of a key on the vote that the screen shows, at its second press. */
  const onVote = (choose: (host: SessionHost, shownId: string | null) => Promise<VoteAct | null>): void => {
    const pressedAtMs = performance.now()
    press(async (host) => {
      const shown = keyedVote(latest.current.onScreen)
      if (shown === undefined) return t.noVoteHere
      const chosen = await outcomeOf(choose(host, shown?.id ?? null))
      if (!chosen.ok) return errorSentence(language, chosen.failure.code)
      if (chosen.value === null) return t.noVoteYet
      const { voteId, action } = chosen.value
      if (!second.confirms(`${action} ${voteId}`, pressedAtMs, performance.now())) return t.again[action]
      const answer = await outcomeOf(host.actOnVote(voteId, action))
      return answer.ok ? t.done[action] : errorSentence(language, answer.failure.code)
    })
  }
  const change = async (host: SessionHost, field: 'isPaused' | 'isBlank'): Promise<string | null> => {
    const { control: known } = latest.current
    if (known === null || known.screenId === null) return null
    const isSet = field === 'isPaused' ? known.state.pausedAt === null : !known.state.isBlank
    const wanted: ScreenChange = { [field]: isSet }
    // A link of an earlier version is no screen of its own: its state is that of all.
    const answer = await outcomeOf(host.controlScreens(wanted, ownToken.length === LISTED ? { screenId: known.screenId } : {}))
    if (!answer.ok) return errorSentence(language, answer.failure.code)
    if (field === 'isPaused') return isSet ? t.screenDone.paused : t.screenDone.goesOn
    return isSet ? t.screenDone.blank : t.screenDone.shown
  }
  return {
    isHost: recallCredentials(sessionId) !== null,
    // A draft is not told to wall screens, so the votes are asked for with the host's right, at the press.
    vote: () => onVote(async (host, shownId) => voteKeyAct((await host.getWall()).votes, shownId)),
    results: () => onVote((_, shownId) => Promise.resolve(resultsKeyAct(latest.current.present, shownId))),
    pause: () => press((host) => change(host, 'isPaused')),
    blank: () => press((host) => change(host, 'isBlank')),
    note,
    say: setNote,
  }
}
