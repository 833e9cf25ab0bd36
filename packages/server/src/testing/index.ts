export type { Audience } from '../domain/log-event.ts'
export { MemoryStore } from './memory-store.ts'
export { type Cell, localTime, type Table, verbatim } from '../export/cells.ts'
export { xlsx } from '../export/xlsx/xlsx.ts'
