import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type HostedSession, type LookPart, pathOf, ROUTES, type Session } from '@guestwall/protocol'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Guestwall, startGuestwall } from '../../../tests/support/guestwall.ts'
import { WireClient } from '../../../tests/support/wire-client.ts'
import { FileImageStore } from '../src/images/file-image-store.ts'
import { findSharp } from '../src/images/find-sharp.ts'
import { Images } from '../src/images/images.ts'
import { systemClock } from '../src/system.ts'

const directory = mkdtempSync(join(tmpdir(), 'guestwall-looks-'))
const images = new Images({
  store: new FileImageStore(join(directory, 'images')),
  sharp: findSharp(),
  incoming: join(directory, 'incoming'),
  clock: systemClock,
  onBroken: () => {},
})
let wall: Guestwall
beforeAll(async () => {
  wall = await startGuestwall({ parts: { images } })
})
afterAll(async () => {
  await wall.stop()
  rmSync(directory, { recursive: true, force: true })
})

const plain = async (background: string, format: 'jpeg' | 'png' = 'jpeg') =>
  Buffer.from(
    await sharp({ create: { width: 320, height: 180, channels: 4, background } })
      .toFormat(format)
      .toBuffer(),
  )

interface Answer {
  readonly status: number
  readonly code?: string
  readonly title?: string
  readonly session: Session
}

async function call(method: 'PUT' | 'DELETE', hosted: HostedSession, part: string, body?: Buffer<ArrayBuffer>, token = hosted.hostToken) {
  const url = `${wall.url}${pathOf(ROUTES.putLook, hosted.session.id)}?part=${part}`
  const response = await fetch(url, { method, headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body }) })
  return { status: response.status, ...((await response.json()) as object) } as Answer
}
const put = (hosted: HostedSession, part: LookPart, body: Buffer<ArrayBuffer>) => call('PUT', hosted, part, body)
const read = (sessionId: string, picture: string | undefined, size = 'full') =>
  fetch(`${wall.url}${pathOf(ROUTES.getLook, sessionId)}?picture=${picture}&size=${size}`)
const folderOf = ({ session }: HostedSession) => join(directory, 'images', session.id)
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10))
}

test('[LOOK-1] a background and a logo are told to every reader, and everybody may read them, by the id that the session names', async () => {
  const hosted = await wall.createSession({ title: '喜宴' })
  const screen = await WireClient.join(wall.url, hosted.session.id, { token: hosted.wallToken })
  const { session } = await put(hosted, 'background', await plain('#804020'))
  const logo = (await put(hosted, 'logo', await plain('#00000000', 'png'))).session.look?.logo
  const known = (await (await fetch(`${wall.url}${pathOf(ROUTES.getSession, hosted.session.id)}`)).json()) as Session
  expect(known.look).toEqual({ background: session.look?.background, logo })
  expect(known.look).toMatchObject({ background: { width: 320, height: 180 } })
  const toldTo = () =>
    screen.frames
      .flatMap((frame) => (frame.type === 'events' ? frame.events : []))
      .find((event) => event.type === 'session.changed' && (event.data as Session).look?.logo?.id === logo?.id)
  await screen.until(toldTo)
  const [background, small, transparent] = [
    await read(known.id, known.look?.background?.id),
    await read(known.id, known.look?.background?.id, 'small'),
    await read(known.id, logo?.id),
  ]
  expect([background.headers.get('content-type'), small.status, transparent.headers.get('content-type')]).toEqual([
    'image/jpeg',
    200,
    'image/webp',
  ])
  expect(background.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
  expect((await sharp(Buffer.from(await transparent.arrayBuffer())).metadata()).hasAlpha).toBe(true)
  const other = await wall.createSession({ title: '别家' })
  const strange = [await read(other.session.id, known.look?.background?.id), await read(known.id, 'none')]
  expect(strange.map(({ status }) => status)).toEqual([404, 404])
  screen.close()
})

test('[LOOK-2] a picture says between which colours it lies; single points do not count', async () => {
  const hosted = await wall.createSession({ title: '喜宴' })
  const half = { create: { width: 800, height: 900, channels: 3, background: '#e0d0c0' } } as const
  const point = { create: { width: 1, height: 1, channels: 3, background: '#000000' } } as const
  const picture = sharp({ create: { width: 2000, height: 1200, channels: 3, background: '#402010' } }).composite([
    { input: half, left: 1200, top: 0 },
    { input: point, left: 300, top: 300 },
  ])
  const { look } = (await put(hosted, 'background', Buffer.from(await picture.png().toBuffer()))).session
  const near = (hex: string | undefined, ...channels: number[]) =>
    channels.every((channel, at) => Math.abs(Number.parseInt(hex?.slice(1 + at * 2, 3 + at * 2) ?? '', 16) - channel) <= 12)
  expect([look?.background?.darkest, near(look?.background?.darkest, 0x40, 0x20, 0x10)]).toEqual([look?.background?.darkest, true])
  expect([look?.background?.lightest, near(look?.background?.lightest, 0xe0, 0xd0, 0xc0)]).toEqual([look?.background?.lightest, true])
  const grey = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#777' } })
    .greyscale()
    .png()
    .toBuffer()
  expect((await put(hosted, 'logo', Buffer.from(grey))).session.look?.logo).toMatchObject({ darkest: '#777777', lightest: '#777777' })
})

test('[LOOK-3] a picture is deleted when another takes its place, when it is taken away, and with its session', async () => {
  const hosted = await wall.createSession({ title: '喜宴' })
  const first = (await put(hosted, 'background', await plain('#804020'))).session.look?.background
  expect(readdirSync(folderOf(hosted))).toHaveLength(2)
  const second = (await put(hosted, 'background', await plain('#208040'))).session.look?.background
  expect((await read(hosted.session.id, first?.id)).status).toBe(404)
  await until(() => readdirSync(folderOf(hosted)).every((name) => name.startsWith(second?.id ?? '')))
  await put(hosted, 'logo', await plain('#204080'))
  expect((await call('DELETE', hosted, 'background')).session.look?.background).toBeUndefined()
  await until(() => readdirSync(folderOf(hosted)).length === 1)
  await fetch(`${wall.url}${pathOf(ROUTES.deleteSession, hosted.session.id)}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${hosted.hostToken}` },
  })
  await until(() => !existsSync(folderOf(hosted)))
})

