import type { ErrorCode, Vote } from '@guestwall/protocol'
import type { ClientSnapshot } from '../types.ts'
import type { ClientState } from './client-state.ts'
import { publicState } from './connection-machine.ts'
import { viewBallots, viewMessages } from './optimistic.ts'
import { queuedEntries } from './outbox.ts'
import { kept } from './same.ts'

const NO_VOTES: readonly Vote[] = []

/** The state as views read it. Parts that did not change keep their identity, the whole snapshot too. */
export function snapshotOf(state: ClientState, previous: ClientSnapshot | null): ClientSnapshot {
  const { connection, health, identity, outbox, reading, online, isDurable } = state
  const { wall, position } = reading
  const { guest, role } = identity
  const { entries } = outbox
  const refusal = connection.kind === 'closed' ? connection.refusal : null
  return kept(previous, {
    state: publicState(state),
    ...health,
    // The code of a newer server is passed on as it is.
    closedReason: connection.kind === 'closed' ? ((refusal?.code as ErrorCode | undefined) ?? 'local') : null,
    refusal,
    guest,
    role,
    wall,
    position,
    messages: viewMessages({ wall, position, guest, entries }, previous?.messages ?? []),
    votes: wall?.votes ?? NO_VOTES,
    ballots: viewBallots(entries, previous?.ballots ?? []),
    waitingToSend: queuedEntries(outbox).length,
    online,
    isStorageDurable: isDurable,
  })
}
