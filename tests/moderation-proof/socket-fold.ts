import { applyEvent, type ServerFrame, type Session, type Wall, type WallEvent, type WallMessage } from '@guestwall/protocol'

/** The wall of a socket's reader: the fold over the frames that it received. */
export class SocketFold {
  wall: Wall

  constructor(session: Session) {
    this.wall = { session, messages: [], messageCount: 0, votes: [] }
  }

  /** Without the guest's own messages that wait again. */
  shown(): WallMessage[] {
    return this.wall.messages.filter(({ status }) => status === 'shown')
  }

  add(text: string): void {
    const frame = JSON.parse(text) as ServerFrame
    if (frame.type === 'snapshot') this.wall = frame.wall
    if (frame.type === 'events') for (const event of frame.events) this.wall = applyEvent(this.wall, event as WallEvent)
  }
}
