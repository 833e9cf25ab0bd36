/**
 * Makes a text so small that the longest of its words fits into `width`, in pixels, but not smaller than `least`. Only a word that no size holds breaks. The parts
 * of the text inherit `overflow-wrap`.
 */
export function keepWordsWhole(text: HTMLElement, width: number, least: number): void {
  text.style.overflowWrap = 'normal'
  const size = Number.parseFloat(getComputedStyle(text).fontSize)
  const needed = text.scrollWidth
  if (needed <= width + 0.5) return
  text.style.fontSize = `${wordSize(size, needed, width, least)}px`
  if (text.scrollWidth > width + 0.5) text.style.overflowWrap = 'anywhere'
}

/** The font size at which a word that is `needed` wide at `size` fits. A hundredth less, because widths are rounded. */
export function wordSize(size: number, needed: number, width: number, least: number): number {
  return needed <= width ? size : Math.max(least, (size * width * 0.99) / needed)
}
