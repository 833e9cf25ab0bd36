import { open } from 'node:fs/promises'
import { MAX_PHOTO_PIXELS } from '@guestwall/protocol'

/** The size stands before the pixels. In what has more metadata than this it is not looked for. */
const READ_BYTES = 256 * 1024

/**
 * The pixels that a picture says it has, from its first bytes: what decoding it costs at most. A picture that does not say it here, which are those of
 * other formats than JPEG and PNG, counts as the largest. At most `MAX_PHOTO_PIXELS` are told: the decoder refuses what has more.
 */
export async function readDeclaredPixels(file: string): Promise<number> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, 0)
    return declaredPixels(buffer.subarray(0, bytesRead))
  } finally {
    await handle.close()
  }
}

/** `readDeclaredPixels` of these first bytes. */
export function declaredPixels(head: Buffer): number {
  const pixels = head[0] === 0x89 ? ofPng(head) : ofJpeg(head)
  return pixels === null || pixels === 0 ? MAX_PHOTO_PIXELS : Math.min(pixels, MAX_PHOTO_PIXELS)
}

function ofPng(head: Buffer): number | null {
  return head.length < 24 ? null : head.readUInt32BE(16) * head.readUInt32BE(20)
}

function ofJpeg(head: Buffer): number | null {
  if (head[0] !== 0xff || head[1] !== 0xd8) return null
  let at = 2
  while (at + 9 <= head.length && head[at] === 0xff) {
    const marker = head[at + 1] as number
    // A marker may have bytes 0xff before it.
    if (marker === 0xff) at += 1
    else if (isFrame(marker)) return head.readUInt16BE(at + 5) * head.readUInt16BE(at + 7)
    else at += 2 + head.readUInt16BE(at + 2)
  }
  return null
}

/** Whether the marker begins a frame; DHT, JPG and DAC have numbers among those that do. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}
