import type { GuestAct, SessionHost } from '@guestwall/client/host'
import type { HostMessage, KnownGuest } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { UNDO_MS } from '../undo-strip.tsx'
import { giveBack, takenWith } from './give-back.ts'
import { UNDO_OF } from './guest-act.ts'

/** A guest as an act needs it: the author of a message is one, too. */
export interface ActedGuest {
  readonly id: string
  readonly name: string
}

/** The acts that can be undone. `reject`: every message of the guest was taken off. */
export type UndoableGuestAct = GuestAct | 'rename' | 'reject'

/** The last act on a guest that can be taken back. */
export interface DoneGuestAct {
  readonly guest: ActedGuest
  readonly act: UndoableGuestAct
  /** The messages that were taken off with `reject`, as they were before. */
  readonly taken: readonly HostMessage[]
  readonly untilMs: number
}

export interface GuestActs {
  readonly act: (guest: ActedGuest, act: GuestAct) => void
  readonly rename: (guest: ActedGuest, name: string) => Promise<boolean>
  /** Takes every message of the guest off the wall, or erases them. */
  readonly clear: (guest: ActedGuest, how: 'reject' | 'remove') => void
  readonly done: DoneGuestAct | null
  readonly undo: () => void
}

interface Ports {
  readonly host: SessionHost
  /** The messages that are known. */
  readonly messages: ReadonlyMap<string, HostMessage>
  readonly learn: (guest: KnownGuest) => void
  readonly learnMessages: (messages: readonly HostMessage[]) => void
  /** Shows the refusal of a call; resolves to whether it was taken. */
  readonly report: (call: Promise<unknown>) => Promise<boolean>
}

/** Acts on guests without asking back, and ten seconds to take the last one back, with the messages that went with it. */
export function useGuestActs({ host, messages, learn, learnMessages, report }: Ports): GuestActs {
  const [done, setDone] = useState<DoneGuestAct | null>(null)
  useEffect(() => {
    if (done === null) return
    const timer = setTimeout(() => setDone(null), done.untilMs - performance.now())
    return () => clearTimeout(timer)
  }, [done])

  const carryOut = async (call: Promise<KnownGuest>): Promise<boolean> => {
    if (!(await report(call))) return false
    learn(await call)
    return true
  }
  const offer = (guest: ActedGuest, act: UndoableGuestAct, taken: readonly HostMessage[] = []): void =>
    setDone({ guest, act, taken, untilMs: performance.now() + UNDO_MS })

  const act = (guest: ActedGuest, name: GuestAct): void =>
    void carryOut(host.actOnGuest(guest.id, name)).then((isTaken) => (isTaken ? offer(guest, name) : setDone(null)))
  const rename = async (guest: ActedGuest, name: string): Promise<boolean> => {
    const isTaken = await carryOut(host.renameGuest(guest.id, name))
    if (isTaken) offer(guest, 'rename')
    return isTaken
  }
  const clear = (guest: ActedGuest, how: 'reject' | 'remove'): void => {
    const taken = how === 'reject' ? takenWith(guest.id, messages.values()) : []
    setDone(null)
    void carryOut(host.clearGuest(guest.id, how).then((answer) => answer.guest)).then(
      (isTaken) => isTaken && how === 'reject' && offer(guest, how, taken),
    )
  }
  const undo = (): void => {
    if (done === null) return
    setDone(null)
    void takeBack(done)
  }
  const takeBack = async ({ guest, act: name, taken }: DoneGuestAct): Promise<void> => {
    if (name === 'rename') return void carryOut(host.renameGuest(guest.id, guest.name))
    if (name === 'reject') return void report(giveBack(host, taken).then(learnMessages))
    // The server knows what the ban took, also what this page has not read.
    await carryOut(host.actOnGuest(guest.id, UNDO_OF[name], name === 'ban' ? { restoreMessages: true } : {}))
  }
  return { act, rename, clear, done, undo }
}
