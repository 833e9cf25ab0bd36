import type { Random } from '../types.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'
/** 20 characters of 64 are 120 bits: no two taps of any guest meet. */
const LENGTH = 20

/** A new key for what a guest does now (SEND-1). */
export function randomKey(random: Random): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('')
}
