import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** A phone on a slow hall's network is usable within two seconds at this size. */
export const GUEST_BUDGET_BYTES = 60 * 1024

interface Emitted {
  readonly type: 'asset' | 'chunk'
  readonly fileName: string
  readonly code?: string
  readonly source?: string | Uint8Array
}

/** Prints what a phone loads before it can write: the page, its scripts and styles, compressed. Fails the build past the budget. */
export function reportGuestBudget(): Plugin {
  return {
    name: 'guestwall:guest-budget',
    // Other builds than that for guests carry more, for tests.
    apply: (_config, { command, mode }) => command === 'build' && mode === 'production',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = firstLoad(bundle)
        let total = 0
        for (const file of files) {
          const bytes = gzipSync(file.code ?? file.source ?? '').length
          total += bytes
          this.info(`guest page: ${file.fileName} ${bytes} B compressed`)
        }
        this.info(`guest page: ${total} B of ${GUEST_BUDGET_BYTES} B compressed in all`)
        if (total > GUEST_BUDGET_BYTES) this.error('The guest page is over its budget.')
      },
    },
  }
}

/** The page and every file it names: scripts, their preloads, style sheets. */
function firstLoad(bundle: Readonly<Record<string, Emitted>>): Emitted[] {
  const html = bundle['guest/index.html']
  if (html === undefined) return []
  const named = [...String(html.source).matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => bundle[match[1] ?? ''])
  return [html, ...named.filter((file) => file !== undefined)]
}
