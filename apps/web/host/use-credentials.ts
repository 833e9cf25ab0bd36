import { useEffect, useState } from 'react'
import { outcomeOf } from '../shared/outcome.ts'
import { keepCredentials, operatorToken, recallCredentials, type WallCredentials } from './credentials.ts'
import { hostClient } from './host-client.ts'

/**
 * The credentials of this wall: at once those that this browser has kept; then, in the operator's browser, new ones, so that the links on the console are
 * always good for their whole time. `null`: nothing does. `undefined`: not known yet.
 */
export function useCredentials(sessionId: string): WallCredentials | null | undefined {
  const [credentials, setCredentials] = useState<WallCredentials | null | undefined>(() => recallCredentials(sessionId) ?? undefined)
  useEffect(() => {
    const token = operatorToken.recall()
    const settle = (): void => setCredentials(recallCredentials(sessionId))
    if (token === null) return settle()
    void outcomeOf(hostClient(token).renewCredentials(sessionId)).then((answer) => {
      if (answer.ok) keepCredentials(answer.value)
      settle()
    })
  }, [sessionId])
  return credentials
}
