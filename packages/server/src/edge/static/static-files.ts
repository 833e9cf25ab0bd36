import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { fileAddress } from './file-address.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}
const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.webmanifest'])

type Bytes = Buffer<ArrayBuffer>

interface Encoded {
  readonly identity: Bytes
  readonly br: Bytes | null
  readonly gzip: Bytes | null
  readonly etag: string
  readonly policy: string
}

/** The web app was not built. */
export class WebAppMissing extends Error {
  override readonly name = 'WebAppMissing'
}

/**
 * Serves the web app's files by exact path from the list of files at the start, so that path traversal is impossible. Each file is read and
 * compressed once, on the first request.
 */
export class StaticFiles {
  readonly #root: string
  readonly #paths: ReadonlySet<string>
  readonly #encoded = new Map<string, Promise<Encoded>>()

  /** `root`: the folder of the built web app. Throws `WebAppMissing` when there is none. */
  constructor(root: string) {
    this.#root = root
    this.#paths = new Set(listFiles(root))
  }

  /** Answers a path such as `/assets/guest-1a2b.js`; `null` if there is no such file. */
  async respond(path: string, request: Request): Promise<Response | null> {
    if (!this.#paths.has(path)) return null
    let encoding = this.#encoded.get(path)
    if (encoding === undefined) {
      encoding = this.#encode(path)
      this.#encoded.set(path, encoding)
    }
    const file = await encoding
    const headers = new Headers({
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      // Built files have a hash of their content in their name; pages are revalidated each time.
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: file.etag,
      vary: 'accept-encoding',
      'content-security-policy': file.policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    })
    if (request.headers.get('if-none-match') === file.etag) return new Response(null, { status: 304, headers })
    const { name, body } = choose(file, request.headers.get('accept-encoding') ?? '')
    if (name !== null) headers.set('content-encoding', name)
    headers.set('content-length', String(body.length))
    // All answers share the same bytes: with a copy for each, peers that do not read would fill the memory.
    return new Response(request.method === 'HEAD' ? null : body, { status: 200, headers })
  }

  async #encode(path: string): Promise<Encoded> {
    const identity = await readFile(join(this.#root, path))
    const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`
    const policy = contentSecurityPolicy(extname(path) === '.html' ? identity.toString() : '')
    if (!COMPRESSED.has(extname(path))) return { identity, br: null, gzip: null, etag, policy }
    const [br, zipped] = await Promise.all([
      promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
      promisify(gzip)(identity, { level: 9 }),
    ])
    return { identity, br, gzip: zipped, etag, policy }
  }
}

/** Lists the URL path of every file below `root`. */
function listFiles(root: string): string[] {
  if (!existsSync(root)) throw new WebAppMissing(`the web app is not built (${root} is missing): run npm run build`)
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => fileAddress(root, join(entry.parentPath, entry.name)))
}

function choose(file: Encoded, accepts: string): { name: 'br' | 'gzip' | null; body: Bytes } {
  if (file.br !== null && /\bbr\b/.test(accepts)) return { name: 'br', body: file.br }
  if (file.gzip !== null && /\bgzip\b/.test(accepts)) return { name: 'gzip', body: file.gzip }
  return { name: null, body: file.identity }
}
