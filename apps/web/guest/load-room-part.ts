import type { roomPart } from './room-part.ts'

export type RoomPart = typeof roomPart

export const loadRoomPart = async (): Promise<RoomPart> => (await import('./room-part.ts')).roomPart
