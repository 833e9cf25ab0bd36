/** The part of a keyboard event that tells of an input method. React's own events carry the browser's as `nativeEvent`. */
interface ComposingKey {
  readonly isComposing?: boolean
  readonly keyCode: number
  readonly nativeEvent?: { readonly isComposing?: boolean }
}

/** The code of every key that an input method takes. Safari ends the composition before it tells the Enter that ended it, and marks that key so. */
const TAKEN_BY_INPUT_METHOD = 229

/** Whether the key is the input method's: an Enter then picks a word and must do nothing else. */
export function isComposing({ isComposing: own, keyCode, nativeEvent }: ComposingKey): boolean {
  return own === true || nativeEvent?.isComposing === true || keyCode === TAKEN_BY_INPUT_METHOD
}
