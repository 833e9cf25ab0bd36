import { drawing } from '../../tests/support/drawing.ts'

/** A JPEG with as much detail as a photo has: clouds of noise. */
export async function photograph({ width, height }: { readonly width: number; readonly height: number }): Promise<Buffer> {
  const noise = drawing({
    create: { width: 512, height: 384, channels: 3, background: '#987', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
  const png = await noise.png().toBuffer()
  return drawing(png).resize(width, height).jpeg({ quality: 82 }).toBuffer()
}
