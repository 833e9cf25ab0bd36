import { type Box, IN_MS, type Motion, MOVE_MS, OUT_MS } from './motion.ts'

const EASE = 'cubic-bezier(0.2, 0.7, 0.2, 1)'

/**
 * Plays a motion on an element whose style says where its place is. The start time is set: the browser starts animations of its own accord when each is ready, which
 * may be a frame apart.
 */
export function playMotion(element: HTMLElement, { kind, atMs, delayMs, shift, from }: Motion, { x, y, width, height }: Box): void {
  if (typeof element.animate !== 'function') return
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches || element.closest('[data-motion="less"]') !== null
  const play = (frames: Keyframe[], timing: KeyframeAnimationOptions): void => {
    const animation = element.animate(frames, { fill: 'backwards', delay: delayMs, ...timing })
    animation.startTime = atMs
  }
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
  if (kind === 'reshape' && from !== undefined) {
    const scale = from.width / width
    const begins = { transform: `translate(${from.x}px, ${from.y}px) scale(${scale})`, height: `${scale === 1 ? from.height : height}px` }
    const ends = { transform: `translate(${x}px, ${y}px) scale(1)`, height: `${height}px` }
    play([begins, ends], { duration: isStill ? 1 : MOVE_MS, easing: EASE })
  }
}
