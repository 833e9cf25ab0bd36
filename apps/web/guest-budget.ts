import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** What a phone loads before the first message. */
export const GUEST_BUDGET_BYTES = 60 * 1024
/** Of that, before the form can be used: within two seconds on a slow hall's network. */
export const FORM_BUDGET_BYTES = 34 * 1024

interface Emitted {
  readonly type: 'asset' | 'chunk'
  readonly fileName: string
  readonly name?: string | undefined
  readonly code?: string
  readonly source?: string | Uint8Array
}

/** Prints what a phone loads before it can write: the page, its scripts and styles, and the part for the room, compressed. Fails the build past a budget. */
export function reportGuestBudget(): Plugin {
  return {
    name: 'guestwall:guest-budget',
    // Other builds than that for guests carry more, for tests.
    apply: (_config, { command, mode }) => command === 'build' && mode === 'production',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const first = firstLoad(bundle)
        const room = Object.values(bundle).filter(({ name, type }) => type === 'chunk' && name === 'room')
        if (room.length !== 1) this.error('The part for the room is not one file.')
        const total = (files: readonly Emitted[]): number => {
          let bytes = 0
          for (const file of files) {
            const size = gzipSync(file.code ?? file.source ?? '').length
            bytes += size
            this.info(`guest page: ${file.fileName} ${size} B compressed`)
          }
          return bytes
        }
        const form = total(first)
        const message = form + total(room)
        this.info(`guest page: ${form} B of ${FORM_BUDGET_BYTES} B for the form, ${message} B of ${GUEST_BUDGET_BYTES} B for a message`)
        if (form > FORM_BUDGET_BYTES || message > GUEST_BUDGET_BYTES) this.error('The guest page is over its budget.')
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
