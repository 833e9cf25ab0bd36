import type { GuestAct, SessionHost } from '@guestwall/client/host'
import type { HostMessage, KnownGuest } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { isOvertaken, type Press } from '../host-acts.ts'
import { UNDO_MS } from '../undo-strip.tsx'
import type { Colleagues } from '../use-host-acts.ts'
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
  /** The messages that were taken off with a ban or `reject`, as they were before, as far as this page knows them. */
  readonly taken: readonly HostMessage[]
  readonly untilMs: number
  readonly press: Press
}

export interface GuestActs {
  readonly act: (guest: ActedGuest, act: GuestAct) => void
  readonly rename: (guest: ActedGuest, name: string) => Promise<boolean>
  /** Takes every message of the guest off the wall, or erases them. */
  readonly clear: (guest: ActedGuest, how: 'reject' | 'remove') => void
  /** `null` where there is none, or where another host has acted on the guest since. */
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
  readonly colleagues: Colleagues
  /** Says that another host was first, who is in `guest.by`, and what is true now; `null`: this host was. */
  readonly tellFirst: (guest: KnownGuest | null) => void
}

/**
 * Whether another host was first. A server answers an act that has been done already with the guest as it is; `by` is the host of the last act on it.
 */
export function wasLate({ by }: Pick<KnownGuest, 'by'>, ownId: string | null): boolean {
  return by !== null && ownId !== null && by.id !== ownId
}

/** The offer to take back an act, until another host acts on the same guest. */
export function offerOf(done: DoneGuestAct | null, { acts, ownId }: Omit<Colleagues, 'press'>): DoneGuestAct | null {
  if (done === null) return null
  return isOvertaken(acts, done.press, (target) => target === done.press.target, ownId) ? null : done
}

/** Acts on guests without asking back, and ten seconds to take the last one back, with the messages that went with it. */
export function useGuestActs({ host, messages, learn, learnMessages, report, colleagues, tellFirst }: Ports): GuestActs {
  const [answered, setDone] = useState<DoneGuestAct | null>(null)
  useEffect(() => {
    if (answered === null) return
    const timer = setTimeout(() => setDone(null), answered.untilMs - performance.now())
    return () => clearTimeout(timer)
  }, [answered])
  const done = offerOf(answered, colleagues)

  /** Resolves to whether this host has done it. */
  const carryOut = async (call: Promise<KnownGuest>): Promise<boolean> => {
    if (!(await report(call))) return false
    const guest = await call
    learn(guest)
    const isLate = wasLate(guest, colleagues.ownId)
    tellFirst(isLate ? guest : null)
    return !isLate
  }
  const offer = (guest: ActedGuest, act: UndoableGuestAct, press: Press, taken: readonly HostMessage[] = []): void =>
    setDone({ guest, act, taken, press, untilMs: performance.now() + UNDO_MS })

  const act = (guest: ActedGuest, name: GuestAct): void => {
    const press = colleagues.press(`guest ${guest.id}`)
    const taken = name === 'ban' ? takenWith(guest.id, messages.values()) : []
    void carryOut(host.actOnGuest(guest.id, name)).then((isOurs) => (isOurs ? offer(guest, name, press, taken) : setDone(null)))
  }
  const rename = async (guest: ActedGuest, name: string): Promise<boolean> => {
    const press = colleagues.press(`guest ${guest.id}`)
    const isOurs = await carryOut(host.renameGuest(guest.id, name))
    if (isOurs) offer(guest, 'rename', press)
    return isOurs
  }
  const clear = (guest: ActedGuest, how: 'reject' | 'remove'): void => {
    const press = colleagues.press(`guest ${guest.id}`)
    const taken = how === 'reject' ? takenWith(guest.id, messages.values()) : []
    setDone(null)
    const call = host.clearGuest(guest.id, how)
    void report(call).then(async (isTaken) => {
      if (!isTaken) return
      const answer = await call
      learn(answer.guest)
      tellFirst(null)
      // Nothing was left: what another host took off is not for this one to give back.
      if (how === 'reject' && answer.changed > 0) offer(guest, how, press, taken)
    })
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
