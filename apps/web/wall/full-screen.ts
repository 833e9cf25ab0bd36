/** Fills the screen, or leaves it. A browser may refuse; then everything stays as it is. */
export function toggleFullScreen(): void {
  const change = document.fullscreenElement === null ? document.documentElement.requestFullscreen?.() : document.exitFullscreen()
  change?.catch(() => undefined)
}
