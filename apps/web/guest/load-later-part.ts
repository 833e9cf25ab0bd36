import type { laterPart } from './later-part.ts'

export type LaterPart = Awaited<typeof laterPart>

export const loadLaterPart = async (): Promise<LaterPart> => (await import('./later-part.ts')).laterPart
