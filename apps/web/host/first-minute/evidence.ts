import type { Credential, HostGuest, HostScreen } from '@guestwall/protocol'
import type { QueueState } from '../queue/queue-state.ts'
import type { Evidence } from './steps.ts'

/** The guest who came first. */
export function firstGuest(guests: readonly HostGuest[]): Evidence['guest'] {
  return earliest(guests.map(({ name, firstSeenAt }) => ({ name, at: firstSeenAt })))
}

/**
 * The screen that was opened first. A credential that was never used opened none; a screen that reports is open, whichever credential it has, since
 * `now` as far as is known.
 */
export function firstScreen(credentials: readonly Credential[], screens: readonly HostScreen[], now: string): Evidence['screen'] {
  const used = earliest(credentials.flatMap(({ role, lastUsedAt }) => (role === 'wall' && lastUsedAt !== null ? [{ at: lastUsedAt }] : [])))
  return used ?? (screens.some(({ pages }) => pages.length > 0) ? { at: now } : null)
}

/** The message that came to the wall first: where a host approved it, at that time. */
export function firstMessage({ entries }: QueueState): Evidence['message'] {
  const shown = [...entries.values()].flatMap(({ message }) => (message.status === 'shown' ? [message] : []))
  return earliest(shown.map(({ guestName, createdAt, decided }) => ({ name: guestName, at: decided?.at ?? createdAt })))
}

function earliest<Item extends { readonly at: string }>(items: readonly Item[]): Item | null {
  return items.reduce<Item | null>((first, item) => (first === null || item.at < first.at ? item : first), null)
}
