import { VirtualClock } from '@guestwall/protocol/testing'
import { expect, test, vi } from 'vitest'
import type { Figures } from '../observe/crew.ts'
import { MemoryStore } from '../testing/memory-store.ts'
import { channelPair } from './channel.test-kit.ts'
import { OwnerHub } from './owner-hub.ts'
import { Peer } from './peer.ts'
import { CREW, type CrewOwner, type CrewWorker, WorkerNotStarted, Workers } from './workers.ts'

const PORT = 8787

/** A process of the test. It ends when it is drained. */
interface Fake {
  readonly pid: number
  readonly crew: CrewOwner
  isDrained: boolean
  /** Whether it answers. */
  answers: boolean
  serve(): void
  exit(reason: string): void
}

function start(count: number) {
  const clock = new VirtualClock()
  const forked: Fake[] = []
  const lost: string[] = []
  const said: string[] = []
  const figuresOf = (pid: number) => Promise.resolve([{ name: `of-${pid}` }] as unknown as Figures)
  const workers = new Workers({
    count,
    fork() {
      const [atOwner, atWorker] = channelPair()
      const owner = new Peer(atWorker)
      const crew = owner.remote<CrewOwner>(CREW.owner, { casts: ['serves'] })
      const pid = forked.length + 1
      let exit: (reason: string) => void = () => {}
      const ended = new Promise<string>((resolve) => {
        exit = resolve
      })
      const fake: Fake = { pid, crew, isDrained: false, answers: true, serve: () => crew.serves(PORT), exit }
      owner.serve(CREW.worker, {
        sign: () => (fake.answers ? Promise.resolve() : new Promise(() => {})),
        figures: () => figuresOf(pid),
        drain() {
          fake.isDrained = true
          exit('exit code 0')
        },
        hurry() {},
      } satisfies CrewWorker)
      forked.push(fake)
      return { channel: atOwner, pid, kill: () => exit('SIGKILL'), ended }
    },
    hub: new OwnerHub(new MemoryStore(), clock),
    ports: {},
    ownFigures: () => figuresOf(0),
    clock,
    onServing() {},
    onLost: ({ pid, reason }) => lost.push(`${pid} ${reason}`),
    onSilent: ({ pid }) => said.push(`${pid} silent`),
    onBack: ({ pid }) => said.push(`${pid} back`),
    onHung: ({ pid }) => said.push(`${pid} hung`),
  })
  const nth = async (at: number): Promise<Fake> => {
    await vi.waitUntil(() => forked.length > at)
    return forked[at] as Fake
  }
  /** Lets all serve. */
  const serveAll = async () => {
    const started = workers.start()
    for (let at = 0; at < count; at += 1) (await nth(at)).serve()
    return started
  }
  return { workers, clock, forked, lost, said, nth, serveAll }
}

test('the first worker finds the port, the others start after it, and the start is over when all serve', async () => {
  const { workers, nth, forked } = start(3)
  const started = workers.start()
  const first = await nth(0)
  expect(forked).toHaveLength(1)
  first.serve()
  const [second, third] = [await nth(1), await nth(2)]
  second.serve()
  expect(await first.crew.isWhole()).toBe(false)
  third.serve()
  expect(await started).toBe(PORT)
  expect(await first.crew.isWhole()).toBe(true)
})

test('a worker that does not answer does not count after 10 s, is ended after 30 s, and another takes its place', async () => {
  const { workers, clock, said, lost, nth, serveAll } = start(2)
  await serveAll()
  await clock.run(60_000)
  const first = await nth(0)
  first.answers = false
  await clock.run(9_000)
  expect(await workers.isWhole()).toBe(true)
  await clock.run(3_000)
  expect(await workers.isWhole()).toBe(false)
  expect(workers.servingCount).toBe(1)
  await clock.run(30_000)
  ;(await nth(2)).serve()
  expect(await workers.isWhole()).toBe(true)
  expect({ said, lost }).toEqual({ said: ['1 silent', '1 hung'], lost: ['1 SIGKILL'] })
})

test('a worker that cannot start ends the start', async () => {
  const { workers, nth } = start(2)
  const started = workers.start()
  ;(await nth(0)).exit('exit code 1')
  await expect(started).rejects.toThrow(WorkerNotStarted)
})

test('a worker that died is replaced at once; one that died young, after a pause', async () => {
  const { workers, clock, nth, serveAll, lost, forked } = start(2)
  await serveAll()
  await clock.run(60_000)
  ;(await nth(0)).exit('SIGKILL')
  const replacement = await nth(2)
  expect(await workers.isWhole()).toBe(false)
  replacement.serve()
  expect(await workers.isWhole()).toBe(true)
  replacement.exit('SIGSEGV')
  await vi.waitUntil(() => lost.length === 2)
  expect(forked).toHaveLength(3)
  clock.advance(1_000)
  // One that never serves is replaced too, now that the server runs.
  ;(await nth(3)).exit('exit code 1')
  await vi.waitUntil(() => lost.length === 3)
  clock.advance(1_000)
  ;(await nth(4)).serve()
  expect(await workers.isWhole()).toBe(true)
  expect(lost).toEqual(['1 SIGKILL', '3 SIGSEGV', '4 exit code 1'])
})

test('a drain asks all workers, waits until all have ended, and replaces none', async () => {
  const { workers, clock, serveAll, forked, lost } = start(2)
  await serveAll()
  await clock.run(60_000)
  await workers.drain(new Promise(() => {}))
  expect(forked.map(({ isDrained }) => isDrained)).toEqual([true, true])
  expect(lost).toEqual([])
})

test('the figures are those of the owner and of every worker that answers', async () => {
  const { workers, clock, nth, serveAll } = start(2)
  await serveAll()
  expect((await workers.figures()).flat().map(({ name }) => name)).toEqual(['of-0', 'of-1', 'of-2'])
  await clock.run(60_000)
  ;(await nth(0)).exit('SIGKILL')
  await nth(2)
  expect((await workers.figures()).flat().map(({ name }) => name)).toEqual(['of-0', 'of-2'])
})
