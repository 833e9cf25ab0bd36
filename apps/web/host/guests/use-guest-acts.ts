import type { GuestAct, SessionHost } from '@guestwall/client/host'
import type { HostGuest, KnownGuest } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { UNDO_MS } from '../undo-strip.tsx'
import { UNDO_OF } from './guest-act.ts'

/** The last act on a guest that can be taken back. `name`: the one before a new name was given. */
export type DoneGuestAct = {
  readonly guest: HostGuest
  readonly untilMs: number
} & ({ readonly act: GuestAct } | { readonly act: 'rename'; readonly before: string })

export interface GuestActs {
  readonly act: (guest: HostGuest, act: GuestAct) => void
  readonly rename: (guest: HostGuest, name: string) => Promise<boolean>
  /** Takes every message of the guest off the wall, or erases them. */
  readonly clear: (guest: HostGuest, how: 'reject' | 'remove') => void
  readonly done: DoneGuestAct | null
  readonly undo: () => void
}

interface Ports {
  readonly host: SessionHost
  readonly learn: (guest: KnownGuest) => void
  /** Shows the refusal of a call; resolves to whether it was taken. */
  readonly report: (call: Promise<unknown>) => Promise<boolean>
}

/** Acts on guests without asking back, and ten seconds to take the last one back. */
export function useGuestActs({ host, learn, report }: Ports): GuestActs {
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
  const act = (guest: HostGuest, name: GuestAct): void =>
    void carryOut(host.actOnGuest(guest.id, name)).then((isTaken) => {
      setDone(isTaken ? { guest, act: name, untilMs: performance.now() + UNDO_MS } : null)
    })
  const rename = async (guest: HostGuest, name: string): Promise<boolean> => {
    const isTaken = await carryOut(host.renameGuest(guest.id, name))
    if (isTaken) setDone({ guest, act: 'rename', before: guest.name, untilMs: performance.now() + UNDO_MS })
    return isTaken
  }
  const clear = (guest: HostGuest, how: 'reject' | 'remove'): void => {
    setDone(null)
    void carryOut(host.clearGuest(guest.id, how).then((answer) => answer.guest))
  }
  const undo = (): void => {
    if (done === null) return
    setDone(null)
    void carryOut(done.act === 'rename' ? host.renameGuest(done.guest.id, done.before) : host.actOnGuest(done.guest.id, UNDO_OF[done.act]))
  }
  return { act, rename, clear, done, undo }
}
