/** When a message enters a wall, in milliseconds of the wall clock. */
export interface EntryTimes {
  /** Its card is in the page. */
  readonly drawnMs: number
  /** A part of it is seen. */
  readonly seenMs: number
  /** It stands in its place, and nothing of it moves. */
  readonly placedMs: number
}

/** Runs in the page of a wall, which knows nothing of this module: looks at each frame until the message stands in its place. */
export async function watchEntry([id, giveUpMs]: readonly [id: string, giveUpMs: number]): Promise<EntryTimes> {
  const endMs = performance.now() + giveUpMs
  let drawnMs: number | null = null
  let seenMs: number | null = null
  while (performance.now() < endMs) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const card = document.querySelector<HTMLElement>(`[data-message="${id}"]`)
    const stage = card?.closest('.gw-wall__stage')?.getBoundingClientRect()
    if (card === null || stage === undefined) continue
    const atMs = performance.timeOrigin + performance.now()
    const box = card.getBoundingClientRect()
    const isIn = box.bottom > stage.top + 1 && box.top < stage.bottom - 1
    drawnMs ??= atMs
    if (isIn && Number(getComputedStyle(card).opacity) > 0.05) seenMs ??= atMs
    const isStill = card.getAnimations().every(({ playState }) => playState === 'finished' || playState === 'idle')
    if (seenMs !== null && isStill) return { drawnMs, seenMs, placedMs: atMs }
  }
  throw new Error(`message ${id} was not seen`)
}
