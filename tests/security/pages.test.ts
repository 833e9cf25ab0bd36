import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

let webRoot: string
let wall: Guestwall
beforeAll(async () => {
  webRoot = mkdtempSync(join(tmpdir(), 'guestwall-pages-'))
  for (const page of ['guest', 'wall', 'host', 'missing']) {
    mkdirSync(join(webRoot, page))
    writeFileSync(join(webRoot, page, 'index.html'), `<!doctype html><title>${page}</title>`)
  }
  wall = await startGuestwall({ webRoot })
})
afterAll(async () => {
  await wall.stop()
  rmSync(webRoot, { recursive: true, force: true })
})

const ask = (path: string, accept = BROWSER, method = 'GET') =>
  fetch(`${wall.url}${path}`, { method, headers: { accept }, redirect: 'manual' })

describe('an address that is nearly right', () => {
  for (const [path, right] of [
    ['/ABC234/', '/ABC234'],
    ['/ABC-234', '/ABC234'],
    ['/ABC234%20', '/ABC234'],
    [`/${encodeURIComponent('ABC234，快来')}`, '/ABC234'],
    [`/${encodeURIComponent('ａｂｃ２３４')}`, '/ABC234'],
    ['/host/', '/host'],
    ['/?code=abc-234', '/ABC234'],
  ] as const) {
    it(`${path} is sent to ${right}, and answered there with its page`, async () => {
      const response = await ask(path)
      expect([response.status, response.headers.get('location')]).toEqual([302, right])
      expect((await ask(right)).headers.get('content-type')).toMatch(/^text\/html/)
    })
  }

  it('redirects nobody to another site', async () => {
    for (const path of ['//evil.example/', '/%2f%2fevil.example', '/?code=http://evil.example/ABC234', '/%5cevil.example']) {
      const location = (await ask(path)).headers.get('location')
      expect(location === null || /^\/[A-Za-z0-9]/.test(location), `${path}: ${location}`).toBe(true)
    }
  })
})

describe('an address without a page', () => {
  it('gives a browser a helpful page, as 404, with the policy of every page', async () => {
    for (const path of ['/nothing', '/wall/a/b', '/host/a/b', '/%zz', '/assets/old.js']) {
      const response = await ask(path)
      expect([path, response.status]).toEqual([path, 404])
      expect(await response.text()).toContain('<title>missing</title>')
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    }
    expect((await ask('/nothing', BROWSER, 'HEAD')).status).toBe(404)
  })

  it('gives a program a problem document, and so does the API to everybody', async () => {
    for (const [path, accept] of [
      ['/nothing', '*/*'],
      ['/nothing', 'application/json'],
      ['/assets/old.js', '*/*'],
      ['/api/nothing', BROWSER],
    ] as const) {
      const response = await ask(path, accept)
      expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    }
  })
})
