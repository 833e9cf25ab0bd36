import { parseArgs } from 'node:util'
import { ServerProcess } from '../tests/support/server-process.ts'
import { fallBack } from './lib/fall-back.ts'
import { atMost, exactly, type Figure, told } from './lib/figures.ts'
import { hundredAtOnce } from './lib/hundred-at-once.ts'
import { jitter } from './lib/jitter.ts'
import { Progress, report } from './lib/report.ts'
import { runRow } from './lib/run-row.ts'

/**
 * The six promises with which Guestwall began, by their numbers: (1) a thousand connections with memory flat while guests come and go, (2) a broadcast within
 * 100 ms at p99, (3) a hundred votes at once counted exactly, (4) HTTP within 3 s of losing the socket with nothing lost, (5) another server's
 * readers within 50 ms, (6) more than 99 % of reconnects under jitter. The first, second and fifth are the rows `memory`, `fanout` and `cluster`.
 */

const { values } = parseArgs({
  options: {
    /** Of the jitter, and of the broadcast. */
    seconds: { type: 'string', default: '30' },
    /** The numbers of the promises to test. */
    only: { type: 'string', default: '1,2,3,4,5,6' },
  },
})
const SECONDS = Number(values.seconds)
const BROADCAST_MS = 100
const BEHIND_MS = 50
const wanted = values.only.split(',')

const progress = new Progress()
const figures: Figure[] = []
if (wanted.includes('1')) figures.push(...(await ofRow('1', 'memory', ['--part', 'churn', '--stay', '1000'])))
if (wanted.includes('2')) {
  const { all, named } = await ofFanOut()
  figures.push(...named, ...all)
}
if (['3', '4', '6'].some((number) => wanted.includes(number))) await onOneServer()
if (wanted.includes('5')) {
  const all = await rowFigures('cluster', ['--seconds', String(Math.min(SECONDS, 10))])
  figures.push(exactly('5. deliveries over three servers', measured(all, 'deliveries'), limitOf(all, 'deliveries')))
  figures.push(
    atMost('   another server’s readers behind, p99', Number(measured(all, 'another server’s readers behind, p99')), BEHIND_MS, 'ms', 1),
  )
}
progress.done()
report({ row: 'seed', title: 'The six promises', figures })
process.exit()

async function onOneServer(): Promise<void> {
  const server = await ServerProcess.start()
  const part = async (number: string, name: string, test: () => Promise<readonly Figure[]>) => {
    if (!wanted.includes(number)) return
    progress.show(name)
    figures.push(...(await test()))
  }
  await part('3', 'a hundred votes at once', async () => hundredAtOnce(server, await server.createSession()))
  await part('4', 'sockets are cut and refused', async () => fallBack(server, await server.createSession()))
  await part('6', 'lines with jitter', async () => jitter(server, await server.createSession(), SECONDS))
  await server.stop()
}

async function ofFanOut(): Promise<{ named: Figure[]; all: Figure[] }> {
  const all = await rowFigures('fanout', ['--readers', '1000', '--rate', '20', '--seconds', String(Math.min(SECONDS, 10))])
  return {
    named: [exactly('2. deliveries to 1,000 readers, 20 messages a second', measured(all, 'deliveries'), limitOf(all, 'deliveries'))],
    all: [
      atMost('   broadcast, p99', Number(measured(all, 'p99 send to reader')), BROADCAST_MS, 'ms', 1),
      told('   broadcast, p50', Number(measured(all, 'p50 send to reader')), 'ms', 1),
    ],
  }
}

/** The figures of another row, the first with the number of its promise. */
async function ofRow(number: string, name: string, options: readonly string[]): Promise<Figure[]> {
  const all = await rowFigures(name, options)
  return all.map((figure, index) => ({ ...figure, name: index === 0 ? `${number}. ${figure.name}` : `   ${figure.name.trim()}` }))
}

async function rowFigures(name: string, options: readonly string[]): Promise<readonly Figure[]> {
  progress.show(`the row ${name}`)
  return (await runRow(name, options))?.figures ?? [exactly(`the row ${name}`, 'failed', 'some figures')]
}

function measured(all: readonly Figure[], name: string): number | string {
  return all.find((figure) => figure.name === name)?.measured ?? 'none'
}

function limitOf(all: readonly Figure[], name: string): number | string {
  return all.find((figure) => figure.name === name)?.limit?.value ?? 'some'
}
