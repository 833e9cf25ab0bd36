export const loadLaterPart = async () => (await import('./later-part.ts')).laterPart
