import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../system.ts'
import { FileImageStore } from './file-image-store.ts'
import { findSharp } from './find-sharp.ts'
import { Images } from './images.ts'
import type { ImageBody } from './receive-image.ts'

/** Pictures in a temporary directory. `dispose` ends the decoders and deletes it. */
export function testImages() {
  const directory = mkdtempSync(join(tmpdir(), 'guestwall-images-'))
  const broken: Error[] = []
  const images = new Images({
    store: new FileImageStore(join(directory, 'images')),
    sharp: findSharp(),
    incoming: join(directory, 'incoming'),
    clock: systemClock,
    onBroken: (error) => broken.push(error),
  })
  const dispose = () => {
    images.close()
    rmSync(directory, { recursive: true, force: true })
  }
  return { images, directory, broken, dispose }
}

/** An upload of these pieces. */
export function bodyOf(...pieces: readonly Uint8Array[]): ImageBody {
  return { bytes: piecesOf(pieces), length: pieces.reduce((length, piece) => length + piece.length, 0) }
}

async function* piecesOf(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces
}
