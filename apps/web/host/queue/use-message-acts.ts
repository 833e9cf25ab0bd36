import { messageConflict, type SessionHost } from '@guestwall/client/host'
import type { HostMessage } from '@guestwall/protocol'
import { RequestError } from '@guestwall/client/guest'
import { last } from '@guestwall/react'
import { useEffect, useState } from 'react'
import { UNDO_MS } from '../undo-strip.tsx'
import { type MessageAct, startOf, statusAfter, undoOf } from './message-act.ts'

/** An act of this page on one message. `sending`: not acknowledged yet. `failed`: no answer came, or a refusal. */
export interface OwnAct {
  readonly act: MessageAct
  readonly is: 'sending' | 'done' | 'failed'
}

/** The last act of this page, while it can be taken back. */
export interface DoneAct {
  readonly act: MessageAct
  readonly messages: readonly HostMessage[]
  readonly untilMs: number
}

export interface MessageActs {
  /** By the message's id. */
  readonly own: ReadonlyMap<string, OwnAct>
  readonly act: (act: MessageAct, messages: readonly HostMessage[]) => void
  /** Erases a message for good. */
  readonly remove: (message: HostMessage) => void
  readonly done: DoneAct | null
  readonly undo: () => void
  /** The message that was last taken back and waits again, or on which another host was faster: this host wants to see it. */
  readonly back: { readonly id: string } | null
}

/** Messages that the server takes in one request. */
const MOST_AT_ONCE = 100

interface Ports {
  readonly host: SessionHost
  readonly learn: (messages: readonly HostMessage[]) => void
  /** Shows the refusal of a request; `null`: the last request was accepted. */
  readonly report: (code: string | null) => void
}

/** The acts of this page on messages: shown at once, and marked as sent only when the server has answered. Of two hosts the second one learns who was first. */
export function useMessageActs({ host, learn, report }: Ports): MessageActs {
  const [own, setOwn] = useState<ReadonlyMap<string, OwnAct>>(new Map())
  const [acts, setActs] = useState<readonly DoneAct[]>([])
  const [back, setBack] = useState<MessageActs['back']>(null)
  const newest = last(acts) ?? null
  useEffect(() => {
    if (newest === null) return
    const timer = setTimeout(
      () => setActs((known) => known.filter(({ untilMs }) => untilMs > newest.untilMs)),
      newest.untilMs - performance.now(),
    )
    return () => clearTimeout(timer)
  }, [newest])

  const note = (messages: readonly HostMessage[], act: OwnAct | null): void =>
    setOwn((known) => {
      const next = new Map(known)
      for (const { id } of messages) {
        if (act === null) next.delete(id)
        else next.set(id, act)
      }
      return next
    })

  /** Resolves to the messages on which the act was done by this page. */
  const send = async (act: MessageAct, messages: readonly HostMessage[]): Promise<readonly HostMessage[]> => {
    note(messages, { act, is: 'sending' })
    try {
      const answers = await carryOut(host, act, messages)
      learn(answers)
      const taken = new Set(answers.filter((answer) => isOutcome(act, answer)).map(({ id }) => id))
      const ours = messages.filter(({ id }) => taken.has(id))
      note(messages, null)
      // A message that waits again is one of which nothing is decided.
      if (act !== 'hold' && act !== 'keepPrivate') note(ours, { act, is: 'done' })
      report(null)
      return ours
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      const conflict = messageConflict(error)
      if (conflict !== null) {
        learn([conflict.message])
        note(messages, null)
        setBack({ id: conflict.message.id })
        return []
      }
      note(messages, { act, is: 'failed' })
      report(error.code === 'unreachable' ? 'network' : error.code)
      return []
    }
  }

  const act = (name: MessageAct, messages: readonly HostMessage[]): void => {
    if (messages.length === 0) return
    void send(name, messages).then((ours) => {
      if (ours.length === 0) return
      const before = messages.filter(({ id }) => ours.some((one) => one.id === id))
      setActs((known) => [...known, { act: name, messages: before, untilMs: performance.now() + UNDO_MS }])
    })
  }
  const undo = (): void => {
    if (newest === null) return
    setActs((known) => known.filter((one) => one !== newest))
    void takeBack(newest)
  }
  /** Gives each message the status that it had, and the pin that a rejection took. */
  const takeBack = async ({ act: done, messages }: DoneAct): Promise<void> => {
    const isNow = { status: statusAfter(done) }
    for (const name of new Set(messages.map((message) => undoOf(done, message)))) {
      const those = messages.filter((message) => undoOf(done, message) === name)
      const ours = await send(
        name,
        those.map((message) => ({ ...message, ...isNow })),
      )
      const [first] = ours
      if (name === 'hold' && first !== undefined) setBack({ id: first.id })
      const unpinned = name === 'restore' ? those.filter(({ id, pinned }) => pinned && ours.some((one) => one.id === id)) : []
      if (unpinned.length > 0) await send('pin', unpinned)
    }
  }
  const remove = (message: HostMessage): void => {
    void host.removeMessage(message.id).then(
      (removed) => {
        learn([removed])
        report(null)
      },
      (error: unknown) => {
        if (!(error instanceof RequestError)) throw error
        report(error.code === 'unreachable' ? 'network' : error.code)
      },
    )
  }
  return { own, act, remove, done: newest, undo, back }
}

async function carryOut(host: SessionHost, act: MessageAct, messages: readonly HostMessage[]): Promise<readonly HostMessage[]> {
  const [first] = messages
  if (first === undefined) return []
  if (act === 'approveAndPin') {
    const answers = []
    for (const { id } of messages) {
      await host.actOnMessage(id, 'approve')
      answers.push(await host.actOnMessage(id, 'pin'))
    }
    return answers
  }
  if (act === 'keepPrivate') return carryOut(host, 'hold', messages)
  if (messages.length === 1) return [await host.actOnMessage(first.id, act, startOf(act, first))]
  if (act === 'pin' || act === 'unpin') return Promise.all(messages.map(({ id }) => host.actOnMessage(id, act)))
  const answers: HostMessage[] = []
  for (let at = 0; at < messages.length; at += MOST_AT_ONCE) {
    const ids = messages.slice(at, at + MOST_AT_ONCE).map(({ id }) => id)
    answers.push(...(await host.actOnMessages(ids, act, startOf(act, first))))
  }
  return answers
}

/** Whether the message is now as the act makes it. */
function isOutcome(act: MessageAct, { status, pinned }: HostMessage): boolean {
  if (act === 'pin' || act === 'approveAndPin') return pinned
  return status === statusAfter(act)
}
