import type { RealtimeClient } from '@guestwall/client'
import type { SessionHost } from '@guestwall/client/host'
import type { HostMessage } from '@guestwall/protocol'
import { useCallback, useEffect, useReducer } from 'react'
import { outcomeOf } from '../../shared/outcome.ts'
import { EMPTY_QUEUE, QUEUE_STATUSES, type QueueState, type QueueStatus, reduceQueue } from './queue-state.ts'

/** Messages of one page. */
const PAGE = 100
/** All pending messages are read, up to this many pages. */
const PENDING_PAGES = 20

/** The messages of a wall, of every status, kept up to date by the events. */
export interface MessageLog {
  readonly state: QueueState
  /** Reads the next older page. */
  readonly loadOlder: (status: QueueStatus) => void
  /** Takes in an answer of the server, which may come before the event. */
  readonly learn: (messages: readonly HostMessage[]) => void
}

/** `isReached`: the server answers. Every time it does so again, the lists are read anew. */
export function useMessageLog(client: RealtimeClient, host: SessionHost, isReached: boolean): MessageLog {
  const [state, dispatch] = useReducer(reduceQueue, EMPTY_QUEUE)

  const read = useCallback(
    async (status: QueueStatus, before: number | null): Promise<number | null> => {
      dispatch({ type: 'asked' })
      const answer = await outcomeOf(host.listMessages({ status, before, limit: PAGE }))
      dispatch(answer.ok ? { type: 'page', status, page: answer.value } : { type: 'unanswered' })
      return answer.ok ? answer.value.nextBefore : null
    },
    [host],
  )

  useEffect(() => {
    const stops = [
      client.on('event', (event) => dispatch({ type: 'event', event, nowMs: performance.now() })),
      client.on('reset', (wall) => dispatch({ type: 'wall', wall, isNewLog: true })),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [client])

  useEffect(() => {
    if (!isReached) return
    let isOver = false
    const readAll = async (): Promise<void> => {
      const { wall } = client.getSnapshot()
      if (wall !== null) dispatch({ type: 'wall', wall })
      await Promise.all(
        QUEUE_STATUSES.map(async (status) => {
          let before = await read(status, null)
          for (let page = 1; status === 'pending' && before !== null && page < PENDING_PAGES && !isOver; page += 1) {
            before = await read(status, before)
          }
        }),
      )
    }
    void readAll()
    return () => {
      isOver = true
    }
  }, [client, isReached, read])

  useEffect(() => {
    if (state.isIncomplete && isReached) void read('rejected', null)
  }, [isReached, read, state.isIncomplete])

  const loadOlder = (status: QueueStatus): void => void read(status, state.parts[status].before)
  const learn = useCallback(
    (messages: readonly HostMessage[]): void => dispatch({ type: 'answers', messages, nowMs: performance.now() }),
    [],
  )
  return { state, loadOlder, learn }
}
