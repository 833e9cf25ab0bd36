import type { laterPart } from './later-part.ts'

export type LaterPart = typeof laterPart

export const loadLaterPart = async (): Promise<LaterPart> => (await import('./later-part.ts')).laterPart
