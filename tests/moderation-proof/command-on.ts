import type { HttpAnswer, Stage } from './stage.ts'

/** A command is repeated under its key until it has an answer: a server may have died with the first one. */
const TRIES = 20
const RETRY_MS = 300

export interface Answered {
  readonly answer: HttpAnswer
  /** `null`: another server may have done it before this one answered. */
  readonly server: number | null
}

/** Sends a command to the server, and to the next one where it does not answer. */
export async function commandOn(
  stage: Stage,
  server: number,
  path: string,
  token: string | null,
  body: object,
  method = 'POST',
): Promise<Answered> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const at = (server + tries) % stage.servers
    const answer = await stage.request(at, path, token, { method, body: JSON.stringify(body) })
    if (answer !== null && answer.status !== 503) return { answer, server: tries === 0 ? at : null }
    await stage.pass(RETRY_MS)
  }
  throw new Error(`no server answered ${path}`)
}
