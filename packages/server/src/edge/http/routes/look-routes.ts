import type { LookHandler } from '../../../handlers/look-handler.ts'
import type { Admission } from '../../admission.ts'
import { valueOf } from '../outcome-value.ts'
import type { RouteHandlers } from '../route-handler.ts'
import { bodyOf, discard } from '../upload-body.ts'

export interface LookRouteParts {
  readonly looks: LookHandler
  readonly admission: Admission
}

/** A picture never changes under its id. The caches of proxies, which outlive a deletion, do not keep it. The rest keeps a browser from taking the bytes for anything else. */
const PICTURE_HEADERS = {
  'cache-control': 'private, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
}

/** The routes of a session's look. */
export function lookRoutes({ looks, admission }: LookRouteParts): RouteHandlers<'getLook' | 'putLook' | 'clearLook'> {
  return {
    async getLook({ id, query, context }) {
      const { bytes, mediaType } = valueOf(await looks.read(id, query.picture as string, query.size))
      admission.answered(context, bytes.length)
      return new Response(bytes, { headers: { ...PICTURE_HEADERS, 'content-type': mediaType, 'content-length': String(bytes.length) } })
    },
    async putLook({ actor, query, context }) {
      const body = bodyOf(context)
      const outcome = await looks.set(actor, query.part as never, body)
      await discard(body)
      return { session: valueOf(outcome) }
    },
    clearLook: async ({ actor, query }) => ({ session: valueOf(await looks.clear(actor, query.part as never)) }),
  }
}
