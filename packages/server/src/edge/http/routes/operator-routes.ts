import type { HostedSession } from '@guestwall/protocol'
import type { CredentialHandler } from '../../../handlers/credential-handler.ts'
import type { SessionHandler } from '../../../handlers/session-handler.ts'
import type { Operator } from '../operator.ts'
import { valueOf } from '../outcome-value.ts'
import { RefusedRequest } from '../problem.ts'
import type { RouteHandlers } from '../route-handler.ts'
import { addressesFor, type ServerFactsParts } from '../server-facts.ts'

type OperatorRoute = 'listSessions' | 'createSession' | 'signIn' | 'listAddresses' | 'chooseAddress'

export interface OperatorRouteParts {
  readonly named: CredentialHandler
  readonly operator: Operator
  readonly sessions: SessionHandler
  readonly serverFacts: ServerFactsParts
}

/** The routes of the operator: sign in, sessions, the address for guests. */
export function operatorRoutes({ named, operator, sessions, serverFacts }: OperatorRouteParts): RouteHandlers<OperatorRoute> {
  return {
    listSessions: async () => ({ sessions: await named.hosted(await sessions.list()) }),
    async createSession({ body }) {
      const [hosted] = await named.hosted([valueOf(await sessions.create(body))])
      return hosted as HostedSession
    },
    async signIn({ body }) {
      const operatorToken = await operator.signIn(body.key)
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
