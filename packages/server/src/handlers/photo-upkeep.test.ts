import { expect, test } from 'vitest'
import { VirtualClock } from '@guestwall/protocol/testing'
import { NO_PHOTO_LIMITS } from '../domain/stored-photo.ts'
import type { ImageStore } from '../images/image-store.ts'
import { createSession } from '../log/store.test-kit.ts'
import { MemoryStore } from '../testing/memory-store.ts'
import { photoNames } from '../images/photo-names.ts'
import { PhotoUpkeep } from './photo-upkeep.ts'

/** Names of pictures in memory; `failing` makes every deletion fail. */
function memoryImages() {
  const pictures = new Set<string>()
  const state = { failing: false }
  const deleting = (paths: readonly string[]) => {
    if (state.failing) return Promise.reject(new Error('no space left'))
    for (const path of paths) pictures.delete(path)
    return Promise.resolve()
  }
  const store: ImageStore = {
    put: (folder, name) => Promise.resolve(void pictures.add(`${folder}/${name}`)),
    read: () => Promise.resolve(null),
    delete: (folder, names) => deleting(names.map((name) => `${folder}/${name}`)),
    deleteFolder: (folder) => deleting([...pictures].filter((path) => path.startsWith(`${folder}/`))),
    folders: () => Promise.resolve([...new Set([...pictures].map((path) => path.split('/')[0] ?? ''))]),
    names: () => Promise.resolve([]),
  }
  return { pictures, state, store }
}

async function setUp() {
  const clock = new VirtualClock()
  const store = new MemoryStore()
  const images = memoryImages()
  const errors: unknown[] = []
  const upkeep = new PhotoUpkeep({ store, images: images.store, clock, onError: (error) => errors.push(error) })
  const session = await createSession(store, { photos: 'on' })
  const upload = async (id: string) => {
    const at = new Date(clock.wallTime()).toISOString()
    await store.addPhoto(session.id, { id, guestId: 'g1', key: `key-of-${id}`, at }, NO_PHOTO_LIMITS)
    for (const name of photoNames(id)) await images.store.put(session.id, name, '')
  }
  const left = () => [...images.pictures].map((path) => path.split('/')[1] ?? '').toSorted((one, other) => one.localeCompare(other))
  return { clock, store, images, errors, upkeep, session, upload, left }
}

test('[PHOTO-4] an upload that no message has is deleted after an hour, with both of its pictures', async () => {
  const { clock, upkeep, upload, left, session, store } = await setUp()
  await upload('old')
  clock.advance(30 * 60_000)
  await upload('new')
  const stop = upkeep.start()
  clock.advance(31 * 60_000)
  await upkeep.soon()
  expect(left()).toEqual(photoNames('new').toSorted((one, other) => one.localeCompare(other)))
  expect(await store.readLoosePhotos('9', 10)).toEqual([{ sessionId: session.id, id: 'new' }])
  stop()
})

test('[PHOTO-4] where the image store fails, the photo is deleted at a later look, and nothing is forgotten before', async () => {
  const { clock, upkeep, upload, left, images, errors, store } = await setUp()
  await upload('old')
  clock.advance(61 * 60_000)
  images.state.failing = true
  await upkeep.soon()
  expect([errors.length, left().length, (await store.readLoosePhotos('9', 10)).length]).toEqual([1, 2, 1])
  images.state.failing = false
  await upkeep.soon()
  expect([left(), await store.readLoosePhotos('9', 10)]).toEqual([[], []])
})

test('[DEL-1] a folder whose session is gone is deleted, also by a server that did not delete the session', async () => {
  const { upkeep, upload, images, session, store } = await setUp()
  await upload('one')
  await images.store.put('gone', 'a.jpg', '')
  await upkeep.checkFolders()
  expect([...images.pictures].every((path) => path.startsWith(`${session.id}/`))).toBe(true)
  expect(images.pictures.size).toBe(2)
  await store.deleteSession(session.id, {})
  await upkeep.checkFolders()
  expect(images.pictures.size).toBe(0)
})
