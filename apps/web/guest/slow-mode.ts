import type { GuestwallMessages } from '@guestwall/react'
import type { Language } from '../shared/catalogs.ts'
import { slowMessages } from './slow-messages.ts'

type StreamLabels = GuestwallMessages['stream']

export interface SlowMode {
  readonly note: string
  readonly stream: Pick<StreamLabels, 'later'>
}

/** The words of slow mode, which is the host's wish and no fault of the wall: below the field, and at a message that waits for it. `null`: it is off. */
export function slowMode(language: Language, seconds = 0, { later }: StreamLabels): SlowMode | null {
  const t = slowMessages(language)
  if (seconds === 0) return null
  return { note: t.note(seconds), stream: { later: (waits, code) => (code === 'rate_limited' ? t.later(waits) : later(waits, code)) } }
}
