/** The part of gifenc that scripts use; the package has no types of its own. */
declare module 'gifenc' {
  export type Palette = [red: number, green: number, blue: number][]

  export interface FrameOptions {
    readonly palette?: Palette
    /** Milliseconds for which the frame is shown. */
    readonly delay?: number
    readonly transparent?: boolean
    readonly transparentIndex?: number
    /** 1: the next frame is drawn over this one. */
    readonly dispose?: number
    /** 0: again and again. */
    readonly repeat?: number
  }

  export interface Encoder {
    writeFrame(index: Uint8Array, width: number, height: number, options: FrameOptions): void
    finish(): void
    bytes(): Uint8Array
  }

  /** A CommonJS module: its functions are members of what is imported. */
  const gifenc: {
    GIFEncoder(): Encoder
    quantize(rgba: Uint8Array, colors: number, options?: { readonly format?: 'rgb565' | 'rgb444' }): Palette
    applyPalette(rgba: Uint8Array, palette: Palette, format?: 'rgb565' | 'rgb444'): Uint8Array
  }
  export default gifenc
}
