import type { Plugin } from 'vite'

/**
 * Puts the scripts and styles of the page into the page itself, which is then the only file: it opens from a folder, where a browser loads no module
 * beside it, and no network is there.
 */
export function oneFile(policy: string): Plugin {
  return {
    name: 'guestwall:one-file',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const page of Object.values(bundle)) {
        if (page.type !== 'asset' || !page.fileName.endsWith('.html')) continue
        let html = String(page.source)
        for (const part of Object.values(bundle)) {
          const name = part.fileName.slice(part.fileName.lastIndexOf('/') + 1).replaceAll('.', '\\.')
          // A function as replacement: in a text, $ has a meaning.
          if (part.type === 'chunk') {
            const script = part.code.replaceAll(/<\/(?=script)/gi, '<\\/')
            html = html.replace(new RegExp(`\\s*<script[^>]*src="[^"]*${name}"[^>]*></script>`), '')
            html = html.replace('</body>', () => `  <script type="module">${script}</script>\n  </body>`)
          } else if (part.fileName.endsWith('.css')) {
            html = html.replace(new RegExp(`<link[^>]*href="[^"]*${name}"[^>]*>`), () => `<style>${String(part.source)}</style>`)
          } else continue
          delete bundle[part.fileName]
        }
        page.source = html.replace('<head>', () => `<head>\n    <meta http-equiv="content-security-policy" content="${policy}" />`)
      }
    },
  }
}
