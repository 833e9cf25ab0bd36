import type { Random } from '../types.ts'

const BASE = 36
/** 24 characters of 36 are 124 bits: no two keys of any guests are equal. */
const LENGTH = 24

/** A new key for a command (SEND-1). */
export function randomKey(random: Random): string {
  return Array.from({ length: LENGTH }, () => Math.floor(random() * BASE).toString(BASE)).join('')
}
