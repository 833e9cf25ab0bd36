import type { HostedSession, Session } from '@guestwall/protocol'
import type { SessionHandler } from '../../../handlers/session-handler.ts'
import type { Credentials } from '../../tokens.ts'
import type { Operator } from '../operator.ts'
import { valueOf } from '../outcome-value.ts'
import { RefusedRequest } from '../problem.ts'
import type { RouteHandlers } from '../route-handler.ts'
import { addressesFor, type ServerFactsParts } from '../server-facts.ts'

type OperatorRoute = 'listSessions' | 'createSession' | 'signIn' | 'listAddresses' | 'chooseAddress'

/** The longest id of an actor. */
const ACTOR_ID_LENGTH = 36

export interface OperatorRouteParts {
  readonly credentials: Credentials
  readonly operator: Operator
  readonly sessions: SessionHandler
  readonly serverFacts: ServerFactsParts
}

/** The routes of the operator: sign in, sessions, the address for guests. */
export function operatorRoutes({ credentials, operator, sessions, serverFacts }: OperatorRouteParts): RouteHandlers<OperatorRoute> {
  const issue = (session: Session, role: 'host' | 'wall', name: string) =>
    credentials.issue({ sessionId: session.id, id: `${role}-${session.id}`.slice(0, ACTOR_ID_LENGTH), name, role })
  const hosted = async (session: Session): Promise<HostedSession> => ({
    session,
    hostToken: await issue(session, 'host', 'Host'),
    wallToken: await issue(session, 'wall', 'Wall'),
  })

  return {
    listSessions: async () => ({ sessions: await Promise.all((await sessions.list()).map(hosted)) }),
    createSession: async ({ body }) => hosted(valueOf(await sessions.create(body))),
    signIn({ body }) {
      const operatorToken = operator.signIn(body.key)
      if (operatorToken !== null) return { operatorToken }
      throw new RefusedRequest(
        'unauthorised',
        'This link was used or is from an earlier start: use the one that the terminal shows, or OPERATOR_TOKEN.',
      )
    },
    listAddresses: ({ context }) => addressesFor(serverFacts, (name) => context.req.header(name)),
    chooseAddress({ body, context }) {
      if (!serverFacts.choose(body.url))
        throw new RefusedRequest('conflict', 'This address does not exist any more: the network has changed.')
      return addressesFor(serverFacts, (name) => context.req.header(name))
    },
  }
}
