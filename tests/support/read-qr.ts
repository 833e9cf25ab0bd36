import { PNG } from 'pngjs'
import { decodeQR } from 'qr/decode.js'

/** For attempts beyond the first: an answer never depends on how busy the machine is. */
const NO_HURRY_MS = 60_000

/** Reads the QR code in a picture, as a phone does. Throws where there is none. */
export function readQr(picture: Buffer): string {
  const { width, height, data } = PNG.sync.read(picture)
  return decodeQR({ width, height, data }, { timeLimit: NO_HURRY_MS })
}
