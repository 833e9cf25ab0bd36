import { parseProblem } from '@guestwall/protocol/testing'
import { RawSocket } from './raw-socket.ts'

/** The answer of a server, with its headers and body as they came. */
export interface RawAnswer {
  /** 0: the connection ended without an answer. */
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

const HEAD_END = '\r\n\r\n'

/** Sends bytes that a proper client could not send, and waits for the first whole answer or for the end. */
export async function rawHttp(url: string, bytes: string | Buffer): Promise<RawAnswer> {
  const raw = await RawSocket.open(url)
  raw.write(bytes)
  const answer = await raw.until(() => readAnswer(raw))
  raw.destroy()
  return answer
}

/** The bytes of a request. Each header is a whole line. */
export function request(line: string, headers: readonly string[] = [], body = ''): string {
  return [line, 'Host: 127.0.0.1', ...headers, '', body].join('\r\n')
}

/** The code of a problem document, or `null` where the body is another document. */
export function codeOf({ headers, body }: RawAnswer): string | null {
  if (headers.get('content-type') !== 'application/problem+json') return null
  return parseProblem(body).code
}

export function readAnswer(raw: RawSocket): RawAnswer | undefined {
  const text = raw.received.toString('latin1')
  const headEnd = text.indexOf(HEAD_END)
  if (headEnd === -1) return raw.isEnded ? { status: 0, headers: new Map(), body: '' } : undefined
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n')
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
    }),
  )
  const body = text.slice(headEnd + HEAD_END.length)
  const isLast = headers.get('transfer-encoding') === 'chunked' && body.endsWith('0\r\n\r\n')
  const isWhole = raw.isEnded || isLast || body.length >= Number(headers.get('content-length') ?? Number.NaN)
  return isWhole ? { status: Number(statusLine.split(' ')[1]), headers, body: Buffer.from(body, 'latin1').toString() } : undefined
}