test('[LOOK-1] an SVG, a document and what is too large are refused with a sentence; guests and screens set nothing; a server without its library says so', async () => {
  const hosted = await wall.createSession({ title: '喜宴' })
  const svg = await put(hosted, 'logo', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))
  expect(svg).toMatchObject({ status: 415, code: 'unsupported_media_type', title: expect.stringContaining('SVG') as string })
  expect(await put(hosted, 'logo', Buffer.alloc(13_000_000))).toMatchObject({ status: 413, code: 'too_large' })
  const partless = await fetch(`${wall.url}${pathOf(ROUTES.putLook, hosted.session.id)}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${hosted.hostToken}` },
    body: await plain('#fff'),
  })
  expect(await partless.json()).toMatchObject({ code: 'bad_request' })
  const { token } = await wall.join(hosted.session.id, '小明')
  for (const each of [token, hosted.wallToken]) {
    expect(await call('PUT', hosted, 'logo', await plain('#fff'), each)).toMatchObject({ status: 403, code: 'forbidden' })
  }
  expect(existsSync(folderOf(hosted))).toBe(false)
  const bare = await startGuestwall()
  const there = await bare.createSession({ title: '喜宴' })
  const refused = await fetch(`${bare.url}${pathOf(ROUTES.putLook, there.session.id)}?part=logo`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${there.hostToken}` },
    body: await plain('#fff'),
  })
  expect(await refused.json()).toMatchObject({ code: 'photos_off' })
  await bare.stop()
})

test('[LIFE-6] a copied session has copies of the pictures, which stay when the first session is deleted', async () => {
  const hosted = await wall.createSession({ title: '喜宴' })
  const { session } = await put(hosted, 'background', await plain('#804020'))
  const { session: copy } = await wall.createSession({ title: '回门宴', copyOf: session.id })
  expect(copy.look?.background).toMatchObject({ width: 320, height: 180 })
  expect(copy.look?.background?.id).not.toBe(session.look?.background?.id)
  await fetch(`${wall.url}${pathOf(ROUTES.deleteSession, session.id)}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${hosted.hostToken}` },
  })
  await until(() => !existsSync(folderOf(hosted)))
  expect((await read(copy.id, copy.look?.background?.id)).status).toBe(200)
})
