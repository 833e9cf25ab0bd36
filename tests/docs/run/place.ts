import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostedSession, Receipt, Vote } from '@guestwall/protocol'
import { joinSession } from '../../support/http-calls.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { VoteHost } from '../../support/votes.ts'

/** The surroundings of code blocks: a built server with a session, an open vote, a guest who voted, and a folder to write in. */
export interface Place {
  readonly server: ServerProcess
  readonly url: string
  readonly hosted: HostedSession
  readonly vote: Vote
  /** A guest's credential. */
  readonly token: string
  /** `17-0a1b2c3d4e5f`, as the guest's page shows it. */
  readonly receipt: string
  readonly folder: string
  stop(): Promise<void>
}

const RECEIPT_DIGITS = 12

export async function openPlace(): Promise<Place> {
  const server = await ServerProcess.start()
  const { url } = server
  const hosted = await server.createSession()
  const vote = await new VoteHost(url, hosted).open({ results: 'always' })
  const { token } = await joinSession(url, hosted.session.id, 'Noor')
  const ballot = `${url}/api/realtime/votes/${vote.id}/ballot`
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const body = JSON.stringify({ key: 'ballot-of-noor', optionIds: [vote.options[0]?.id] })
  const cast = await fetch(ballot, { method: 'PUT', headers, body })
  if (!cast.ok) throw new Error(`the ballot was refused: ${await cast.text()}`)
  const { receipt } = (await (await fetch(ballot, { headers })).json()) as { receipt: Receipt }
  const folder = mkdtempSync(join(tmpdir(), 'guestwall-docs-'))
  return {
    server,
    url,
    hosted,
    vote,
    token,
    receipt: `${receipt.seq}-${receipt.hash.slice(0, RECEIPT_DIGITS)}`,
    folder,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
