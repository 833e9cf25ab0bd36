export type { Audience } from '../domain/log-event.ts'
export { ManualClock } from './manual-clock.ts'
export { MemoryStore } from './memory-store.ts'
