import { forget, recall, remember } from '../shared/storage.ts'

const SECRET_BYTES = 16

/** The secret of this screen until it is paired: it is kept, so that a reload shows the same code. */
export const screenSecret = {
  recall(): string {
    const known = recall('screen')
    if (known !== null) return known
    const made = newSecret()
    remember('screen', made)
    return made
  },
  /** It was used up: the next screen of this browser makes another. */
  forget: (): void => forget('screen'),
}

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
