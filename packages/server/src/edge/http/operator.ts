import { sameSecret } from '../tokens.ts'

/** The key of the link that the terminal shows. */
export interface OneTimeKey {
  /** Whether this is the key, and it was not used before. It is used from then on. */
  use(key: string): boolean | Promise<boolean>
}

/** The one-time key of this process. */
export class OwnOneTimeKey implements OneTimeKey {
  #key: string | null

  constructor(key: string) {
    this.#key = key
  }

  use(key: string): boolean {
    if (this.#key === null || !sameSecret(key, this.#key)) return false
    this.#key = null
    return true
  }
}

/** The operator of the server. Signs in with OPERATOR_TOKEN, or once with the key of the link that the terminal shows. */
export class Operator {
  readonly #token: string
  readonly #oneTimeKey: OneTimeKey

  constructor(token: string, oneTimeKey: OneTimeKey) {
    this.#token = token
    this.#oneTimeKey = oneTimeKey
  }

  /** Resolves with the operator's token for the one-time key, once, and for the token itself, always; `null` for anything else. */
  async signIn(key: string): Promise<string | null> {
    return this.holds(key) || (await this.#oneTimeKey.use(key)) ? this.#token : null
  }

  holds(token: string | null): boolean {
    return token !== null && sameSecret(token, this.#token)
  }
}
