import type { Clock, HttpAnswer, HttpExchange, HttpRequest } from '../types.ts'

/** The answer of a fake server. `null` never answers: the exchange ends with its timeout. */
export type FakeHttpHandler = (request: HttpRequest, abort: AbortSignal) => HttpAnswer | null | Promise<HttpAnswer | null>

/** An exchange over `handler` that keeps a record, and obeys timeout and abort as the real one does. */
export function fakeHttp(clock: Clock, handler: FakeHttpHandler): { readonly exchange: HttpExchange; readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = []
  return {
    requests,
    exchange(request, abort) {
      requests.push(request)
      return new Promise((resolve) => {
        const finish = (answer: HttpAnswer) => {
          cancel()
          abort.removeEventListener('abort', onAbort)
          resolve(answer)
        }
        const onAbort = () => finish({ kind: 'network' })
        const cancel = clock.setTimer(request.timeoutMs, () => finish({ kind: 'network' }))
        abort.addEventListener('abort', onAbort)
        if (abort.aborted) return onAbort()
        void Promise.resolve(handler(request, abort)).then((answer) => {
          if (answer !== null) finish(answer)
        })
      })
    },
  }
}

/** An answer of ours with what was asked for. */
export function jsonAnswer(status: number, body: unknown): HttpAnswer {
  return { kind: 'ok', status, body }
}

/** An answer of ours that refuses. */
export function refusedAnswer(status: number, code: string, retryable = false, retryAfterMs?: number): HttpAnswer {
  return { kind: 'refused', status, refusal: { code, message: code, retryable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } }
}
