import { openClient } from './open-client.ts'
import { Room } from './room.tsx'

/** What a guest needs from the tap on: the connection and the room. It is loaded while the name is being read. */
export const roomPart = { openClient, Room }
