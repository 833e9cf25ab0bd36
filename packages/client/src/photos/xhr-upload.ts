import { isProblem } from '@guestwall/protocol'
import { parseJson } from '../core/parse.ts'
import { isPhoto } from './photo-of.ts'
import type { PhotoUpload, UploadAnswer } from './types.ts'

/** An upload on which nothing moves for this long has failed: the server itself cuts it off after two minutes. */
const TIMEOUT_MS = 125_000

/** Uploads with `XMLHttpRequest`: `fetch` says nothing of its progress. */
export const xhrUpload: PhotoUpload = ({ url, token, blob }, onProgress, abort) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const stop = () => request.abort()
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onloadend = () => {
      abort.removeEventListener('abort', stop)
      resolve(answerOf(request))
    }
    request.open('POST', url)
    request.timeout = TIMEOUT_MS
    request.setRequestHeader('authorization', `Bearer ${token}`)
    request.setRequestHeader('content-type', blob.type || 'application/octet-stream')
    abort.addEventListener('abort', stop)
    request.send(blob)
  })

/** Only what is ours is an answer (CONN-7): a portal's page is none. */
function answerOf({ status, responseText }: XMLHttpRequest): UploadAnswer {
  const body = parseJson(responseText)
  const photo: unknown = (body as { readonly photo?: unknown } | null)?.photo
  if (status >= 200 && status < 300 && isPhoto(photo)) return { kind: 'ok', photo }
  if (status < 400 || !isProblem(body)) return { kind: 'network' }
  const { code, title: message, retryable, retryAfterMs } = body
  return { kind: 'refused', refusal: { code, message, retryable, retryAfterMs } }
}
