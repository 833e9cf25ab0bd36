import type { Session } from '../session.ts'
import type { Wall } from '../wall.ts'

export function putSession(wall: Wall, session: Session): Wall {
  return { ...wall, session }
}
