/**
 * Runs in a page: what is wrong with the screen as it is laid out now, in words. Texts of the catalogs are known by the brackets of the
 * pseudo-language; what people wrote may be shortened. Needs to stand alone: the browser gets its source text only.
 */
export function screenFaults(): string[] {
  const SMALLEST = 44
  /** Rounding of a layout, in pixels. */
  const SLACK = 1.5
  interface Box {
    readonly left: number
    readonly top: number
    readonly right: number
    readonly bottom: number
  }
  const faults: string[] = []
  const named = (text: string | null): string => (text ?? '').trim().replace(/\s+/g, ' ').slice(0, 50)

  const sideways = document.documentElement.scrollWidth - window.innerWidth
  if (sideways > 0) faults.push(`scrolls sideways by ${sideways} px`)

  // A layer over the whole screen hides the rest.
  const scope = document.querySelector('dialog[open]') ?? document.querySelector('.qr-screen') ?? document.body

  const isShown = (element: Element): boolean => {
    const folded = element.closest('details:not([open])')
    if (folded !== null && element.closest('summary') === null) return false
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at)
      if (style.visibility === 'hidden' || style.display === 'none' || Number(style.opacity) === 0) return false
      if (style.clipPath !== 'none') return false
      if (at === scope) return true
    }
    return true
  }
  const meet = (one: Box, other: Box): Box => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  })
  const isEmpty = ({ left, top, right, bottom }: Box): boolean => right - left <= SLACK || bottom - top <= SLACK

  /** The part of a box that is seen, and whether something that does not scroll cuts it. */
  const seen = (element: Element, box: Box): { readonly box: Box; readonly isCut: boolean } => {
    let left: Box = box
    let isCut = false
    for (let at: Element | null = element; at !== null && at !== document.documentElement; at = at.parentElement) {
      const { overflowX, overflowY, position, webkitLineClamp } = getComputedStyle(at)
      const frame = at.getBoundingClientRect()
      const cutsX = /hidden|clip/.test(overflowX)
      const cutsY = /hidden|clip/.test(overflowY)
      if (cutsX && (box.left < frame.left - SLACK || box.right > frame.right + SLACK)) isCut = true
      // A guest's text is shortened to whole lines, with an ellipsis.
      if (cutsY && webkitLineClamp === 'none' && (box.top < frame.top - SLACK || box.bottom > frame.bottom + SLACK)) isCut = true
      if (overflowX !== 'visible' || overflowY !== 'visible') left = meet(left, frame)
      if (position === 'fixed') break
    }
    return { box: left, isCut }
  }

  const texts: { readonly element: Element; readonly name: string; readonly box: Box }[] = []
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    if (element === null || named(node.textContent) === '' || !isShown(element)) continue
    const isOurs = /[[\]]/.test(node.textContent ?? '')
    const range = document.createRange()
    range.selectNodeContents(node)
    let wasCut = false
    for (const line of range.getClientRects()) {
      const { box, isCut } = seen(element, line)
      if (isCut && isOurs && !wasCut) {
        wasCut = true
        faults.push(`cut: ${named(node.textContent)}`)
      }
      if (!isEmpty(box)) texts.push({ element, name: named(node.textContent), box })
    }
  }
  for (const field of scope.querySelectorAll<HTMLInputElement>('input[placeholder], textarea[placeholder]')) {
    const { font, paddingLeft, paddingRight } = getComputedStyle(field)
    if (!isShown(field)) continue
    const lines = field instanceof HTMLTextAreaElement ? field.rows : 1
    const pen = document.createElement('canvas').getContext('2d')
    if (pen === null) continue
    pen.font = font
    const room = field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
    if (pen.measureText(field.placeholder).width > room * lines + SLACK) faults.push(`cut in its field: ${named(field.placeholder)}`)
  }
  /** These lie over the screen on purpose: bars that come and go with the mouse, the answer to a key, the button over a list that is scrolled. */
  const layerOf = (element: Element): Element | null => element.closest('.toolbar, .wall-page__note, .gw-stream__newer')
  /** Within one text Chinese marks are set tight: the empty half of a mark lies under its neighbour. */
  const isOneText = (one: Element, other: Element): boolean => one === other || one.closest('.gw-card__text')?.contains(other) === true
  for (const [at, one] of texts.entries()) {
    for (const other of texts.slice(at + 1)) {
      if (isOneText(one.element, other.element) || layerOf(one.element) !== layerOf(other.element)) continue
      const shared = meet(one.box, other.box)
      // Lines may share the space between their letters.
      const height = Math.min(one.box.bottom - one.box.top, other.box.bottom - other.box.top)
      if (shared.right - shared.left > SLACK && shared.bottom - shared.top > height / 3)
        faults.push(`over each other: ${one.name} / ${other.name}`)
    }
  }

  for (const target of scope.querySelectorAll('button, a[href], input, textarea, select, summary, [role="tab"]')) {
    if (!isShown(target)) continue
    const isChoice = target instanceof HTMLInputElement && /radio|checkbox/.test(target.type)
    const box = ((isChoice && target.closest('label')) || target).getBoundingClientRect()
    if (isEmpty(seen(target, box).box)) continue
    if (box.width < SMALLEST - 0.5 || box.height < SMALLEST - 0.5)
      faults.push(
        `small: ${named(target.textContent) || target.getAttribute('aria-label') || target.className} ${Math.round(box.width)} × ${Math.round(box.height)}`,
      )
  }
  return [...new Set(faults)]
}
