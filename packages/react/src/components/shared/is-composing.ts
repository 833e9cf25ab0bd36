/** The fields of a keyboard event that report an input method. React's events carry the browser's event as `nativeEvent`. */
interface ComposingKey {
  readonly isComposing?: boolean
  readonly keyCode: number
  readonly nativeEvent?: { readonly isComposing?: boolean }
}

/** The key code of every key that an input method consumes. Safari ends the composition before it reports the Enter that ended it; only this code marks that key. */
const INPUT_METHOD_KEY_CODE = 229

/** Whether an input method consumes the key. Such an Enter picks a candidate and must not submit anything. */
export function isComposing({ isComposing: own, keyCode, nativeEvent }: ComposingKey): boolean {
  return own === true || nativeEvent?.isComposing === true || keyCode === INPUT_METHOD_KEY_CODE
}
