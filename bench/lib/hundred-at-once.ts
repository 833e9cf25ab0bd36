import { pathOf, ROUTES, type HostedSession, type Vote } from '@guestwall/protocol'
import { post } from '../../tests/support/http-calls.ts'
import type { ServerProcess } from '../../tests/support/server-process.ts'
import { takeSeat } from './arrivals.ts'
import { exactly, type Figure, told } from './figures.ts'

const VOTERS = 100

/** A hundred guests vote for the same option within one turn of the loop: all are counted, once each. */
export async function hundredAtOnce(server: ServerProcess, { session, hostToken }: HostedSession): Promise<readonly Figure[]> {
  const ask = (path: string, body: object) => post<{ vote: Vote }>(`${server.url}${path}`, body, hostToken)
  const draft = { key: 'bench-create-vote', question: '第一支舞？', options: ['华尔兹', '探戈'] }
  const { vote } = await ask(pathOf(ROUTES.createVote, session.id), draft)
  await ask(pathOf(ROUTES.openVote, vote.id), {})
  const [option] = vote.options
  let answered = 0
  const onText = (payload: Buffer) => {
    if (payload.toString('latin1', 0, 13) === '{"type":"ack"') answered += 1
  }
  const seats = await Promise.all(
    Array.from({ length: VOTERS }, (_, index) => takeSeat(server.port, session.id, { guestName: `Voter ${index}` }, onText)),
  )
  const startMs = performance.now()
  for (const [index, { socket }] of seats.entries())
    socket.send({ type: 'castVote', ref: 1, key: `bench-ballot-${index}`, voteId: vote.id, optionIds: [option?.id] })
  while (answered < VOTERS) await new Promise((resolve) => setTimeout(resolve, 1))
  const tookMs = performance.now() - startMs
  const closed = await ask(pathOf(ROUTES.closeVote, vote.id), {})
  for (const { socket } of seats) socket.close()
  return [
    exactly(`3. votes counted, of ${VOTERS} at once for one option`, closed.vote.tally?.counts[option?.id ?? ''] ?? 0, VOTERS),
    told('   until all are acknowledged', tookMs, 'ms'),
  ]
}
