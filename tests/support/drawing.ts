import { createRequire } from 'node:module'

/** The part of sharp that is used. */
interface Drawing {
  png(options?: { palette: true; colours: number; effort: number; dither: number }): Drawing
  resize(width: number, height: number): Drawing
  jpeg(options: { quality: number }): Drawing
  toBuffer(): Promise<Buffer>
}

/** The library that draws pictures, an optional dependency of the server. */
export const drawing = createRequire(new URL('../../packages/server/package.json', import.meta.url))('sharp') as (
  input: Buffer | object,
) => Drawing
