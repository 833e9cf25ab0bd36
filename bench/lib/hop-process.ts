import { aMessage } from '@guestwall/protocol/testing'
import { Peer, ProcessChannel } from '@guestwall/server/testing'
import { type HopPort, type HopRow, ownCpuMicros } from './hop.ts'

/* The process that stands for a worker: it sends batches as large as those of the log, and measures. */

const CASES = [
  { messages: 1, atOnce: 1, calls: 3_000 },
  { messages: 20, atOnce: 1, calls: 2_000 },
  { messages: 256, atOnce: 1, calls: 300 },
  { messages: 1, atOnce: 50, calls: 20_000 },
] as const

const owner = new Peer(new ProcessChannel(process, () => process.exit(1))).remote<HopPort>('hop', { casts: ['report'] })

async function measure({ messages, atOnce, calls }: (typeof CASES)[number]): Promise<HopRow> {
  const batch = Array.from({ length: messages }, (_, index) => aMessage(index + 1, { content: 'x'.repeat(100) }))
  const [ownBefore, ownerBefore] = [ownCpuMicros(), await owner.cpuMicros()]
  const times: number[] = []
  let sent = 0
  const send = async () => {
    while (sent < calls) {
      sent += 1
      const startMs = performance.now()
      await owner.append(batch)
      times.push(performance.now() - startMs)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, send))
  const workerMicros = (ownCpuMicros() - ownBefore) / calls
  const ownerMicros = ((await owner.cpuMicros()) - ownerBefore) / calls
  times.sort((left, right) => left - right)
  return { messages, atOnce, p50Ms: times[Math.floor(times.length / 2)] ?? 0, workerMicros, ownerMicros }
}

// The first run only warms both processes.
await measure(CASES[0])
const rows: HopRow[] = []
for (const one of CASES) rows.push(await measure(one))
owner.report(rows)
// The answer to a call shows that the report before it has arrived.
await owner.cpuMicros()
process.disconnect()
