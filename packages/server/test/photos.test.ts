import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type HostedSession, pathOf, type Photo, ROUTES, UPLOAD_PHOTO } from '@guestwall/protocol'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Guestwall, startGuestwall } from '../../../tests/support/guestwall.ts'
import { post, removeMessage } from '../../../tests/support/http-calls.ts'
import { WireClient } from '../../../tests/support/wire-client.ts'
import { FileImageStore } from '../src/images/file-image-store.ts'
import { findSharp } from '../src/images/find-sharp.ts'
import { Images } from '../src/images/images.ts'
import { S3ImageStore } from '../src/images/s3-image-store.ts'
import { startS3Stub } from '../src/images/s3-stub.test-kit.ts'
import { systemClock } from '../src/system.ts'

const directory = mkdtempSync(join(tmpdir(), 'guestwall-photos-'))
const onBroken = () => {}
const store = new FileImageStore(join(directory, 'images'))
const incoming = join(directory, 'incoming')
const images = new Images({ store, sharp: findSharp(), incoming, clock: systemClock, onBroken })
let wall: Guestwall
let photo: Buffer<ArrayBuffer>
beforeAll(async () => {
  wall = await startGuestwall({ parts: { images } })
  photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#a33' } })
    .jpeg()
    .toBuffer()
    .then((bytes) => Buffer.from(bytes))
})
afterAll(async () => {
  await wall.stop()
  rmSync(directory, { recursive: true, force: true })
})

let lastKey = 0
const newKey = () => `key-of-upload-${(lastKey += 1)}`

interface Uploaded {
  readonly status: number
  readonly code: string | undefined
  readonly detail: string | undefined
  readonly photo: Photo
}

