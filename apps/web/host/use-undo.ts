import type { Language } from '../shared/catalogs.ts'
import { guestDeskMessages } from './guests/messages.ts'
import type { DoneGuestAct, GuestActs } from './guests/use-guest-acts.ts'
import { didWords } from './queue/act-words.ts'
import { queueMessages } from './queue/messages.ts'
import { beginningOf } from './queue/row-words.ts'
import type { DoneAct, MessageActs } from './queue/use-message-acts.ts'
import type { UndoOffer } from './undo-strip.tsx'

export interface Undo {
  /** The newest act of this page that can be taken back; `null`: there is none. */
  readonly offer: UndoOffer | null
  readonly undo: () => void
}

/** One way back for acts on messages and on guests: a message's sheet bans its author, and the next key takes that back. */
export function useUndo(acts: MessageActs, guestActs: GuestActs, language: Language): Undo {
  const isGuestNewest = guestActs.done !== null && guestActs.done.untilMs >= (acts.done?.untilMs ?? 0)
  const guest = isGuestNewest && guestActs.done !== null ? guestOffer(guestActs.done, language) : null
  return {
    offer: guest ?? (acts.done === null ? null : messageOffer(acts.done, language)),
    undo: isGuestNewest ? guestActs.undo : acts.undo,
  }
}

function messageOffer({ act, messages, untilMs }: DoneAct, language: Language): UndoOffer {
  const t = queueMessages(language)
  const [first] = messages
  const isOne = messages.length === 1 && first !== undefined
  return {
    text: didWords(act, messages, t),
    quote: isOne ? beginningOf(first.content) : null,
    undo: t.undo,
    untilMs,
  }
}

function guestOffer({ act, guest, taken, untilMs }: DoneGuestAct, language: Language): UndoOffer {
  const t = guestDeskMessages(language)
  return { text: t.did(act, guest.name, taken.length), quote: null, undo: t.undo[act], untilMs }
}
