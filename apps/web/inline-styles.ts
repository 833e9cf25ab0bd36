import type { Plugin } from 'vite'

const STYLES = /<link rel="stylesheet"[^>]* href="\/(assets\/[^"]+)">/

/**
 * Puts the style sheet of a page into the page itself: on a phone's line a file of its own costs a connection. The server allows each inline part by its hash.
 */
export function inlineStyles(): Plugin {
  return {
    name: 'guestwall:inline-styles',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const [link = '', file = ''] = STYLES.exec(html) ?? []
        const sheet = bundle[file]
        if (sheet?.type !== 'asset') throw new Error('The page has no style sheet to take in.')
        delete bundle[file]
        return html.replace(link, () => `<style>${String(sheet.source).trim()}</style>`)
      },
    },
  }
}
