import { type PublicSession, PublicSessionSchema } from '@guestwall/protocol'
import { callApi, type Outcome } from '../shared/http.ts'

/** What may be known of a session before joining, by its code. */
export function findSession(code: string): Promise<Outcome<PublicSession>> {
  return callApi(PublicSessionSchema, `/api/sessions/${encodeURIComponent(code)}`)
}
