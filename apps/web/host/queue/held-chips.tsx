import type { HeldReason } from '@guestwall/protocol'
import type { QueueMessages } from './messages.ts'
import { beginningOf } from './row-words.ts'

interface HeldChipsProps {
  readonly held: readonly HeldReason[] | undefined
  readonly t: QueueMessages
}

/** The rules that hold a message. The mode holds all of them: it needs no chip. */
export function HeldChips({ held = [], t }: HeldChipsProps) {
  return held
    .filter(({ rule }) => rule !== 'approve')
    .map(({ rule, text }) => (
      <span key={`${rule} ${text ?? ''}`} className={`held-chip${text === undefined ? '' : ' held-chip--words'}`}>
        {t.rules[rule]}
        {text !== undefined && <q>{beginningOf(text)}</q>}
      </span>
    ))
}