async function upload(token: string, bytes: Buffer<ArrayBuffer>, key = newKey(), url = wall.url): Promise<Uploaded> {
  const response = await fetch(`${url}${UPLOAD_PHOTO.path}?key=${key}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' },
    body: bytes,
  })
  const answer = (await response.json()) as { code?: string; title?: string; detail?: string; photo: Photo }
  return { status: response.status, code: answer.code, detail: answer.title, photo: answer.photo }
}

const read = (token: string, id: string, size = 'full', url = wall.url) =>
  fetch(`${url}${UPLOAD_PHOTO.path}/${id}?size=${size}`, { headers: { authorization: `Bearer ${token}` } })

const say = async (hosted: HostedSession, token: string, photoId: string, url = wall.url) => {
  const body = { session: hosted.session.id, key: newKey(), content: '百年好合', guestName: '小明', photo: photoId }
  const { message } = await post<{ message: { id: string; status: string; photo?: Photo } }>(
    `${url}${ROUTES.sendMessage.path}`,
    body,
    token,
  )
  return message
}

/** A session that takes photos, and a guest of it. */
async function party(photos: 'approve' | 'on' = 'on') {
  const hosted = await wall.createSession({ title: '喜宴', photos })
  const { token, guest } = await wall.join(hosted.session.id, '小明')
  return { hosted, token, guest, folder: join(directory, 'images', hosted.session.id) }
}

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('[PHOTO-2] a photo is read under the rule of its message’s text', () => {
  test('a pending one by hosts and its author, a shown one by everybody, a rejected one by hosts, a removed one by nobody; then its pictures are gone', async () => {
    const { hosted, token, folder } = await party('approve')
    const { photo: uploaded } = await upload(token, photo)
    const everybody = [hosted.hostToken, hosted.wallToken, token, (await wall.join(hosted.session.id, '小红')).token]
    const statuses = () => Promise.all(everybody.map(async (each) => (await read(each, uploaded.id, 'small')).status))
    expect(await statuses()).toEqual([404, 404, 404, 404])
    const message = await say(hosted, token, uploaded.id)
    expect(message).toMatchObject({ status: 'pending', photo: { width: 800, height: 600 } })
    expect(await statuses()).toEqual([200, 404, 200, 404])
    const act = (action: string, body = {}) => post(`${wall.url}/api/host/messages/${message.id}/${action}`, body, hosted.hostToken)
    await act('approve')
    expect(await statuses()).toEqual([200, 200, 200, 200])
    await act('reject', { from: 'shown' })
    expect(await statuses()).toEqual([200, 404, 404, 404])
    await act('restore')
    expect(readdirSync(folder)).toHaveLength(2)
    await removeMessage(wall.url, hosted.hostToken, message.id)
    expect(await statuses()).toEqual([404, 404, 404, 404])
    await until(() => readdirSync(folder).length === 0)
  })

  test('[MOD-11] a private one by hosts and its author', async () => {
    const hosted = await wall.createSession({ title: '喜宴', photos: 'on', privateWishes: true })
    const [author, other] = [await wall.join(hosted.session.id, '小明'), await wall.join(hosted.session.id, '小红')]
    const { photo: uploaded } = await upload(author.token, photo)
    const body = { session: hosted.session.id, key: newKey(), content: '悄悄话', guestName: '小明', photo: uploaded.id, to: 'hosts' }
    await post(`${wall.url}${ROUTES.sendMessage.path}`, body, author.token)
    const readers = [hosted.hostToken, author.token, other.token, hosted.wallToken]
    expect(await Promise.all(readers.map(async (each) => (await read(each, uploaded.id)).status))).toEqual([200, 200, 404, 404])
  })

  test('with headers that no cache keeps and no browser takes for anything but a picture; in another session it is unknown', async () => {
    const { hosted, token } = await party()
    const { photo: uploaded } = await upload(token, photo)
    await say(hosted, token, uploaded.id)
    const response = await read(token, uploaded.id)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': 'attachment; filename="photo.jpg"',
    })
    expect(await sharp(Buffer.from(await response.arrayBuffer())).metadata()).toMatchObject({ format: 'jpeg', width: 800 })
    const other = await party()
    expect((await read(other.token, uploaded.id)).status).toBe(404)
    expect((await fetch(`${wall.url}${UPLOAD_PHOTO.path}/${uploaded.id}`)).status).toBe(401)
  })
})

describe('an upload', () => {
  test('[SEND-1] that is retried is stored once, also when both come at once', async () => {
    const { token, folder } = await party()
    const key = newKey()
    const [one, other] = await Promise.all([upload(token, photo, key), upload(token, photo, key)])
    const third = await upload(token, photo, key)
    expect([one.photo, other.photo]).toEqual([third.photo, third.photo])
    expect([one.status, other.status, third.status].sort((left, right) => left - right)).toEqual([200, 200, 201])
    await until(() => readdirSync(folder).length === 2)
  })

  test('[PHOTO-1] is refused where the host takes no photos, and by a server that cannot decode them, which says so', async () => {
    const { token, hosted } = await party()
    const change = { method: 'PATCH', headers: { 'content-type': 'application/json', authorization: `Bearer ${hosted.hostToken}` } }
    await fetch(`${wall.url}/api/host/sessions/${hosted.session.id}`, { ...change, body: JSON.stringify({ photos: 'off' }) })
    expect(await upload(token, photo)).toMatchObject({ status: 409, code: 'photos_off' })

    const missing = new Images({ store, sharp: { missing: 'a reason' }, incoming, clock: systemClock, onBroken })
    const bare = await startGuestwall({ parts: { images: missing } })
    const there = await bare.createSession({ title: '喜宴', photos: 'on' })
    const guest = await bare.join(there.session.id, '小明')
    expect(await upload(guest.token, photo, newKey(), bare.url)).toMatchObject({ status: 409, code: 'photos_off' })
    expect(await (await fetch(`${bare.url}${ROUTES.getServer.path}`)).json()).toMatchObject({ photos: 'missing' })
    await bare.stop()
  })

  test('of 20 MB, of a document, of a picture that is a document too, and of noise is refused with a sentence, and leaves nothing', async () => {
    const { token, folder } = await party()
    const noise = Buffer.concat([photo.subarray(0, 20), Buffer.alloc(50_000, 7)])
    const polyglot = Buffer.concat([photo.subarray(0, 20), Buffer.from('<script>alert(1)</script>'), photo.subarray(20)])
    expect(await upload(token, Buffer.concat([photo, Buffer.alloc(20_000_000)]))).toMatchObject({ status: 413, code: 'too_large' })
    for (const document of ['<svg><script>alert(1)</script></svg>', '%PDF-1.7', '\0\0\0\x18ftypheic\0\0\0\0']) {
      const refused = await upload(token, Buffer.from(document, 'latin1'))
      expect(refused).toMatchObject({ status: 415, code: 'unsupported_media_type' })
    }
    expect(await upload(token, polyglot)).toMatchObject({ status: 415, code: 'unsupported_media_type' })
    const more = await wall.join((await party()).hosted.session.id, '小红')
    expect(await upload(more.token, noise)).toMatchObject({ status: 422, code: 'photo_unreadable' })
    expect([existsSync(folder), readdirSync(incoming)]).toEqual([false, []])
  })

  test('that breaks off in the middle leaves nothing, and the same key uploads it whole', async () => {
    const { token } = await party()
    const key = newKey()
    const { port } = new URL(wall.url)
    const socket = connect(Number(port), '127.0.0.1')
    const head = [
      `POST ${UPLOAD_PHOTO.path}?key=${key} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `Authorization: Bearer ${token}`,
      `Content-Length: ${photo.length}`,
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    socket.write(photo.subarray(0, photo.length / 2))
    await until(() => existsSync(incoming) && readdirSync(incoming).length > 0)
    socket.destroy()
    await until(() => readdirSync(incoming).length === 0)
    expect(await upload(token, photo, key)).toMatchObject({ status: 201 })
  })
})

