import type { ViewMessage } from '@guestwall/client'
import type { PlaceOf } from '../places.ts'

/** One's own messages, but for those that wait: after the end no host approves one. */
export function ownAtEnd(messages: readonly ViewMessage[]): ViewMessage[] {
  return messages.filter(({ isMine, delivery }) => isMine && delivery !== 'pending')
}

/** Those that the wall took: a text that was refused is none of them. */
export function takenOf(own: readonly ViewMessage[]): ViewMessage[] {
  return own.filter(({ delivery }) => delivery !== 'failed')
}

/** Whether each of these messages was on a screen, by what the screens said: only then the page says so. */
export function wereAllShown(own: readonly ViewMessage[], placeOf: PlaceOf): boolean {
  const wasShown = ({ delivery, message }: ViewMessage): boolean =>
    delivery === 'shown' && ['shown', 'showing'].includes(placeOf(message.id)?.state ?? '')
  return own.length > 0 && own.every(wasShown)
}

/** One's own messages as a text to keep: title, then each with its time. */
export function ownText(title: string, own: readonly ViewMessage[], timeOf: (iso: string) => string): string {
  const lines = own.map(({ message }) => `${timeOf(message.createdAt)}\n${message.content}\n`)
  return [title, '', ...lines].join('\n')
}
