const LOOPBACK = /^https?:\/\/(localhost|[^/:]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)(:|\/|$)/i

/** Whether an address leads to this computer alone: no phone can open it. */
export function isLoopback(url: string): boolean {
  return LOOPBACK.test(url)
}
