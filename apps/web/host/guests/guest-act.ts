import type { GuestAct } from '@guestwall/client/host'
import type { HostGuest } from '@guestwall/protocol'

/** The act that takes another one back. */
export const UNDO_OF: Readonly<Record<GuestAct, GuestAct>> = { mute: 'unmute', unmute: 'mute', remove: 'unban', ban: 'unban', unban: 'ban' }

/** The reverse of what was done to a guest, which stands in its row; `mute` where nothing was. */
export function rowAct(guest: HostGuest): GuestAct {
  if (guest.isBanned || guest.isRemoved) return 'unban'
  return guest.isMuted ? 'unmute' : 'mute'
}

/** The acts that are possible, the mildest first. */
export function actsOf(guest: HostGuest): readonly GuestAct[] {
  if (guest.isBanned) return ['unban']
  if (guest.isRemoved) return ['unban', 'ban']
  return [guest.isMuted ? 'unmute' : 'mute', 'remove', 'ban']
}
