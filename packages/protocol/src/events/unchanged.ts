import type { Wall } from '../wall.ts'

/** The reducer of an event that changes no wall. */
export function unchanged(wall: Wall): Wall {
  return wall
}
