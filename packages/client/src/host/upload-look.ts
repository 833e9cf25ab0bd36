import { type LookPart, pathOf, PUT_LOOK, ROUTES, type Session } from '@guestwall/protocol'
import * as v from 'valibot'
import { parseJson } from '../core/parse.ts'
import { RequestError, refusalIn } from '../requests/request-error.ts'
import { type CallOptions, queryText, type Requests } from '../requests/send-request.ts'
import { refusedResponse } from './refused-response.ts'

interface LookUpload extends CallOptions {
  readonly sessionId: string
  readonly token: string
  readonly part: LookPart
  readonly picture: Blob
}

/** Sends a picture. It has no time limit, because the picture may be large; `signal` ends it. It is never repeated. */
export async function uploadLook({ url }: Requests, { sessionId, token, part, picture, signal }: LookUpload): Promise<Session> {
  const response = await fetch(`${url}${pathOf(PUT_LOOK, sessionId)}${queryText({ part })}`, {
    method: PUT_LOOK.method,
    headers: { authorization: `Bearer ${token}` },
    body: picture,
    redirect: 'manual',
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error
    throw new RequestError(refusalIn({ kind: 'network' }), null, false)
  })
  if (!response.ok) throw await refusedResponse(response)
  const answer = v.safeParse(ROUTES.putLook.answers[200], parseJson(await response.text()))
  if (!answer.success) throw new RequestError(refusalIn({ kind: 'foreign', status: response.status }), null, false)
  return answer.output.session
}
