import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

const SECRET = 'the-secret-of-the-bucket'
const KEY_ID = 'the-key-of-the-bucket'
const REGION = 'eu-test-1'
const PAGE = 2

/**
 * A bucket in memory that speaks S3 strictly: every request must be signed (AWS Signature Version 4, computed here from its description), and a list
 * comes in pages of two.
 */
export async function startS3Stub() {
  const objects = new Map<string, Buffer>()
  const refused: string[] = []
  const server = createServer((request, response) => {
    void answer(request, objects).then(({ status, body }) => {
      if (status === 403) refused.push(`${request.method} ${request.url}`)
      response.writeHead(status).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const bucket = { url: `http://127.0.0.1:${port}/bucket`, region: REGION, accessKeyId: KEY_ID, secretAccessKey: SECRET }
  return { bucket, objects, refused, close: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

async function answer(request: IncomingMessage, objects: Map<string, Buffer>): Promise<{ status: number; body?: Buffer | string }> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const body = Buffer.concat(pieces)
  if (!isSigned(request, body)) return { status: 403, body: '<Error><Code>SignatureDoesNotMatch</Code></Error>' }
  const url = new URL(request.url ?? '', 'http://bucket')
  const [, bucket, ...rest] = url.pathname.split('/')
  if (bucket !== 'bucket') return { status: 404 }
  const key = rest.join('/')
  if (key === '') return { status: 200, body: listOf(objects, url.searchParams) }
  switch (request.method) {
    case 'PUT':
      objects.set(key, body)
      return { status: 200 }
    case 'GET': {
      const object = objects.get(key)
      return object === undefined ? { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' } : { status: 200, body: object }
    }
    case 'DELETE':
      objects.delete(key)
      return { status: 204 }
    default:
      return { status: 405 }
  }
}

function listOf(objects: Map<string, Buffer>, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? ''
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort()
  const isFolders = query.get('delimiter') === '/'
  const names = isFolders ? [...new Set(keys.map((key) => `${prefix}${key.slice(prefix.length).split('/')[0]}/`))] : keys
  const from = Number(query.get('continuation-token') ?? 0)
  const more = from + PAGE < names.length ? `<NextContinuationToken>${from + PAGE}</NextContinuationToken>` : ''
  const rows = names
    .slice(from, from + PAGE)
    .map((name) =>
      isFolders ? `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>` : `<Contents><Key>${name}</Key><ETag>"x"</ETag></Contents>`,
    )
  return `<?xml version="1.0"?><ListBucketResult><Prefix>${prefix}</Prefix>${rows.join('')}${more}</ListBucketResult>`
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()

function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const form = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/
  const [, id, day = '', region = '', names = '', signature = ''] = form.exec(request.headers.authorization ?? '') ?? []
  const hash = String(request.headers['x-amz-content-sha256'])
  if (id !== KEY_ID || region !== REGION || (hash !== 'UNSIGNED-PAYLOAD' && hash !== sha256(body))) return false
  const url = new URL(request.url ?? '', 'http://bucket')
  const query = [...url.searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).sort()
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`)
  const canonical = [request.method, url.pathname, query.join('&'), headers.join(''), names, hash].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', String(request.headers['x-amz-date']), scope, sha256(canonical)].join('\n')
  const key = hmac(hmac(hmac(hmac(`AWS4${SECRET}`, day), region), 's3'), 'aws4_request')
  return timingSafeEqual(Buffer.from(signature), Buffer.from(hmac(key, text).toString('hex')))
}
