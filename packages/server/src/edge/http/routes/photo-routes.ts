import type { PhotoHandler } from '../../../handlers/photo-handler.ts'
import type { Admission } from '../../admission.ts'
import { valueOf } from '../outcome-value.ts'
import { Reply } from '../reply.ts'
import type { RouteHandlers } from '../route-handler.ts'
import { bodyOf, discard } from '../upload-body.ts'

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
      await discard(body)
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
