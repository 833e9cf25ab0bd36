import type { ClientRefusal, HttpAnswer, HttpRequest } from '@guestwall/client'
import { parseAnswer } from '@guestwall/protocol/testing'
import type { Process } from './process.ts'
import type { Answer, ServerProcess } from './server-process.ts'
import type { VirtualClock } from '@guestwall/protocol/testing'
import type { Weather } from './weather.ts'

/** An answer that somebody else gave in the server's place. */
const PORTAL: Answer = { status: 200, type: 'text/html', text: '<html>Welcome to the hotel</html>' }
/** The second copy of a doubled request comes at most this late. */
const LATEST_COPY_MS = 20_000

/** The parts that an HTTP exchange passes. */
export interface ExchangeParts {
  readonly time: VirtualClock
  readonly weather: Weather
  readonly page: Process
  readonly server: ServerProcess
  /** A number in [0, 1). */
  readonly random: () => number
  /** A copy of the request is at the server. */
  onArrival(): void
  /** Just before the page hears an answer of the server's. */
  onAnswer(answer: HttpAnswer): void
}

/** One HTTP exchange through bad weather, as a page's `fetch` sees it. */
export function exchange(parts: ExchangeParts, request: HttpRequest, abort: AbortSignal): Promise<HttpAnswer> {
  const { weather, page, server, time } = parts
  return new Promise((resolve) => {
    const fate = weather.fate()
    const gone = new AbortController()
    let isOver = false
    const finish = (answer: HttpAnswer) => {
      if (isOver) return
      isOver = true
      cancel()
      abort.removeEventListener('abort', giveUp)
      parts.onAnswer(answer)
      resolve(answer)
    }
    const giveUp = () => {
      finish({ kind: 'network' })
      weather.carry(() => gone.abort())
    }
    const cancel = page.setTimer(request.timeoutMs, giveUp)
    abort.addEventListener('abort', giveUp)
    if (abort.aborted) return giveUp()

    const ask = (answer: (answer: Answer) => void, signal?: AbortSignal) => {
      parts.onArrival()
      server.exchange(pathOf(request), toInit(request, signal), answer)
    }
    const answered = (answer: Answer) => {
      if (fate === 'lostAfter') return lose()
      weather.carry(() => page.run(() => finish(readAnswer(request, answer))))
    }
    /** A broken connection is noticed at once, or only by the page's own patience. */
    const lose = () => {
      if (parts.random() < 0.5) weather.carry(() => page.run(() => finish({ kind: 'network' })))
    }
    weather.carry(() => {
      if (weather.isPortal) return answered(PORTAL)
      if (fate === 'lostBefore') return lose()
      ask(answered, gone.signal)
      if (fate === 'doubled') time.setTimer(parts.random() * LATEST_COPY_MS, () => ask(() => {}))
    })
  })
}

function pathOf({ url }: HttpRequest): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}

function toInit({ method, token, body }: HttpRequest, signal?: AbortSignal): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (token !== null) headers['authorization'] = `Bearer ${token}`
  if (body !== undefined) headers['content-type'] = 'application/json'
  return { method, headers, ...(signal === undefined ? {} : { signal }), ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
}

/** As the browser's exchange reads it (CONN-7). */
function readAnswer(request: HttpRequest, answer: Answer): HttpAnswer {
  if (answer === null) return { kind: 'network' }
  const { status, type, text } = answer
  if (!/^application\/(problem\+)?json\b/.test(type)) return { kind: 'foreign', status }
  const body = parseAnswer({ method: request.method, path: pathOf(request), status, body: text })
  if (status < 400) return { kind: 'ok', status, body }
  const { code, title, retryable, retryAfterMs } = body as ClientRefusal & { title: string }
  return { kind: 'refused', status, refusal: { code, message: title, retryable, retryAfterMs } }
}
