import { API_PREFIX } from '@guestwall/protocol'
import type { Context } from 'hono'
import type { Admission } from '../admission.ts'
import { RefusedRequest } from '../http/problem.ts'
import type { Metrics } from '../../observe/metrics.ts'
import { pageAt } from './page-address.ts'
import type { StaticFiles } from './static-files.ts'

/** The page for addresses that do not exist. */
const MISSING_PAGE = '/missing/index.html'

interface PageParts {
  readonly files: StaticFiles
  readonly metrics: Metrics
  readonly admission: Admission
}

/** Whether a browser asks for a page, rather than a program for the API. */
export function wantsPage(context: Context): boolean {
  return !context.req.path.startsWith(API_PREFIX) && /\btext\/html\b/.test(context.req.header('accept') ?? '')
}

/** Serves the web app at every address that is not a route. */
export function servePages(parts: PageParts): (context: Context) => Promise<Response> {
  return async (context) => {
    const { path, method, raw } = context.req
    if (method !== 'GET' && method !== 'HEAD') throw new RefusedRequest('method_not_allowed')
    const page = pageAt(path, context.req.query('code'))
    if (page !== null && 'redirect' in page) return context.redirect(page.redirect)
    return (await parts.files.respond(page?.file ?? path, raw)) ?? missingPage(context, parts)
  }
}

/** Answers a browser with a helpful page, a program with the refusal. */
async function missingPage(context: Context, { files, metrics, admission }: PageParts): Promise<Response> {
  const page = wantsPage(context) ? await files.respond(MISSING_PAGE, context.req.raw) : null
  if (page === null) throw new RefusedRequest('not_found')
  metrics.refused('not_found')
  await admission.refused(context, 'not_found')
  return page.status === 200 ? new Response(page.body, { status: 404, headers: page.headers }) : page
}
