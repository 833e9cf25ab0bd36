import { REDUCERS } from '../generated/events.ts'
import { keepWindow } from '../keep-window.ts'
import type { Wall } from '../wall.ts'
import type { WallEvent } from './event.ts'
import type { Reduce } from './event-rules.ts'

/**
 * The reducer: the wall after `event`. Pure, the same code on the server and in the browser. The caller applies events in order (SYNC-2).
 * Parts that an event does not touch keep their identity.
 */
export function applyEvent(wall: Wall, event: WallEvent): Wall {
  return keepWindow((REDUCERS[event.type] as Reduce<WallEvent['data']>)(wall, event.data))
}
