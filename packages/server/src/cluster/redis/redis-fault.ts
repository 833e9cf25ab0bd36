/** A call that takes longer counts as not answered: Redis only helps, no request waits for it. */
export const ANSWER_LIMIT_MS = 200

/** No answer in time. */
export class AnswerTimeout extends Error {
  override readonly name = 'AnswerTimeout'

  constructor() {
    super(`no answer within ${ANSWER_LIMIT_MS} ms`)
  }
}

/** The first word of an error of Redis. `ERR` and `WRONGTYPE` concern the call or one key, every other concerns Redis itself. */
const CODE = /^([A-Z]+) /
const DATA_CODES: readonly string[] = ['ERR', 'WRONGTYPE']
const LOGIN_CODES: readonly string[] = ['WRONGPASS', 'NOAUTH', 'NOPERM']

/** Whether the error concerns stored data (a key of another type, a number that is none) and not a Redis that does not work. */
export function isDataError(error: unknown): boolean {
  return DATA_CODES.includes(codeOf(error) ?? '')
}

/** Whether Redis refuses the password or the user. */
export function isLoginError(error: unknown): boolean {
  return LOGIN_CODES.includes(codeOf(error) ?? '')
}

/** Why Redis is away, for the operator. */
export function causeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return isLoginError(error) ? `it refuses the user or the password of REDIS_URL (${message})` : message
}

function codeOf(error: unknown): string | undefined {
  // For a cluster that cannot be reached the library keeps the error of the last node.
  const { lastNodeError } = error as { lastNodeError?: unknown }
  if (lastNodeError !== undefined && lastNodeError !== null) return codeOf(lastNodeError)
  const isReply = error instanceof Error && error.name === 'ReplyError'
  return isReply ? CODE.exec(error.message)?.[1] : undefined
}
