import { type Box, IN_MS, type Motion, MOVE_MS, OUT_MS } from './motion.ts'

const EASE = 'cubic-bezier(0.2, 0.7, 0.2, 1)'
/** After this part of the time a card has almost its new shape, and the lines of before are gone. */
const REMADE_PART = 0.3

/**
 * Plays a motion on an element whose style says where its place is. The start time is set: the browser starts animations of its own accord when each is ready, which
 * may be a frame apart.
 */
export function playMotion(element: HTMLElement, { kind, atMs, delayMs, shift, from }: Motion, { x, y, width, height }: Box): void {
  if (typeof element.animate !== 'function') return
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches || element.closest('[data-motion="less"]') !== null
  const start = (part: Element, frames: Keyframe[], timing: KeyframeAnimationOptions): void => {
    const animation = part.animate(frames, { fill: 'backwards', delay: delayMs, ...timing })
    animation.startTime = atMs
  }
  const play = (frames: Keyframe[], timing: KeyframeAnimationOptions): void => start(element, frames, timing)
  if (kind === 'leave') play([{ opacity: 1 }, { opacity: 0 }], { duration: OUT_MS, fill: 'forwards' })
  if (kind === 'appear' || ((kind === 'ride' || kind === 'slide') && isStill))
    play([{ opacity: 0 }, { opacity: 1 }], { duration: IN_MS, easing: 'ease-out' })
  // Without movement the column changes its places in one step, once what leaves is gone.
  if (kind === 'move' || (kind === 'ride' && !isStill)) {
    const begins = { transform: `translate(${x + shift.x}px, ${y + shift.y}px)` }
    play([begins, { transform: `translate(${x}px, ${y}px)` }], { duration: isStill ? 1 : MOVE_MS, easing: EASE })
  }
  if (kind === 'slide' && !isStill) {
    const begins = { transform: `translate(${x + shift.x}px, ${y + shift.y}px)`, opacity: 0 }
    play([begins, { transform: `translate(${x}px, ${y}px)`, opacity: 1 }], { duration: MOVE_MS, easing: EASE })
  }
  if (from === undefined) return
  const duration = isStill ? 1 : MOVE_MS
  const there = `translate(${x}px, ${y}px)`
  if (kind === 'reshape') {
    const begins = { transform: `translate(${from.x}px, ${from.y}px)`, height: `${from.height}px` }
    play([begins, { transform: there, height: `${height}px` }], { duration, easing: EASE })
  }
  if (kind === 'remake') {
    const begins = { transform: `translate(${from.x}px, ${from.y}px) scale(${from.width / width}, ${from.height / height})` }
    play([begins, { transform: `${there} scale(1, 1)` }], { duration, easing: EASE })
    // The box keeps its edges from frame to frame; the lines of before go first, and then the new ones come.
    const [now, before] = element.children
    const fades: KeyframeAnimationOptions = { duration: isStill ? 1 : MOVE_MS }
    if (before !== undefined)
      start(before, [{ opacity: 1 }, { opacity: 0, offset: REMADE_PART }, { opacity: 0 }], { ...fades, fill: 'both' })
    for (const part of now?.children ?? []) start(part, [{ opacity: 0 }, { opacity: 0, offset: REMADE_PART }, { opacity: 1 }], fades)
  }
}
