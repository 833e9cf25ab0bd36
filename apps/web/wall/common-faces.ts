/** One letter of each part of the Chinese faces that texts and names need most: the parts are by how often their letters are written. */
const LETTERS = Array.from('的是他那她军爸幸恭祝叔奶萧邱')
/** Browsers without idle time wait so long. */
const LATER_MS = 1_000

/** Loads the common parts of the Chinese faces while the page has nothing else to do, one after the other, so that a message is drawn as soon as it comes. */
export function loadCommonFaces(): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(() => void loadAll())
  else setTimeout(() => void loadAll(), LATER_MS)
}

async function loadAll(): Promise<void> {
  const style = getComputedStyle(document.documentElement)
  const families = ['--gw-serif-han', '--gw-sans-han'].map((name) => style.getPropertyValue(name))
  for (const family of families) {
    // What does not come is loaded again when a text needs it.
    for (const letter of LETTERS) await document.fonts?.load(`16px ${family}`, letter).catch(() => [])
  }
}
