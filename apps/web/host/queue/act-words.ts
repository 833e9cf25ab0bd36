import type { HostMessage, MessageStatus } from '@guestwall/protocol'
import type { MessageAct } from './message-act.ts'
import type { QueueMessages } from './messages.ts'
import type { Rejectable } from './rejectable.ts'

/** Of several messages: the status that all have, else that of one that waits. */
export function rejectableOf(messages: readonly Pick<HostMessage, 'status'>[]): Rejectable {
  const [first] = messages
  const isSame = messages.every(({ status }) => status === first?.status)
  return isSame && (first?.status === 'shown' || first?.status === 'private') ? first.status : 'pending'
}

/** The name of an act on a message. Only one that waits is refused: one on the wall is taken down, one for the hosts alone is put aside. */
export function actWord(act: MessageAct, { status }: Pick<HostMessage, 'status'>, t: QueueMessages): string {
  return act === 'reject' ? t.rejecting[rejectableOf([{ status }])].act : t.acts[act]
}

/** What an act has done, for the strip that takes it back. `messages`: as they were before. */
export function didWords(act: MessageAct, messages: readonly Pick<HostMessage, 'status' | 'guestName'>[], t: QueueMessages): string {
  const did = act === 'reject' ? t.rejecting[rejectableOf(messages)].did : t.acted[act]
  const [first] = messages
  return messages.length === 1 && first !== undefined ? t.did(did, first.guestName) : t.didMany(did, messages.length)
}

/** What became of a message of a list. */
export function becameWord(message: Pick<HostMessage, 'status'>, from: MessageStatus, t: QueueMessages): string {
  return message.status === 'rejected' ? t.rejecting[rejectableOf([{ status: from }])].became : t.became[message.status]
}
