/** A copy of a part of the page that stands as this one is drawn now. It is for the eye alone. */
export function likenessOf(part: HTMLElement): HTMLElement {
  const copy = part.cloneNode(true) as HTMLElement
  copy.className = 'likeness'
  const copies = [...copy.querySelectorAll<HTMLElement>('*')]
  const moving = movingIn(part)
  for (const [at, element] of [...part.querySelectorAll<HTMLElement>('*')].entries()) {
    const its = copies[at]
    if (its === undefined) break
    if (moving.has(element)) {
      const { transform, opacity } = getComputedStyle(element)
      Object.assign(its.style, { transform, opacity })
    }
  }
  return copy
}

/** What stands on the grounds of a screen: on its own, and on that of its panel. */
const PARTS = '.wall-screen > :not(.look-ground, .wall-screen__main, .side-panel), .wall-screen__main > *, .side-panel > *'

/** What stands on the grounds of a likeness, without what stands at the same place in the picture below it too. */
export function leavingParts(likeness: ParentNode, picture: ParentNode): Element[] {
  const parts = [...picture.querySelectorAll(PARTS)]
  return [...likeness.querySelectorAll(PARTS)].filter((old) => !parts.some((part) => part.isEqualNode(old) && haveOneBox(part, old)))
}

function haveOneBox(one: Element, other: Element): boolean {
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()]
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
}

/** Takes the messages out of a likeness that are not among these. */
export function withoutMessages(likeness: ParentNode, keys: ReadonlySet<string>): void {
  for (const message of likeness.querySelectorAll('[data-message]'))
    if (!keys.has(message.getAttribute('data-message') ?? '')) message.remove()
}

function movingIn(part: HTMLElement): ReadonlySet<Element> {
  const running = part.getAnimations?.({ subtree: true }) ?? []
  const targets = running.map(({ effect }) => (effect instanceof KeyframeEffect && effect.pseudoElement === null ? effect.target : null))
  return new Set(targets.filter((target) => target !== null))
}
