/** A browser other than Chromium, reduced to what a test needs to act as a person. Firefox and WebKit implement it. */
export interface Engine {
  readonly name: string
  /** Opens `url` in a window of its own. Windows of one engine share their storage. */
  open(url: string, size: WindowSize): Promise<Tab>
  /** Ends the browser and removes its files. */
  close(): Promise<void>
}

/** Of the page, in CSS pixels. */
export interface WindowSize {
  readonly width: number
  readonly height: number
}

/** One page. */
export interface Tab {
  /** The value of a JavaScript expression in the page. It must be JSON. */
  evaluate<Value>(expression: string): Promise<Value>
  /** Real input, as the W3C's WebDriver describes it (https://www.w3.org/TR/webdriver2/#actions). */
  perform(sources: readonly InputSource[]): Promise<void>
  reload(): Promise<void>
}

/** One device and what it does, step by step. */
export type InputSource =
  | { readonly type: 'key'; readonly id: string; readonly actions: readonly KeyAction[] }
  | {
      readonly type: 'pointer'
      readonly id: string
      readonly parameters: { readonly pointerType: 'mouse' }
      readonly actions: readonly PointerAction[]
    }

type KeyAction = { readonly type: 'keyDown' | 'keyUp'; readonly value: string }
type PointerAction =
  | { readonly type: 'pointerMove'; readonly x: number; readonly y: number; readonly duration: number }
  | { readonly type: 'pointerDown' | 'pointerUp'; readonly button: 0 }
