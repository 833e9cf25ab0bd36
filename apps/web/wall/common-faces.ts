/** One letter of each part of the Chinese faces that texts and names need most: the parts are by how often their letters are written. */
const LETTERS = Array.from('的是他那她军爸幸恭祝叔奶萧邱')
/** By then the first picture has asked for its own faces, which come first. */
const LATER_MS = 1_500

/** Loads the common parts of the Chinese faces once the first picture is drawn, one after the other, so that a later message is drawn as soon as it comes. */
export function loadCommonFaces(): void {
  setTimeout(() => void document.fonts?.ready.then(loadAll), LATER_MS)
}

async function loadAll(): Promise<void> {
  const style = getComputedStyle(document.documentElement)
  const families = ['--gw-serif-han', '--gw-sans-han'].map((name) => style.getPropertyValue(name))
  for (const family of families) {
    // What does not come is loaded again when a text needs it.
    for (const letter of LETTERS) await document.fonts?.load(`16px ${family}`, letter).catch(() => [])
  }
}
