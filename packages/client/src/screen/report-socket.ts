import { AckSchema, ErrorSchema, type ScreenReport } from '@guestwall/protocol'
import * as v from 'valibot'
import { parseJson } from '../core/parse.ts'
import { systemClock } from '../io/system-clock.ts'
import { webSocketFactory } from '../io/web-socket.ts'
import type { Clock, Socket, SocketFactory } from '../types.ts'

/** Beyond any ref of the client itself, which counts from 1. */
const FIRST_REF = 2 ** 40
/** A longer text is neither the welcome nor an answer to a report. */
const SHORT_CHARS = 4_096
/** A report without an answer for this long is lost: the next one may be sent. */
const ANSWER_LIMIT_MS = 5_000

const WelcomeTypeSchema = v.object({ type: v.literal('welcome') })
const AnswerSchema = v.variant('type', [AckSchema, ErrorSchema])

/** The answer to a report: the time of the server, in Unix milliseconds, and when the report was sent and answered by the clock of the page. */
export interface ReportAnswer {
  readonly wallTimeMs: number
  readonly sentMs: number
  readonly answeredMs: number
}

/**
 * The socket of a screen: give `open` to a `RealtimeClient` as `transports.socket`. The client reads the wall over it, and `report` sends what the
 * screen shows on the same connection. One report is under way at a time; a newer one replaces the one that waits.
 *
 * ```ts
 * const reporter = new ReportSocket({ page })
 * const client = new RealtimeClient({ session, token, transports: { socket: reporter.open } })
 * reporter.report(report)
 * ```
 */
export class ReportSocket {
  readonly open: SocketFactory | null
  readonly #page: string
  readonly #clock: Clock
  readonly #onAnswer: (answer: ReportAnswer) => void
  /** The socket on which the server has said welcome. */
  #socket: Socket | null = null
  #lastRef = FIRST_REF
  #sentMs = 0
  /** The report that is under way, and the one that waits behind it. */
  #sent: ScreenReport | null = null
  #waiting: ScreenReport | null = null
  /** A server of an earlier version refuses a report with a queue. */
  #takesQueue = true
  #cancelLimit: (() => void) | null = null

  /** `page`: an id of this page. `onAnswer` is called for each report that the server took. */
  constructor({
    page,
    onAnswer = () => {},
    socket = webSocketFactory(),
    clock = systemClock,
  }: {
    readonly page: string
    readonly onAnswer?: (answer: ReportAnswer) => void
    readonly socket?: SocketFactory | null
    readonly clock?: Clock
  }) {
    this.#page = page
    this.#onAnswer = onAnswer
    this.#clock = clock
    this.open = socket && ((url, subprotocol, listener) => this.#open(socket, url, subprotocol, listener))
  }

  /** Sends a report as soon as it may be sent. Without a connection it is dropped: report again. */
  report(report: ScreenReport): void {
    if (this.#socket === null) return
    this.#waiting = report
    this.#sendNext()
  }

  #open(factory: SocketFactory, ...[url, subprotocol, listener]: Parameters<SocketFactory>): Socket {
    const opened = factory(url, subprotocol, {
      onOpen: () => listener.onOpen(),
      onText: (text) => {
        if (!this.#reads(text, opened)) listener.onText(text)
      },
      onClose: (code) => {
        if (this.#socket === opened) this.#end()
        listener.onClose(code)
      },
    })
    return opened
  }

  /** Whether the text is an answer to a report, which is not for the client. */
  #reads(text: string, from: Socket): boolean {
    if (text.length > SHORT_CHARS) return false
    const frame = parseJson(text)
    if (v.is(WelcomeTypeSchema, frame)) this.#socket = from
    if (!v.is(AnswerSchema, frame) || (frame.ref ?? 0) <= FIRST_REF) return false
    if (frame.ref === this.#lastRef && this.#cancelLimit !== null) this.#answered(frame)
    return true
  }

  #answered(frame: v.InferOutput<typeof AnswerSchema>): void {
    if (frame.type === 'ack' && frame.reported !== undefined) {
      this.#onAnswer({ ...frame.reported, sentMs: this.#sentMs, answeredMs: this.#clock.now() })
    }
    if (frame.type === 'error') this.#refused(frame.code, frame.retryAfterMs ?? 0)
    else this.#settle()
  }

  /** A report that came too soon, or with a queue to a server that takes none, is sent again, unless a newer one waits. */
  #refused(code: string, retryAfterMs: number): void {
    const hasQueue = code === 'bad_request' && this.#takesQueue
    if (hasQueue) this.#takesQueue = false
    if (hasQueue || retryAfterMs > 0) this.#waiting ??= this.#sent
    if (retryAfterMs === 0) return this.#settle()
    this.#cancelLimit?.()
    this.#cancelLimit = this.#clock.setTimer(Math.min(retryAfterMs, ANSWER_LIMIT_MS), () => this.#settle())
  }

  #sendNext(): void {
    if (this.#waiting === null || this.#socket === null || this.#cancelLimit !== null) return
    this.#lastRef += 1
    this.#sentMs = this.#clock.now()
    const { queue, ...report } = this.#waiting
    const whole = this.#takesQueue && queue !== undefined ? { ...report, queue } : report
    this.#socket.send(JSON.stringify({ type: 'reportScreen', ref: this.#lastRef, page: this.#page, report: whole }))
    this.#sent = this.#waiting
    this.#waiting = null
    this.#cancelLimit = this.#clock.setTimer(ANSWER_LIMIT_MS, () => this.#settle())
  }

  #settle(): void {
    this.#cancelLimit?.()
    this.#cancelLimit = null
    this.#sendNext()
  }

  #end(): void {
    this.#socket = null
    this.#waiting = null
    this.#takesQueue = true
    this.#settle()
  }
}
