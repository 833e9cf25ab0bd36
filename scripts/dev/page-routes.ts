import { pageAt } from '@guestwall/server'
import type { Plugin } from 'vite'

const MISSING_PAGE = '/missing/index.html'
/** The addresses in a page that are relative to its file. */
const RELATIVE = /\b(src|href)="(\.{1,2}\/[^"]+)"/g

/** Serves each page at the address that it has on the server: `/K7M2QX` is the guest page, `/host` the console. */
export function pageRoutes(): Plugin {
  return {
    name: 'guestwall:page-routes',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://localhost')
        const isPage = request.headers.accept?.includes('text/html') === true
        const answer = isPage ? pageAt(pathname, searchParams.get('code')) : null
        if (answer !== null && 'redirect' in answer) {
          response.writeHead(302, { location: answer.redirect }).end()
          return
        }
        if (answer !== null) request.url = `${answer.file}${search}`
        else if (isPage && !pathname.startsWith('/api/')) request.url = MISSING_PAGE
        next()
      })
    },
    transformIndexHtml: {
      order: 'pre',
      // The page's address is not that of its file.
      handler: (html, { path }) =>
        html.replaceAll(RELATIVE, (_, name: string, target: string) => `${name}="${new URL(target, `http://localhost${path}`).pathname}"`),
    },
  }
}