describe('[PHOTO-5] uploads that no message has', () => {
  test('take nobody’s place: the oldest make room; photos of messages have a limit, which is none for a host', async () => {
    const small = await startGuestwall({ parts: { images }, config: { SESSION_PHOTOS: 2 } })
    const hosted = await small.createSession({ title: '喜宴', photos: 'on' })
    const uploadOf = async (token: string) => upload(token, photo, newKey(), small.url)
    const join = async (name: string) => (await small.join(hosted.session.id, name)).token
    const flood = await Promise.all(['甲', '乙', '丙'].map(join))
    for (const token of flood) expect(await uploadOf(token)).toMatchObject({ status: 201 })
    for (const token of await Promise.all(['小明', '小红'].map(join))) {
      const { photo: uploaded } = await uploadOf(token)
      expect(await say(hosted, token, uploaded.id, small.url)).toMatchObject({ status: 'shown', photo: { id: uploaded.id } })
    }
    expect(await uploadOf(await join('小李'))).toMatchObject({ status: 409, code: 'photos_off' })
    expect(await uploadOf(hosted.hostToken)).toMatchObject({ status: 201 })
    await small.stop()
  })

  test('are four of a guest at most: the next is asked to wait until one is sent', async () => {
    const { hosted, token } = await party()
    const uploads = []
    for (let count = 0; count < 4; count += 1) uploads.push(await upload(token, photo))
    expect(uploads.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(await upload(token, photo)).toMatchObject({ status: 429, code: 'session_busy' })
    await say(hosted, token, uploads[0]?.photo.id ?? '')
    expect(await upload(token, photo)).toMatchObject({ status: 201 })
  })

  test('and failed are forgotten at once, and do not count', async () => {
    const { token } = await party()
    for (let count = 0; count < 5; count += 1) expect(await upload(token, Buffer.from('%PDF-1.7'))).toMatchObject({ status: 415 })
    expect(await upload(token, photo)).toMatchObject({ status: 201 })
  })

  test('are deleted when a host mutes or removes their guest, who uploads none until the host undoes it', async () => {
    const { hosted, token, guest, folder } = await party()
    const act = (route: 'muteGuest' | 'unmuteGuest' | 'removeGuest') =>
      post(`${wall.url}${pathOf(ROUTES[route], guest.id)}`, {}, hosted.hostToken)
    const { photo: sent } = await upload(token, photo)
    await say(hosted, token, sent.id)
    await upload(token, photo)
    await act('muteGuest')
    await until(() => readdirSync(folder).length === 2)
    expect(await upload(token, photo)).toMatchObject({ status: 403, code: 'muted' })
    expect((await read(token, sent.id)).status).toBe(200)
    await act('unmuteGuest')
    expect(await upload(token, photo)).toMatchObject({ status: 201 })
    await act('removeGuest')
    await until(() => readdirSync(folder).length === 2)
    expect(await upload(token, photo)).toMatchObject({ status: 403, code: 'removed' })
  })
})

test('200 photos at once are all stored, in turn, with few files at a time, and what is written meanwhile is answered', {
  timeout: 120_000,
}, async () => {
  // Small ones: the rule is about turns, and the decoder runs behind everything else.
  const small = Buffer.from(await sharp(photo).resize(64).jpeg().toBuffer())
  const hosted = await wall.createSession({ title: '喜宴', photos: 'on' })
  const guests = await Promise.all(Array.from({ length: 200 }, (_, index) => wall.join(hosted.session.id, `客人${index}`)))
  const writer = await WireClient.join(wall.url, hosted.session.id, { guestName: '作家' })
  let files = 0
  let written = 0
  let isDone = false
  const watch = (async () => {
    while (!isDone) {
      files = Math.max(files, existsSync(incoming) ? readdirSync(incoming).length : 0)
      const answer = await writer.ask({ type: 'sendMessage', key: newKey(), content: '新婚快乐', guestName: '作家' })
      if (answer.type === 'ack') written += 1
    }
  })()
  const uploads = await Promise.all(guests.map(({ token }) => upload(token, small)))
  isDone = true
  await watch
  writer.close()
  expect(uploads.filter(({ status }) => status !== 201)).toEqual([])
  expect(written).toBeGreaterThan(0)
  // At most 64 are received at a time; each has its own file and those that are made of it.
  expect(files).toBeLessThanOrEqual(64 * 3)
})

test('[DEL-1] with its session every picture is deleted', async () => {
  const { hosted, token, folder } = await party()
  await say(hosted, token, (await upload(token, photo)).photo.id)
  await upload(token, photo)
  expect(readdirSync(folder)).toHaveLength(4)
  await fetch(`${wall.url}/api/host/sessions/${hosted.session.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${hosted.hostToken}` },
  })
  await until(() => !existsSync(folder))
})

test('photos are kept in a bucket in the same way', async () => {
  const s3 = await startS3Stub()
  const bucket = new S3ImageStore(s3.bucket)
  const remote = await startGuestwall({
    parts: { images: new Images({ store: bucket, sharp: findSharp(), incoming, clock: systemClock, onBroken }) },
  })
  const hosted = await remote.createSession({ title: '喜宴', photos: 'on' })
  const { token } = await remote.join(hosted.session.id, '小明')
  const { photo: uploaded } = await upload(token, photo, newKey(), remote.url)
  const message = await say(hosted, token, uploaded.id, remote.url)
  expect((await read(token, uploaded.id, 'small', remote.url)).status).toBe(200)
  expect(s3.objects.size).toBe(2)
  await removeMessage(remote.url, hosted.hostToken, message.id)
  await until(() => s3.objects.size === 0)
  expect(s3.refused).toEqual([])
  await remote.stop()
  await s3.close()
})
