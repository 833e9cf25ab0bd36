import { createRequire } from 'node:module'

/** The part of sharp that draws a picture; it is the server's optional dependency. */
interface Sharp {
  png(): Sharp
  resize(width: number, height: number): Sharp
  jpeg(options: { quality: number }): Sharp
  toBuffer(): Promise<Buffer>
}

/** A JPEG with as much detail as a photo has: clouds of noise. */
export async function photograph({ width, height }: { readonly width: number; readonly height: number }): Promise<Buffer> {
  const sharp = createRequire(new URL('../../packages/server/package.json', import.meta.url))('sharp') as (input: Buffer | object) => Sharp
  const noise = sharp({
    create: { width: 512, height: 384, channels: 3, background: '#987', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
  const png = await noise.png().toBuffer()
  return sharp(png).resize(width, height).jpeg({ quality: 82 }).toBuffer()
}
