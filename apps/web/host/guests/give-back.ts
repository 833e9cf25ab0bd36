import type { SessionHost } from '@guestwall/client/host'
import type { HostMessage } from '@guestwall/protocol'

/** Messages that the server takes in one request. */
const MOST_AT_ONCE = 100

/** The messages of a guest that an act takes off the wall or out of the queue, as they are before it. */
export function takenWith(guestId: string, messages: Iterable<HostMessage>): readonly HostMessage[] {
  return [...messages].filter((message) => message.guestId === guestId && (message.status === 'shown' || message.status === 'pending'))
}

/** Gives messages that were rejected with an act on their guest the status and the pins again that they had. Resolves to the messages as they are now. */
export async function giveBack(host: SessionHost, before: readonly HostMessage[]): Promise<readonly HostMessage[]> {
  const now: HostMessage[] = []
  for (const [status, act] of [
    ['shown', 'restore'],
    ['pending', 'hold'],
  ] as const) {
    const ids = before.filter((message) => message.status === status).map(({ id }) => id)
    for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
      now.push(...(await host.actOnMessages(ids.slice(at, at + MOST_AT_ONCE), act)))
    }
  }
  for (const { id, pinned } of before) if (pinned) now.push(await host.actOnMessage(id, 'pin'))
  return now
}
