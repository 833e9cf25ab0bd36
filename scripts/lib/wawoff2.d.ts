declare module 'wawoff2' {
  /** Turns WOFF2 into the font that it holds. */
  export function decompress(font: Uint8Array): Promise<Uint8Array>
}
