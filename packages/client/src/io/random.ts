import type { Random } from '../types.ts'

const RANGE = 2 ** 32

/** The platform's best randomness. `getRandomValues` is there on plain `http://` pages too, unlike `randomUUID`. */
export const platformRandom: Random = () => {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1))
  return number / RANGE
}
