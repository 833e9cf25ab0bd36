export type { Audience } from '../domain/audience.ts'
export { ManualClock } from './manual-clock.ts'
export { MemoryStore } from './memory-store.ts'
