export type { Audience } from '../domain/log-event.ts'
export { MemoryStore } from './memory-store.ts'
