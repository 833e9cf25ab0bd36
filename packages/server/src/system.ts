import { randomBytes, randomInt } from 'node:crypto'
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

/** The machine's randomness; ids and codes are unguessable. */
export const systemRandom: Random = {
  next: () => Math.random(),
  id: () => randomBytes(ID_BYTES).toString('base64url'),
  code: () => Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join(''),
}
