import { VirtualClock } from '@guestwall/protocol/testing'
import { InProcessPresence } from './in-process-presence.ts'
import { presenceContract } from './presence.contract.ts'

presenceContract('the one in process', () => {
  const clock = new VirtualClock()
  const presence = new InProcessPresence(clock)
  presence.start()
  return { presence, clock, settle: () => Promise.resolve() }
})
