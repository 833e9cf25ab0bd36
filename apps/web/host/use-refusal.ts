import { useCallback, useState } from 'react'
import { outcomeOf } from '../shared/outcome.ts'

/** Refusals that say that the server is away, or on its way back. */
const UNREACHED: readonly string[] = ['network', 'foreign', 'unavailable', 'draining']

export interface Refusals {
  /** The code of the newest refusal; `null`: the last request was accepted. */
  readonly refusal: string | null
  readonly report: (code: string | null) => void
  /** Shows the refusal of a call; resolves to whether it was accepted. */
  readonly act: (call: Promise<unknown>) => Promise<boolean>
}

/** The refusal that the console shows. One about a server that could not be reached would be untrue beside a link that is well again. */
export function useRefusal(isReached: boolean): Refusals {
  const [refusal, report] = useState<string | null>(null)
  const [wasReached, setWasReached] = useState(isReached)
  if (wasReached !== isReached) {
    setWasReached(isReached)
    if (isReached && refusal !== null && UNREACHED.includes(refusal)) report(null)
  }
  const act = useCallback(async (call: Promise<unknown>): Promise<boolean> => {
    const answer = await outcomeOf(call)
    report(answer.ok ? null : answer.failure.code)
    return answer.ok
  }, [])
  return { refusal, report, act }
}
