/** The action of a key on the wall (P9). */
export type WallAction = 'qr' | 'keys' | 'back' | 'fullScreen' | 'larger' | 'smaller' | 'vote' | 'results' | 'pause' | 'blank' | 'calm'

interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

const ACTIONS: Readonly<Record<string, WallAction>> = {
  q: 'qr',
  h: 'keys',
  '?': 'keys',
  escape: 'back',
  f: 'fullScreen',
  '+': 'larger',
  '=': 'larger',
  '-': 'smaller',
  p: 'pause',
  b: 'blank',
  m: 'calm',
  ' ': 'vote',
  enter: 'results',
}

/** The action of a key press; `null` for every other key and for the browser's own shortcuts. */
export function wallAction({ key, ctrlKey, metaKey, altKey }: KeyPress): WallAction | null {
  if (ctrlKey || metaKey || altKey) return null
  return ACTIONS[key.toLowerCase()] ?? null
}
