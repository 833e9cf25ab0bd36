import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Clock } from '../domain/ports.ts'
import { FileImageStore } from '../images/file-image-store.ts'
import { findSharp } from '../images/find-sharp.ts'
import type { ImageStore } from '../images/image-store.ts'
import { DECODERS, Images } from '../images/images.ts'
import { S3ImageStore } from '../images/s3-image-store.ts'

/** The image store that the configuration names: a bucket, or a folder of the data directory. */
export function openImageStore(config: Config, dataDirectory: string): ImageStore {
  const { S3_URL: url, S3_REGION: region, S3_ACCESS_KEY_ID: accessKeyId = '', S3_SECRET_ACCESS_KEY: secretAccessKey = '' } = config
  if (url !== undefined) return new S3ImageStore({ url, region, accessKeyId, secretAccessKey })
  return new FileImageStore(join(dataDirectory, 'images'))
}

/** Opens what takes pictures. Where the library that decodes them is missing, it says so, and takes none. */
export function openImages(parts: {
  config: Config
  dataDirectory: string
  clock: Clock
  warn: (line: string) => void
  /** The processes of this server that take pictures; they share the decoders. Without it there is one. */
  processes?: number
}): Images {
  const { config, dataDirectory, clock, warn, processes = 1 } = parts
  const sharp = findSharp()
  const say = (reason: string) => warn(`guests cannot send photos: ${reason}`)
  if ('missing' in sharp) say(sharp.missing)
  const incoming = join(dataDirectory, 'incoming-images')
  const decoders = Math.max(1, Math.floor(DECODERS / processes))
  const onBroken = ({ message }: Error) => say(message)
  const onDied = (reason: string) => warn(`a decoder of photos ended (${reason}): the next photo starts another`)
  return new Images({ store: openImageStore(config, dataDirectory), sharp, incoming, clock, onBroken, onDied, decoders })
}
