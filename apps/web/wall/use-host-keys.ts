import type { SessionHost } from '@guestwall/client/host'
import type { ScreenChange, Vote } from '@guestwall/protocol'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { recallCredentials } from '../host/credentials.ts'
import { sessionHost } from '../host/host-client.ts'
import { errorSentence } from '../shared/error-sentences.ts'
import { type Outcome, outcomeOf } from '../shared/outcome.ts'
import type { Language } from '../shared/catalogs.ts'
import type { OwnControl } from './use-screen-control.ts'
import { LISTED } from './use-sent-away.ts'
import { resultsKeyAct, type VoteAct, voteKeyAct } from './vote-keys.ts'
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
  readonly seen: readonly Vote[]
  readonly control: OwnControl | null
}

/** The keys that need a host's right (P9). Where this browser has none they do nothing. */
export function useHostKeys({ sessionId, token: ownToken, seen, control }: KeyedWall, language: Language): HostKeys {
  const t = wallPageMessages(language)
  const [note, setNote] = useState<string | null>(null)
  const latest = useRef({ seen, control })
  useLayoutEffect(() => {
    latest.current = { seen, control }
  })
  const presses = useRef(0)
  const line = useRef<Promise<void>>(Promise.resolve())
  useEffect(() => {
    if (note === null) return
    const timer = setTimeout(() => setNote(null), NOTE_MS)
    return () => clearTimeout(timer)
  }, [note])

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
  const carryOut = async (host: SessionHost, chosen: Outcome<VoteAct | null>): Promise<string> => {
    if (!chosen.ok) return errorSentence(language, chosen.failure.code)
    if (chosen.value === null) return t.noVoteYet
    const { voteId, action } = chosen.value
    const answer = await outcomeOf(host.actOnVote(voteId, action))
    return answer.ok ? t.done[action] : errorSentence(language, answer.failure.code)
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
    vote: () => press(async (host) => carryOut(host, await askVotes(host))),
    results: () => press((host) => carryOut(host, { ok: true, value: resultsKeyAct(latest.current.seen) })),
    pause: () => press((host) => change(host, 'isPaused')),
    blank: () => press((host) => change(host, 'isBlank')),
    note,
    say: setNote,
  }
}

/** A draft is not told to wall screens, so the votes are asked for with the host's right, at the press. */
async function askVotes(host: SessionHost): Promise<Outcome<VoteAct | null>> {
  const answer = await outcomeOf(host.getWall())
  return answer.ok ? { ok: true, value: voteKeyAct(answer.value.votes) } : answer
}
