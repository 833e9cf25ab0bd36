import type { Channel } from './channel.ts'

/** The two ends of a channel in one process. A message arrives at once, as a clone, as between processes. */
export function channelPair(): [Channel, Channel] {
  const listeners: ((message: unknown) => void)[][] = [[], []]
  const end = (here: 0 | 1): Channel => ({
    send(message) {
      for (const listener of listeners[1 - here] ?? []) listener(structuredClone(message))
    },
    onMessage: (listener) => void listeners[here]?.push(listener),
  })
  return [end(0), end(1)]
}
