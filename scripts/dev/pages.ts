import { join } from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import { inRoot } from '../lib/paths.mjs'
import { fastRefresh } from './fast-refresh.ts'
import { pageRoutes } from './page-routes.ts'

/** Serves the pages from their sources with hot reload, and hands requests of the API on to `apiUrl`. */
export async function servePages(folder: string, at: { port: number; host: string }, apiUrl: string): Promise<ViteDevServer> {
  const pages = await createServer({
    root: folder,
    configFile: join(folder, 'vite.config.ts'),
    logLevel: 'warn',
    clearScreen: false,
    plugins: [pageRoutes(), fastRefresh()],
    server: {
      ...at,
      strictPort: true,
      // Names that phones use for this machine on the local network.
      allowedHosts: ['.local'],
      proxy: { '/api': { target: apiUrl, ws: true } },
      fs: { allow: [inRoot()] },
    },
  })
  await pages.listen()
  return pages
}
