import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FileImageStore } from './file-image-store.ts'
import { imageStoreContract } from './image-store.contract.ts'
import { S3ImageStore } from './s3-image-store.ts'
import { startS3Stub } from './s3-stub.test-kit.ts'

imageStoreContract('a folder', () => {
  const directory = mkdtempSync(join(tmpdir(), 'guestwall-files-'))
  const store = new FileImageStore(join(directory, 'images'))
  return Promise.resolve({ store, close: () => rmSync(directory, { recursive: true, force: true }) })
})

imageStoreContract('a bucket', async () => {
  const { bucket, close } = await startS3Stub()
  return { store: new S3ImageStore(bucket), close }
})

test('a bucket that refuses the signature is told with the answer, and without the secret', async () => {
  const { bucket, objects, close } = await startS3Stub()
  const file = join(mkdtempSync(join(tmpdir(), 'guestwall-refused-')), 'a')
  writeFileSync(file, 'a')
  const store = new S3ImageStore({ ...bucket, secretAccessKey: 'another-secret' })
  const error = await store.put('s1', 'a.jpg', file).catch((reason: unknown) => reason as Error)
  expect(String(error)).toMatch(/403.*SignatureDoesNotMatch/)
  expect(String(error)).not.toContain('another-secret')
  expect(objects.size).toBe(0)
  await close()
})

test('in a bucket nothing else is touched', async () => {
  const { bucket, objects, close } = await startS3Stub()
  objects.set('other/a.jpg', Buffer.from('of somebody else'))
  const store = new S3ImageStore(bucket)
  expect(await store.folders()).toEqual([])
  await store.deleteFolder('other')
  expect([...objects.keys()]).toEqual(['other/a.jpg'])
  await close()
})
