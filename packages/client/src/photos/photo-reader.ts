import { GET_PHOTO, pathOf, type PhotoSize } from '@guestwall/protocol'
import { addressOf } from '../runtime/address.ts'
import type { PhotoSource } from './types.ts'

/** Pictures in memory at most. The oldest that nobody shows is forgotten first. */
const KEPT = 120

interface Picture {
  readonly loading: Promise<string | null>
  users: number
}

/**
 * Reads photos with a credential and gives addresses for `<img>`. A picture is read once while it is used, and stays in memory for a while after;
 * nothing of it is on a disk, so that what a host takes away is gone (PHOTO-2).
 */
export class PhotoReader implements PhotoSource {
  readonly #url: string
  readonly #token: () => string | null
  readonly #fetch: typeof fetch
  readonly #pictures = new Map<string, Picture>()

  /** `token`: the credential of a guest, a host or a screen; `null` while there is none. */
  constructor(options: { readonly url?: string; readonly token: () => string | null; readonly fetch?: typeof fetch }) {
    this.#url = addressOf(options.url)
    this.#token = options.token
    this.#fetch = options.fetch ?? ((...request) => fetch(...request))
  }

  /** The address of a picture; `null` where it cannot be read now. The caller calls `release` when it no longer shows it. */
  async acquire(id: string, size: PhotoSize): Promise<string | null> {
    const name = `${id} ${size}`
    const picture = this.#pictures.get(name) ?? { loading: this.#load(id, size), users: 0 }
    // The newest is last.
    this.#pictures.delete(name)
    this.#pictures.set(name, picture)
    picture.users += 1
    const address = await picture.loading
    // It may be readable later: approved, or the network is back.
    if (address === null && this.#pictures.get(name) === picture) this.#pictures.delete(name)
    return address
  }

  release(id: string, size: PhotoSize): void {
    const picture = this.#pictures.get(`${id} ${size}`)
    if (picture !== undefined) picture.users = Math.max(0, picture.users - 1)
    this.#forgetOld()
  }

  /** Frees every picture. */
  close(): void {
    for (const { loading } of this.#pictures.values()) void revoke(loading)
    this.#pictures.clear()
  }

  async #load(id: string, size: PhotoSize): Promise<string | null> {
    const token = this.#token()
    if (token === null) return null
    try {
      const response = await this.#fetch(`${this.#url}${pathOf(GET_PHOTO, id)}?size=${size}`, {
        headers: { authorization: `Bearer ${token}` },
        cache: 'no-store',
        redirect: 'manual',
      })
      // A portal's page is no picture (CONN-7).
      if (!response.ok || response.headers.get('content-type') !== 'image/jpeg') return null
      return URL.createObjectURL(await response.blob())
    } catch {
      return null
    }
  }

  #forgetOld(): void {
    for (const [name, { users, loading }] of this.#pictures) {
      if (this.#pictures.size <= KEPT) return
      if (users > 0) continue
      this.#pictures.delete(name)
      void revoke(loading)
    }
  }
}

async function revoke(loading: Promise<string | null>): Promise<void> {
  const address = await loading
  if (address !== null) URL.revokeObjectURL(address)
}
