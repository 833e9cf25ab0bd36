import type { Context } from 'hono'
import { MAX_PHOTO_BYTES } from '@guestwall/protocol'
import type { PhotoHandler } from '../../../handlers/photo-handler.ts'
import type { ImageBody } from '../../../images/receive-image.ts'
import type { Admission } from '../../admission.ts'
import { valueOf } from '../outcome-value.ts'
import { RefusedRequest } from '../problem.ts'
import { Reply } from '../reply.ts'
import type { RouteHandlers } from '../route-handler.ts'

export interface PhotoRouteParts {
  readonly photos: PhotoHandler
  readonly admission: Admission
}

/**
 * The headers of a picture. `no-store`: a removal takes effect at the next look, on every device, and no disk keeps what a host has taken away. The
 * rest keeps a browser from taking the bytes for anything else than a picture.
 */
const PICTURE_HEADERS = {
  'content-type': 'image/jpeg',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'content-disposition': 'attachment; filename="photo.jpg"',
}

/** The routes of photos. */
export function photoRoutes({ photos, admission }: PhotoRouteParts): RouteHandlers<'uploadPhoto' | 'getPhoto'> {
  return {
    async uploadPhoto({ actor, query, context }) {
      const body = bodyOf(context)
      const outcome = await photos.upload(actor, query.key as string, body)
      // A browser reads no answer before it has sent its body; what is announced as too large is not waited for.
      if ((body.length ?? 0) <= MAX_PHOTO_BYTES) await discard(body.bytes)
      const { photo, isReplay } = valueOf(outcome)
      return Reply.withStatus(isReplay ? 200 : 201, { photo })
    },
    async getPhoto({ actor, id, query, context }) {
      const bytes = valueOf(await photos.read(actor, id, query.size))
      admission.answered(context, bytes.length)
      return new Response(bytes, { headers: { ...PICTURE_HEADERS, 'content-length': String(bytes.length) } })
    },
  }
}

function bodyOf(context: Context): ImageBody {
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

/** Reads the rest of a body, and keeps nothing of it. */
async function discard(bytes: AsyncIterator<Uint8Array>): Promise<void> {
  let length = 0
  for (;;) {
    const next = await bytes.next().catch(() => ({ done: true as const, value: undefined }))
    if (next.done === true) return
    length += next.value.length
    if (length > MAX_PHOTO_BYTES) return
  }
}
