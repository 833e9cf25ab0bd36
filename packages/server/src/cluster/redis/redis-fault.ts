/** A question that takes longer counts as not answered: Redis only helps, no request waits for it. */
export const ANSWER_LIMIT_MS = 200

/** No answer in time. */
export class NotInTime extends Error {
  override readonly name = 'NotInTime'

  constructor() {
    super(`no answer within ${ANSWER_LIMIT_MS} ms`)
  }
}

/** The first word of an error that Redis answers. `ERR` and `WRONGTYPE` tell of the question or of one key, every other of Redis itself. */
const CODE = /^([A-Z]+) /
const OF_THE_DATA: readonly string[] = ['ERR', 'WRONGTYPE']
const OF_THE_LOGIN: readonly string[] = ['WRONGPASS', 'NOAUTH', 'NOPERM']

/** Whether the error tells of what lies in Redis (a key of another type, a number that is none), not of a Redis that does not do its work. */
export function isOfTheData(error: unknown): boolean {
  return OF_THE_DATA.includes(codeOf(error) ?? '')
}

/** Whether Redis refuses the password or the user. */
export function isOfTheLogin(error: unknown): boolean {
  return OF_THE_LOGIN.includes(codeOf(error) ?? '')
}

/** Why Redis is away, for the operator. */
export function causeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return isOfTheLogin(error) ? `it refuses the user or the password of REDIS_URL (${message})` : message
}

function codeOf(error: unknown): string | undefined {
  // Of a cluster that cannot be reached, the library tells what the last node said.
  const { lastNodeError } = error as { lastNodeError?: unknown }
  if (lastNodeError !== undefined && lastNodeError !== null) return codeOf(lastNodeError)
  const isReply = error instanceof Error && error.name === 'ReplyError'
  return isReply ? CODE.exec(error.message)?.[1] : undefined
}
