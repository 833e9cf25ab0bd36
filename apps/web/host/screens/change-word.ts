import type { ScreenChange } from '@guestwall/protocol'
import type { ScreensMessages } from './messages.ts'

/** How the screens are after a change, in a word. */
export function changeWord({ isPaused, isBlank, isFrozen, isCleared, spotlight, step }: ScreenChange, t: ScreensMessages): string {
  const { became } = t
  if (isPaused !== undefined) return isPaused ? t.paused : became.going
  if (isBlank !== undefined) return isBlank ? t.pictures.blank : became.visible
  if (isFrozen !== undefined) return isFrozen ? t.frozen : became.going
  if (isCleared !== undefined) return isCleared ? became.cleared : became.visible
  if (spotlight !== undefined) return spotlight === null ? became.visible : t.pictures.spotlight
  return step === true ? became.stepped : became.changed
}
