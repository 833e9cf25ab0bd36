/** Descriptors that the process itself needs: files of the pages, the database, the log. */
const OWN_DESCRIPTORS = 100
/** With fewer descriptors a hall of some hundred phones finds no connection: each has two or three for a moment. */
const FEW = 4_096
/** The shortest time between two log lines. */
const WARN_MS = 60_000

/** How many descriptors this process may open; `null`: the system does not tell, or has no limit. */
export function openFilesLimit(): number | null {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } }
  const soft = Number(userLimits?.open_files?.soft)
  return Number.isSafeInteger(soft) && soft > 0 ? soft : null
}

/**
 * Warns that the system lets the process open few descriptors. Each connection needs one, and beyond the limit the system drops new connections
 * without a word to the program, so it is told from their number.
 */
export class OpenFiles {
  readonly #limit: number
  readonly #warn: (line: string) => void
  #warnedAtMs = Number.NEGATIVE_INFINITY

  constructor(limit: number | null, warn: (line: string) => void) {
    this.#limit = limit ?? Number.POSITIVE_INFINITY
    this.#warn = warn
    if (this.#limit < FEW) this.#warn(`the system lets this server have ${this.#connections} connections at one time: ${ADVICE}`)
  }

  get #connections(): number {
    return Math.max(0, this.#limit - OWN_DESCRIPTORS)
  }

  /** Notes the connections that are open now. */
  note(connections: number, nowMs: number): void {
    if (connections < this.#connections || nowMs - this.#warnedAtMs < WARN_MS) return
    this.#warnedAtMs = nowMs
    this.#warn(`${connections} connections are open, and the system drops new ones soon: ${ADVICE}`)
  }
}

const ADVICE = 'raise the limit of open files (ulimit -n 65536, LimitNOFILE of systemd, ulimits of Docker)'
