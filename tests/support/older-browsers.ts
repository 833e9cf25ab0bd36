/** Features that browsers of the pages' build targets lack, with the first version that has each. Chrome 87, Safari 14.1 and Firefox 88 are the oldest. */
export interface Lacking {
  /** From `window`. */
  readonly path: string
  readonly chrome: number
  readonly safari: number
  readonly firefox: number
  /** The pages ask for it first, and do without. */
  readonly isOptional?: true
}

export const OLDEST = { chrome: 87, safari: 14.1, firefox: 88 } as const
/** In no version so far. */
const NEVER = Number.POSITIVE_INFINITY

type Row = readonly [path: string, chrome: number, safari: number, firefox: number]

const ROWS: readonly Row[] = [
  ['Array.prototype.at', 92, 15.4, 90],
  ['String.prototype.at', 92, 15.4, 90],
  ['Object.hasOwn', 93, 15.4, 92],
  ['Array.prototype.findLast', 97, 15.4, 104],
  ['Array.prototype.findLastIndex', 97, 15.4, 104],
  ['Array.prototype.toSorted', 110, 16, 115],
  ['Array.prototype.toReversed', 110, 16, 115],
  ['Array.prototype.toSpliced', 110, 16, 115],
  ['Array.prototype.with', 110, 16, 115],
  ['Array.fromAsync', 121, 16.4, 115],
  ['Object.groupBy', 117, 17.4, 119],
  ['Map.groupBy', 117, 17.4, 119],
  ['Set.prototype.union', 122, 17, 127],
  ['Set.prototype.intersection', 122, 17, 127],
  ['Set.prototype.difference', 122, 17, 127],
  ['Set.prototype.isSubsetOf', 122, 17, 127],
  ['Iterator', 122, 18.4, 131],
  ['String.prototype.isWellFormed', 111, 16.4, 119],
  ['String.prototype.toWellFormed', 111, 16.4, 119],
  ['Promise.withResolvers', 119, 17.4, 121],
  ['Promise.try', 128, 18.2, 134],
  ['structuredClone', 98, 15.4, 94],
  ['AbortSignal.abort', 93, 15, 88],
  ['AbortSignal.timeout', 103, 16, 100],
  ['AbortSignal.any', 116, 17.4, 124],
  ['AbortSignal.prototype.throwIfAborted', 100, 15.4, 97],
  ['URL.canParse', 120, 17, 115],
  ['URL.parse', 126, 18, 126],
  ['Response.json', 105, 17, 115],
  ['Crypto.prototype.randomUUID', 92, 15.4, 95],
  ['Element.prototype.checkVisibility', 105, 17.4, 106],
  ['HTMLElement.prototype.showPopover', 114, 17, 125],
  ['Document.prototype.startViewTransition', 111, 18, 144],
  ['requestIdleCallback', 47, NEVER, 55],
]

const OPTIONAL: readonly Row[] = [
  ['Intl.Segmenter', 87, 14.1, 125],
  ['visualViewport', 61, 13, 91],
  ['BroadcastChannel', 54, 15.4, 38],
  ['Navigator.prototype.locks', 69, 15.4, 96],
  ['Navigator.prototype.wakeLock', 84, 16.4, 126],
  ['HTMLDialogElement.prototype.showModal', 37, 15.4, 98],
  ['HTMLElement.prototype.inert', 102, 15.5, 112],
]

export const LACKING: readonly Lacking[] = [
  ...ROWS.map(([path, chrome, safari, firefox]) => ({ path, chrome, safari, firefox })),
  ...OPTIONAL.map(([path, chrome, safari, firefox]) => ({ path, chrome, safari, firefox, isOptional: true as const })),
]

/** Takes all of it away from a page, before the page's own scripts. Runs in the browser. */
export function takeAway(paths: readonly string[]): void {
  for (const path of paths) {
    const names = path.split('.')
    const name = names.pop() as string
    const owner = names.reduce<Record<string, unknown> | undefined>(
      (object, part) => object?.[part] as Record<string, unknown> | undefined,
      window as unknown as Record<string, unknown>,
    )
    if (owner !== undefined && !delete owner[name]) Object.defineProperty(owner, name, { value: undefined })
  }
}
