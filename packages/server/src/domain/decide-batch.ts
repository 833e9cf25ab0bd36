import { refusal, type Session, type WallMessage } from '@guestwall/protocol'
import type { Command, CommandResult } from './command.ts'
import { type DecisionState, decide, evolve, type LogEvent } from './decide.ts'
import { accepted, type Outcome, refused } from './outcome.ts'

/** A command that was carried out before, found by its key. */
export interface KnownKey {
  readonly actorId: string
  readonly key: string
  readonly bodyHash: string
  readonly messageId: string | null
}

/** What the store read under the session's row lock. */
export interface LockedSession {
  readonly session: Session
  readonly epoch: string
  readonly head: number
  readonly knownKeys: readonly KnownKey[]
  readonly messages: readonly WallMessage[]
}

/** What must be read before the commands can be decided. */
export function needsOf(commands: readonly Command[]): { readonly keys: readonly string[]; readonly messageIds: readonly string[] } {
  return {
    keys: commands.map(({ key }) => key),
    messageIds: commands.flatMap((command) => (command.kind === 'removeMessage' ? [command.messageId] : [])),
  }
}

/** What a batch of commands comes to: what to write, and an outcome for each command, in order. */
export interface BatchDecision {
  readonly events: readonly LogEvent[]
  readonly keys: readonly KnownKey[]
  readonly outcomes: readonly Outcome<CommandResult>[]
}

/**
 * Decides a batch in order on one locked state. Pure. A key that is known, from the store or from earlier in the batch, gives
 * its first result (SEND-1); ids are counted only for what really happens, so the log has no hole (LOG-1).
 */
export function decideBatch(
  locked: LockedSession,
  { commands, now, newIds }: { readonly commands: readonly Command[]; readonly now: string; readonly newIds: readonly string[] },
): BatchDecision {
  const state: DecisionState = { session: locked.session, messages: new Map(locked.messages.map((message) => [message.id, message])) }
  const known = new Map(locked.knownKeys.map((key) => [keyOf(key.actorId, key.key), key]))
  const events: LogEvent[] = []
  const keys: KnownKey[] = []
  const outcomes: Outcome<CommandResult>[] = []

  for (const [index, command] of commands.entries()) {
    const first = known.get(keyOf(command.actor.id, command.key))
    if (first !== undefined) {
      outcomes.push(replay(state, first, command))
      continue
    }
    const decision = decide(state, command, { now, newId: newIds[index] ?? '', nextEventId: locked.head + events.length + 1 })
    if (!decision.ok) {
      outcomes.push(decision)
      continue
    }
    const { logged, messageId } = decision.value
    if (logged !== null) {
      events.push(logged)
      evolve(state, logged.event)
    }
    const key: KnownKey = { actorId: command.actor.id, key: command.key, bodyHash: command.bodyHash, messageId }
    known.set(keyOf(key.actorId, key.key), key)
    keys.push(key)
    outcomes.push(accepted({ message: messageOf(state, messageId), isReplay: false }))
  }
  return { events, keys, outcomes }
}

function keyOf(actorId: string, key: string): string {
  return `${actorId} ${key}`
}

function replay(state: DecisionState, first: KnownKey, command: Command): Outcome<CommandResult> {
  if (first.bodyHash !== command.bodyHash) return refused(refusal('key_reused'))
  return accepted({ message: messageOf(state, first.messageId), isReplay: true })
}

function messageOf(state: DecisionState, messageId: string | null): WallMessage | null {
  if (messageId === null) return null
  const message = state.messages.get(messageId)
  if (message === undefined) throw new Error(`message ${messageId} of a known key was not read`)
  return message
}
