import { readFile } from 'node:fs/promises'
import { AwsClient } from 'aws4fetch'
import type { ImageStore } from './image-store.ts'

/** Where the bucket is. `url`: the address of the bucket itself, `https://s3.example/bucket` or `https://bucket.s3.example`. */
export interface S3Bucket {
  readonly url: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Every object begins so: nothing else in the bucket is touched. */
const PREFIX = 'guestwall/'
/** A request that takes longer has failed. */
const TIMEOUT_MS = 20_000
const RETRIES = 2

/** Pictures in a bucket that speaks the protocol of S3: one object each, below the folder of its session. */
export class S3ImageStore implements ImageStore {
  readonly #bucket: URL
  readonly #client: AwsClient

  constructor({ url, ...access }: S3Bucket) {
    this.#bucket = new URL(url.endsWith('/') ? url : `${url}/`)
    this.#client = new AwsClient({ ...access, service: 's3', retries: RETRIES })
  }

  async put(folder: string, name: string, file: string): Promise<void> {
    const body = await readFile(file)
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(body.length) }
    await this.#ask('PUT', this.#address(folder, name), { body, headers })
  }

  async read(folder: string, name: string): Promise<Buffer<ArrayBuffer> | null> {
    const response = await this.#ask('GET', this.#address(folder, name), {}, [404])
    return response.status === 404 ? null : Buffer.from(await response.arrayBuffer())
  }

  async delete(folder: string, names: readonly string[]): Promise<void> {
    for (const name of names) await this.#ask('DELETE', this.#address(folder, name), {}, [404])
  }

  async deleteFolder(folder: string): Promise<void> {
    await this.delete(folder, await this.names(folder))
  }

  async folders(): Promise<string[]> {
    const prefixes = await this.#list({ prefix: PREFIX, delimiter: '/' }, /<CommonPrefixes>\s*<Prefix>([^<]*)<\/Prefix>/g)
    return prefixes.map((prefix) => prefix.slice(PREFIX.length).replace(/\/$/, ''))
  }

  async names(folder: string): Promise<string[]> {
    const prefix = `${PREFIX}${folder}/`
    const keys = await this.#list({ prefix }, /<Key>([^<]*)<\/Key>/g)
    return keys.map((key) => key.slice(prefix.length))
  }

  #address(folder: string, name: string): URL {
    return new URL(`${PREFIX}${folder}/${name}`, this.#bucket)
  }

  /** The values of an element in all pages of a list. Ids need no decoding of XML. */
  async #list(query: Readonly<Record<string, string>>, element: RegExp): Promise<string[]> {
    const found: string[] = []
    for (let token: string | undefined; ; ) {
      const address = new URL(this.#bucket)
      const page = { 'list-type': '2', ...query, ...(token === undefined ? {} : { 'continuation-token': token }) }
      for (const [name, value] of Object.entries(page)) address.searchParams.set(name, value)
      const text = await (await this.#ask('GET', address, {})).text()
      for (const [, value = ''] of text.matchAll(element)) found.push(value)
      token = /<NextContinuationToken>([^<]*)<\/NextContinuationToken>/.exec(text)?.[1]
      if (token === undefined) return found
    }
  }

  async #ask(
    method: string,
    address: URL,
    { body, headers = {} }: { body?: Buffer<ArrayBuffer>; headers?: Record<string, string> },
    also: readonly number[] = [],
  ): Promise<Response> {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await this.#client.fetch(address, { method, headers, signal, ...(body === undefined ? {} : { body }) })
    if (response.ok || also.includes(response.status)) return response
    // The answer names the bucket and the request, and no secret.
    const text = (await response.text()).slice(0, 300)
    throw new Error(`the image store answered ${method} ${address.pathname} with ${response.status}: ${text}`)
  }
}
