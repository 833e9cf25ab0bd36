import { helperOf, ownNameOf } from './canaries.ts'
import type { Reader } from './history.ts'
import { GUESTS } from './plan.ts'

export const guestOf = (index: number): Reader => ({ id: `guest-${index}`, role: 'guest' })
/** The name in the reader's credential. */
export const credentialNameOf = ({ id, role }: Reader): string => (role === 'guest' ? ownNameOf(Number(id.slice('guest-'.length))) : id)
/** A reader of the Redis of the servers. */
export const REDIS: Reader = { id: 'redis', role: 'guest' }
export const WALL: Reader = { id: 'screen', role: 'wall' }
/** The first runs the session, the second helps. */
export const hostOf = (index: number): Reader => ({ id: helperOf(index), role: index === 0 ? 'host' : 'moderator' })
/** The readers who are no host. */
export const readerOf = (index: number): Reader => (index < GUESTS ? guestOf(index) : WALL)
