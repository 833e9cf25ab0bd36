import { createHash } from 'node:crypto'

/**
 * The policy of a page: it may load only files of this server, and of what stands in the page itself nothing but what was built into it. Trusted Types prevent text
 * from becoming markup.
 */
export function contentSecurityPolicy(page: string): string {
  return [
    "default-src 'self'",
    `script-src 'self'${hashesOf(page, /<script(?: type="module")?>(.*?)<\/script>/gs)}`,
    `style-src 'self'${hashesOf(page, /<style>(.*?)<\/style>/gs)}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}

function hashesOf(page: string, inline: RegExp): string {
  return [...page.matchAll(inline)].map(([, text = '']) => ` 'sha256-${createHash('sha256').update(text).digest('base64')}'`).join('')
}
