import { refusal } from '@guestwall/protocol'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import type { CommandOf } from './command.ts'
import { sessionEvent } from './decide-session.ts'
import type { Decision, DecisionContext, DecisionState } from './decision.ts'

/** Gives the session a background or a logo, or takes it away (LOOK-1). An upload that was discarded meanwhile is not there (`photo_not_found`). */
export function decideChangeLook(
  { session, photos }: DecisionState,
  { part, picture }: CommandOf<'changeLook'>,
  context: DecisionContext,
): Outcome<Decision> {
  if (picture !== null && !photos.has(picture.id)) return refused(refusal('photo_not_found'))
  const { look: before = {}, ...rest } = session
  const { [part]: _, ...others } = before
  const look = picture === null ? others : { ...others, [part]: picture }
  return accepted(sessionEvent('session.changed', Object.keys(look).length === 0 ? rest : { ...rest, look }, context))
}
