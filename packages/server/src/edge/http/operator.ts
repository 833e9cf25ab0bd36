import { sameSecret } from '../tokens.ts'

/** Who runs the server. Signs in by OPERATOR_TOKEN, or once by the link that the terminal shows; the link's key is then worth nothing. */
export class Operator {
  readonly #token: string
  #oneTimeKey: string | null

  constructor(token: string, oneTimeKey: string) {
    this.#token = token
    this.#oneTimeKey = oneTimeKey
  }

  /** The operator's token, for the one-time key the first time, and for the token itself at any time; `null` for anything else. */
  signIn(key: string): string | null {
    if (this.holds(key)) return this.#token
    if (this.#oneTimeKey === null || !sameSecret(key, this.#oneTimeKey)) return null
    this.#oneTimeKey = null
    return this.#token
  }

  holds(token: string | null): boolean {
    return token !== null && sameSecret(token, this.#token)
  }
}
