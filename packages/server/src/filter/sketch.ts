/** One value for each part of the hash range. */
const PARTS = 32
/** Parts that must agree: 26 of 32 are about nine tenths of the pairs of letters. */
const NEAR_PARTS = 24
const EMPTY = 0x7fffffff

/** A sketch of a text by its pairs of letters (one-permutation min-hash): texts that share most pairs share most parts. Linear in the text. */
export function sketchOf(letters: string): Int32Array {
  const sketch = new Int32Array(PARTS).fill(EMPTY)
  for (let at = 1; at < letters.length; at += 1) {
    const hash = mixed(letters.charCodeAt(at - 1) * 65_536 + letters.charCodeAt(at))
    const part = hash & (PARTS - 1)
    sketch[part] = Math.min(sketch[part] ?? EMPTY, (hash >>> 5) & EMPTY)
  }
  return sketch
}

/** Whether two texts are nearly the same. Parts that both lack say nothing. */
export function isNear(a: Int32Array, b: Int32Array): boolean {
  let equal = 0
  let used = 0
  for (let part = 0; part < PARTS; part += 1) {
    if (a[part] === EMPTY && b[part] === EMPTY) continue
    used += 1
    if (a[part] === b[part]) equal += 1
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
