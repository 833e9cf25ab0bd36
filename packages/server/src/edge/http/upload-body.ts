import { MAX_PHOTO_BYTES } from '@guestwall/protocol'
import type { Context } from 'hono'
import type { ImageBody } from '../../images/receive-image.ts'
import { RefusedRequest } from './problem.ts'

/** An upload as it arrives. */
export function bodyOf(context: Context): ImageBody {
  const encoding = context.req.header('content-encoding')
  if (encoding !== undefined && encoding !== 'identity') {
    throw new RefusedRequest('unsupported_media_type', 'Send the photo without content encoding.')
  }
  const length = context.req.header('content-length')
  const { body } = context.req.raw
  const bytes = body === null ? nothing() : (body as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
  return { bytes, length: length === undefined ? null : Number(length) }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Reads the rest of a body, and keeps nothing of it: a browser reads no answer before it has sent its body. What is announced as too large is not waited for. */
export async function discard({ bytes, length: announced }: ImageBody): Promise<void> {
  if ((announced ?? 0) > MAX_PHOTO_BYTES) return
  let length = 0
  for (;;) {
    const next = await bytes.next().catch(() => ({ done: true as const, value: undefined }))
    if (next.done === true) return
    length += next.value.length
    if (length > MAX_PHOTO_BYTES) return
  }
}
