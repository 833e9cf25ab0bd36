import type { Random } from '../types.ts'

const RANGE = 2 ** 32

/** The platform's best randomness. `getRandomValues` is there on plain `http://` pages too, unlike `randomUUID`. */
export const platformRandom: Random = () => {
  const source = globalThis.crypto
  return source === undefined ? Math.random() : (source.getRandomValues(new Uint32Array(1))[0] ?? 0) / RANGE
}
