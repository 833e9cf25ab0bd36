import { applyEvent, type ServerFrame, type Session, type Wall, type WallEvent } from '@guestwall/protocol'

/** The wall of a socket's reader: the fold over the frames that it received. */
export class SocketFold {
  wall: Wall

  constructor(session: Session) {
    this.wall = { session, messages: [], messageCount: 0, votes: [] }
  }

  add(text: string): void {
    const frame = JSON.parse(text) as ServerFrame
    if (frame.type === 'snapshot') this.wall = frame.wall
    if (frame.type === 'events') for (const event of frame.events) this.wall = applyEvent(this.wall, event as WallEvent)
  }
}
