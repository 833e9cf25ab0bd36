import { isHan } from './glyphs.ts'

/** One value for each part of the hash range. */
const PARTS = 32
/** Parts that must agree: 24 of 32 are about three quarters of the pairs of letters that either text has. */
const NEAR_PARTS = 24
const EMPTY = 0x7fffffff

/** A sketch of a text to compare it with others; the text cannot be read from it. */
export interface Sketch {
  /** Letters and digits; spaces, punctuation and signs do not count. */
  readonly length: number
  readonly hash: number
  /** The least hash of the pairs of letters in each part (one-permutation min-hash): texts that share most pairs share most parts. */
  readonly parts: Int32Array
}

/** A sketch of folded text. Linear in the text. */
export function sketchOf(folded: string): Sketch {
  const parts = new Int32Array(PARTS).fill(EMPTY)
  let length = 0
  let hash = 0
  let before = 0
  for (let at = 0; at < folded.length; at += 1) {
    const unit = folded.charCodeAt(at)
    if (!isCounted(unit)) continue
    hash = mixed(hash ^ unit)
    if (length > 0) {
      const pair = mixed((before << 16) | unit)
      const part = pair & (PARTS - 1)
      parts[part] = Math.min(parts[part] ?? EMPTY, pair >>> 5)
    }
    before = unit
    length += 1
  }
  return { length, hash, parts }
}

/** Letters, digits and emoji; of other scripts all that is no general or Chinese punctuation. */
function isCounted(unit: number): boolean {
  if (unit < 0x80) return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x7a)
  return (
    isHan(unit) ||
    unit === 0x2022 ||
    !((unit >= 0x2000 && unit <= 0x206f) || (unit >= 0x3000 && unit <= 0x303f) || unit >= 0xfe00 || unit < 0xc0)
  )
}

/** Whether two texts have the same letters. Texts that differ and have one hash are as rare as two in four thousand million. */
export function isSame(a: Sketch, b: Sketch): boolean {
  return a.length === b.length && a.hash === b.hash
}

/** Whether two texts have nearly the same letters. Parts that both lack say nothing. */
export function isNear(a: Sketch, b: Sketch): boolean {
  let equal = 0
  let used = 0
  for (let part = 0; part < PARTS; part += 1) {
    if (a.parts[part] === EMPTY && b.parts[part] === EMPTY) continue
    used += 1
    if (a.parts[part] === b.parts[part]) equal += 1
  }
  return used > 0 && equal * PARTS >= used * NEAR_PARTS
}

/** The finaliser of MurmurHash3. */
function mixed(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
