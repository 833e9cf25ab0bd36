export type { Audience } from '../log/decide/audience.ts'
export { ManualClock } from './manual-clock.ts'
export { MemoryStore } from './memory-store.ts'
