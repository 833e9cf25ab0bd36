import { randomBytes, randomInt } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { CODE_ALPHABET, CODE_LENGTH } from '@guestwall/protocol'
import type { Clock, Random } from './domain/ports.ts'

/** The machine's clock. Its timers never keep the process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs).unref()
    return () => clearTimeout(timer)
  },
}

const ID_BYTES = 12
/** Random bytes are asked for this many ids at once: to ask costs far more than the bytes. */
const IDS_AT_ONCE = 256

let pool = Buffer.alloc(0)
let used = 0

/** A text of bytes that were never used before. */
function freshId(): string {
  if (used === pool.length) {
    pool = randomBytes(ID_BYTES * IDS_AT_ONCE)
    used = 0
  }
  const id = pool.toString('base64url', used, used + ID_BYTES)
  used += ID_BYTES
  return id
}

/** New codes have no vowels, so that none is a word: every guest reads it on the wall, and a path like `/assets` is no wall. */
const NEW_CODE_ALPHABET = Array.from(CODE_ALPHABET).filter((letter) => !'AEUY'.includes(letter))

/** The machine's randomness; ids and codes are unguessable. */
export const systemRandom: Random = {
  next: () => Math.random(),
  id: freshId,
  code: () => Array.from({ length: CODE_LENGTH }, () => NEW_CODE_ALPHABET[randomInt(NEW_CODE_ALPHABET.length)]).join(''),
}
