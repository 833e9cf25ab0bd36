import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImageStore } from './image-store.ts'

/** The rules of every image store. `open` gives an empty one. */
export function imageStoreContract(name: string, open: () => Promise<{ store: ImageStore; close: () => Promise<void> | void }>): void {
  describe(`${name} as an image store`, () => {
    const directory = mkdtempSync(join(tmpdir(), 'guestwall-store-'))
    let store: ImageStore
    let close: () => Promise<void> | void
    beforeAll(async () => {
      ;({ store, close } = await open())
    })
    afterAll(async () => {
      await close()
      rmSync(directory, { recursive: true, force: true })
    })
    const put = (folder: string, picture: string, text: string) => {
      const file = join(directory, picture)
      writeFileSync(file, text)
      return store.put(folder, picture, file)
    }
    const read = async (folder: string, picture: string) => (await store.read(folder, picture))?.toString() ?? null

    test('what is put is read, and put again it is replaced', async () => {
      await put('read', 'a.jpg', 'one')
      expect(await read('read', 'a.jpg')).toBe('one')
      await put('read', 'a.jpg', 'two')
      expect(await read('read', 'a.jpg')).toBe('two')
    })

    test('a picture or a folder that is not there is none, and deleting it does nothing', async () => {
      await put('there', 'a.jpg', 'one')
      expect(await read('there', 'b.jpg')).toBeNull()
      expect(await read('nowhere', 'a.jpg')).toBeNull()
      expect(await store.names('nowhere')).toEqual([])
      await store.delete('there', ['b.jpg'])
      await store.deleteFolder('nowhere')
      expect(await read('there', 'a.jpg')).toBe('one')
    })

    test('a deleted picture is gone and the others stay; a deleted folder is gone with all of them', async () => {
      for (const picture of ['a.jpg', 'b.jpg', 'c.jpg']) await put('gone', picture, picture)
      await put('kept', 'a.jpg', 'kept')
      await store.delete('gone', ['a.jpg'])
      expect((await store.names('gone')).sort()).toEqual(['b.jpg', 'c.jpg'])
      await store.deleteFolder('gone')
      expect(await store.names('gone')).toEqual([])
      const folders = await store.folders()
      expect([folders.includes('gone'), folders.includes('kept')]).toEqual([false, true])
    })

    test('one name that several store at once has one of their pictures, whole', async () => {
      const texts = Array.from({ length: 8 }, (_, index) => `${index}`.repeat(10_000))
      const files = texts.map((text, index) => {
        const file = join(directory, `at-once-${index}`)
        writeFileSync(file, text)
        return file
      })
      await Promise.all(files.map((file) => store.put('once', 'a.jpg', file)))
      expect(texts).toContain(await read('once', 'a.jpg'))
      expect(await store.names('once')).toEqual(['a.jpg'])
    })
  })
}
