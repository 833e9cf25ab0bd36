import type { HostMessage } from '@guestwall/protocol'
import type { Language } from '../../shared/catalogs.ts'
import { actorName } from '../actor-name.ts'
import { becameWord } from './act-words.ts'
import { queueMessages } from './messages.ts'
import { statusAfter } from './message-act.ts'
import type { QueueStatus } from './queue-state.ts'
import type { OwnAct } from './use-message-acts.ts'

/** The beginning of a text, to tell one message of a guest from another. */
export function beginningOf(text: string): string {
  const [line = ''] = text.split('\n')
  const letters = Array.from(line)
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS).join('')}…` : line
}
const MOST_LETTERS = 16

/** The decision about a message, and the name of the host who made it. */
export interface RowEnd {
  readonly name: string | null
  readonly text: string
  readonly isSettled: boolean
}

/** `null`: nobody has decided about the message since it came into this list: `list`, the status that its messages have. */
export function rowEnd(message: HostMessage, own: OwnAct | undefined, list: QueueStatus, language: Language): RowEnd | null {
  const t = queueMessages(language)
  if (own?.is === 'sending') return { name: null, text: t.sending, isSettled: false }
  if (message.status === list) return null
  const isOwn = own?.is === 'done' && statusAfter(own.act) === message.status
  const by = message.decided === undefined ? null : actorName(message.decided.by, language)
  return { name: isOwn ? t.byYou : by, text: becameWord(message, list, t), isSettled: true }
}
