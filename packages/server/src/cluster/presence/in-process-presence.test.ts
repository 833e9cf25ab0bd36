import { ManualClock } from '../../testing/manual-clock.ts'
import { InProcessPresence } from './in-process-presence.ts'
import { presenceContract } from './presence.contract.ts'

presenceContract('the one in process', () => {
  const clock = new ManualClock()
  const presence = new InProcessPresence(clock)
  presence.start()
  return { presence, clock, settle: () => Promise.resolve() }
})
