/** A picture that the decoder makes. */
export interface ImageOutput {
  readonly file: string
  /** Pixels of the longer side at most. A smaller picture keeps its size. */
  readonly maxSide: number
  /** `jpeg`: on white where the picture is transparent. `webp`: with its transparency. */
  readonly format: 'jpeg' | 'webp'
}

/** A request to the decoder's process. */
export interface DecodeJob {
  readonly id: number
  readonly file: string
  readonly maxPixels: number
  /** The first is made from the file, each other one from the first. */
  readonly outputs: readonly ImageOutput[]
  /** Whether the colours of the first are measured. */
  readonly measures?: boolean
}

/** The range of a picture's colours, `#rrggbb`, each of the three by itself. */
export interface Tones {
  readonly darkest: string
  readonly lightest: string
}

/** The size of the first output, in pixels; or why there is none. */
export type Decoded =
  | { readonly width: number; readonly height: number; readonly tones?: Tones }
  /** `pixels`: more than allowed. `unreadable`: no picture, a damaged one, or one that takes too long. */
  | { readonly fault: 'pixels' | 'unreadable' }

/** The answer of the decoder's process. */
export type DecodeAnswer = Decoded & { readonly id: number }

/** The first message of the decoder's process: whether the library has loaded, and why not. */
export type DecoderReady = { readonly ready: true } | { readonly ready: false; readonly error: string }
