import { every } from '../domain/ports.ts'
import type { GuestAddresses } from '../network/guest-addresses.ts'
import { systemClock } from '../system.ts'

const CHECK_MS = 20_000

/** Reads the network from time to time; `onRead` is called each time. */
export function watchNetwork(addresses: GuestAddresses, onRead: () => void = () => {}): void {
  every(systemClock, CHECK_MS, async () => {
    await addresses.refresh()
    onRead()
  })
}
