import { LOOK_ALIKES } from './data/look-alikes.ts'
import { PINYIN } from './data/pinyin.ts'
import { TRADITIONAL_SIMPLIFIED } from './data/simplified.ts'

/** The readings of the characters of a text. */
export interface FoldTables {
  /** By code point: one to three ASCII letters or digits. */
  readonly lookAlikes: ReadonlyMap<number, string>
  /** By code unit of a traditional character. */
  readonly simplified: ReadonlyMap<number, number>
  /** By code unit of a simplified character: its sound without tone. */
  readonly pinyin: ReadonlyMap<number, string>
}

let tables: FoldTables | null = null

/** The tables, unpacked at the first use: a server that filters nothing does not hold them. */
export function foldTables(): FoldTables {
  tables ??= { lookAlikes: byCodePoint(LOOK_ALIKES), simplified: pairs(TRADITIONAL_SIMPLIFIED), pinyin: byCodePoint(PINYIN) }
  return tables
}

/** `target characters|target characters` */
function byCodePoint(packed: string): Map<number, string> {
  const found = new Map<number, string>()
  for (const group of packed.split('|')) {
    const space = group.indexOf(' ')
    const target = group.slice(0, space)
    for (const char of group.slice(space + 1)) found.set(char.codePointAt(0) ?? 0, target)
  }
  return found
}

function pairs(packed: string): Map<number, number> {
  const found = new Map<number, number>()
  for (let at = 0; at < packed.length; at += 2) found.set(packed.charCodeAt(at), packed.charCodeAt(at + 1))
  return found
}
