import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy.ts'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

test('a page may run and style nothing but files of this server, and exactly what was built into it', () => {
  expect(contentSecurityPolicy('<p>none</p>')).toMatch(/script-src 'self'; style-src 'self'; /)
  const page =
    '<script>\n  early()\n</script><script type="module" src="/a.js"></script><script type="module">page()</script><style>p{color:red}</style>'
  const policy = contentSecurityPolicy(page)
  expect(policy).toContain(
    `script-src 'self' ${hash('\n  early()\n')} ${hash('page()')}; style-src 'self' ${hash('p{color:red}')}; img-src`,
  )
  expect(policy).not.toContain('unsafe')
})
