import type { SessionHost } from '@guestwall/client/host'
import type { Vote } from '@guestwall/protocol'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { recallCredentials } from '../host/credentials.ts'
import { sessionHost } from '../host/host-client.ts'
import { errorSentence } from '../shared/error-sentences.ts'
import { type Outcome, outcomeOf } from '../shared/outcome.ts'
import type { Language } from '../shared/catalogs.ts'
import { resultsKeyAct, type VoteAct, voteKeyAct } from './vote-keys.ts'
import { wallPageMessages } from './messages.ts'

export interface HostKeys {
  /** This browser also belongs to a host of the session. */
  readonly isHost: boolean
  readonly vote: () => void
  readonly results: () => void
  /** The effect of the last key, shown for a moment. */
  readonly note: string | null
}

const NOTE_MS = 3_000
/** One that is being carried out, and one that waits for it: what is hammered while the server does not answer must not come later. */
const MOST_PRESSES = 2

/** The keys that need a host's right (P9). Where this browser has none they do nothing. */
export function useHostKeys(sessionId: string, seen: readonly Vote[], language: Language): HostKeys {
  const t = wallPageMessages(language)
  const [note, setNote] = useState<string | null>(null)
  const latest = useRef(seen)
  useLayoutEffect(() => {
    latest.current = seen
  })
  const presses = useRef(0)
  const line = useRef<Promise<void>>(Promise.resolve())
  useEffect(() => {
    if (note === null) return
    const timer = setTimeout(() => setNote(null), NOTE_MS)
    return () => clearTimeout(timer)
  }, [note])

  const press = (choose: (host: SessionHost) => Promise<Outcome<VoteAct | null>>): void => {
    const token = recallCredentials(sessionId)?.hostToken
    if (token === undefined || presses.current >= MOST_PRESSES) return
    const host = sessionHost(sessionId, token)
    presses.current += 1
    // One act after the other: the next is chosen by what this one leaves.
    line.current = line.current.then(async () => {
      setNote(await carryOut(host, await choose(host)))
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
  return {
    isHost: recallCredentials(sessionId) !== null,
    vote: () => press(askVotes),
    results: () => press(() => Promise.resolve({ ok: true, value: resultsKeyAct(latest.current) })),
    note,
  }
}

/** A draft is not told to wall screens, so the votes are asked for with the host's right, at the press. */
async function askVotes(host: SessionHost): Promise<Outcome<VoteAct | null>> {
  const answer = await outcomeOf(host.getWall())
  return answer.ok ? { ok: true, value: voteKeyAct(answer.value.votes) } : answer
}
