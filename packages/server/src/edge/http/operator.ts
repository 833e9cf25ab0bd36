import { sameSecret } from '../tokens.ts'

/** The operator of the server. Signs in with OPERATOR_TOKEN, or once with the key of the link that the terminal shows. */
export class Operator {
  readonly #token: string
  #oneTimeKey: string | null

  constructor(token: string, oneTimeKey: string) {
    this.#token = token
    this.#oneTimeKey = oneTimeKey
  }

  /** Returns the operator's token for the one-time key, once, and for the token itself, always; `null` for anything else. */
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
