import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PhotoReader } from './photo-reader.ts'

const made: string[] = []
const revoked: string[] = []
beforeEach(() => {
  made.length = 0
  revoked.length = 0
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: () => `blob:${made.push('x')}`, revokeObjectURL: (url: string) => revoked.push(url) }),
  )
})
afterEach(() => vi.unstubAllGlobals())

function reader(answer: () => Response, token: string | null = 'token') {
  const asked: (readonly [string, string | null])[] = []
  const photos = new PhotoReader({
    url: 'http://wall',
    token: () => token,
    fetch: (url, init) => {
      asked.push([typeof url === 'string' ? url : '', new Headers(init?.headers).get('authorization')])
      return Promise.resolve(answer())
    },
  })
  return { photos, asked }
}
const jpeg = () => new Response('bytes', { headers: { 'content-type': 'image/jpeg' } })

test('[PHOTO-2] a picture is read once for all who show it, with the credential in a header and not in the address', async () => {
  const { photos, asked } = reader(jpeg)
  const addresses = await Promise.all([photos.acquire('p1', 'small'), photos.acquire('p1', 'small')])
  expect(new Set(addresses).size).toBe(1)
  expect(asked).toEqual([['http://wall/api/realtime/photos/p1?size=small', 'Bearer token']])
})

test('one that cannot be read is none, and is asked for again; a page of a portal is none', async () => {
  const { photos, asked } = reader(() => new Response('{}', { status: 404 }))
  expect([await photos.acquire('p1', 'full'), await photos.acquire('p1', 'full'), asked.length]).toEqual([null, null, 2])
  expect(await reader(() => new Response('<html>')).photos.acquire('p1', 'full')).toBeNull()
  const without = reader(jpeg, null)
  expect([await without.photos.acquire('p1', 'full'), without.asked]).toEqual([null, []])
})

test('memory holds a bounded number of pictures, and none that is shown is freed', async () => {
  const { photos } = reader(jpeg)
  const shown = await photos.acquire('shown', 'small')
  for (let index = 0; index < 200; index += 1) {
    await photos.acquire(`p${index}`, 'small')
    photos.release(`p${index}`, 'small')
  }
  await Promise.resolve()
  expect(made.length - revoked.length).toBeLessThanOrEqual(121)
  expect(revoked).not.toContain(shown)
  photos.close()
  await vi.waitFor(() => expect(revoked).toContain(shown))
})
