import { carries, erasure } from '@guestwall/protocol'
import type { LiveSessions } from '../feed/live-sessions.ts'
import { PhotoUpkeep } from '../handlers/photo-upkeep.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import type { AppParts } from './app-parts.ts'

/** Deletes the pictures of removed messages, former looks, deleted sessions and guests on whom a host has acted, where this server has an image store. */
export function photoUpkeepOf(
  { images, clock }: AppParts,
  { store, log, live, onError }: { store: Store; log: SessionLog; live: LiveSessions; onError: (error: unknown) => void },
): PhotoUpkeep | null {
  if (images === undefined) return null
  const upkeep = new PhotoUpkeep({ store, images: images.store, clock, onError })
  log.committed.on(({ sessionId, slice }) => {
    if (slice.events.some(({ event }) => erasure(event) !== null || event.type === 'session.changed')) void upkeep.soon()
    for (const { event } of slice.events) {
      if (carries(event, 'guest') && (event.data.isMuted || event.data.isRemoved)) void upkeep.deleteUnsentOf(sessionId, event.data.id)
    }
  })
  live.deleted.on((sessionId) => void upkeep.deleteSession(sessionId))
  return upkeep
}
