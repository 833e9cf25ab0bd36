import type { Config } from '../config.ts'
import type { GuestAddresses } from '../network/guest-addresses.ts'
import { type Entrance, entranceLines, entranceOf, greeting } from './greeting.ts'
import { watchNetwork } from './network-watch.ts'

/** Prints where to find the wall, and again when its address for guests has changed. `crew`: the processes, where they are several. */
export function printEntrance(config: Config, addresses: GuestAddresses, wall: { port: number; oneTimeKey: string; crew?: string }): void {
  const facts = () => entranceOf(config, addresses, wall.port)
  process.stdout.write(greeting(facts(), wall.oneTimeKey, process.stdout, wall.crew))
  reportChanges(addresses, facts)
}

function reportChanges(addresses: GuestAddresses, facts: () => Entrance): void {
  let reported = facts().guestUrl
  watchNetwork(addresses, () => {
    const entrance = facts()
    if (entrance.guestUrl === reported) return
    reported = entrance.guestUrl
    process.stdout.write(`\n  The network has changed.\n${entranceLines(entrance, process.stdout)}\n`)
  })
}
