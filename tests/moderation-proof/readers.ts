import { helperOf } from './canaries.ts'
import type { Reader } from './history.ts'
import { GUESTS } from './plan.ts'

export const guestOf = (index: number): Reader => ({ id: `guest-${index}`, role: 'guest' })
export const WALL: Reader = { id: 'screen', role: 'wall' }
/** The first runs the session, the second helps. */
export const hostOf = (index: number): Reader => ({ id: helperOf(index), role: index === 0 ? 'host' : 'moderator' })
/** The readers who are no host. */
export const readerOf = (index: number): Reader => (index < GUESTS ? guestOf(index) : WALL)
