import { expect, test } from 'vitest'
import { VirtualClock } from '@guestwall/protocol/testing'
import { FairQueue } from './fair-queue.ts'

/** Works that take as many seconds as they cost, and the order in which they ended. */
function setUp(options: { atWork?: number; room?: number; ofParty?: number } = {}) {
  const clock = new VirtualClock()
  const queue = new FairQueue({ atWork: 1, room: 1_000, ofParty: 10, ...options })
  const ended: string[] = []
  const begin = async (party: string, cost: number, name = party) => {
    const lasting = () => new Promise<true>((resolve) => clock.setTimer(cost * 1000, () => resolve(true)))
    const done = await queue.run(party, cost, lasting)
    ended.push(done === null ? `${name} refused` : name)
  }
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
  }
  const pass = async (seconds: number) => {
    await settle()
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1000)
      await settle()
    }
  }
  return { queue, ended, begin, pass }
}

test('[PHOTO-5] a cheap work waits for the expensive one that is at work, and for none in line, however many parties brought them', async () => {
  const { ended, begin, pass } = setUp()
  for (let guest = 1; guest <= 12; guest += 1) for (let photo = 0; photo < 4; photo += 1) void begin(`bomber ${guest}`, 10)
  await pass(1)
  void begin('guest', 1)
  await pass(10)
  expect(ended).toEqual(['bomber 1', 'guest'])
})

test('[PHOTO-5] parties who go on bringing expensive work delay each cheap one by two works at most', async () => {
  const { ended, begin, pass } = setUp()
  let isOver = false
  const goOn = async (party: string) => {
    while (!isOver) await begin(party, 10)
  }
  const loops = Array.from({ length: 5 }, (_, index) => goOn(`bomber ${index}`))
  await pass(3)
  const before: number[] = []
  for (let photo = 0; photo < 30; photo += 1) {
    const from = ended.length
    const name = `guest ${photo}`
    void begin(name, 1)
    await pass(27)
    expect(ended).toContain(name)
    before.push(ended.indexOf(name) - from)
  }
  expect(Math.max(...before)).toBeLessThanOrEqual(2)
  isOver = true
  await pass(100)
  await Promise.all(loops)
})

test('[PHOTO-5] an expensive work gets its turn among cheap ones of ever new parties', async () => {
  const { ended, begin, pass } = setUp()
  for (let guest = 0; guest < 5; guest += 1) void begin(`guest ${guest}`, 1)
  void begin('patient', 10)
  for (let guest = 5; guest < 100 && !ended.includes('patient'); guest += 1) {
    void begin(`guest ${guest}`, 1)
    await pass(1)
  }
  await pass(10)
  expect(ended).toContain('patient')
  expect(ended.length).toBeLessThan(100)
})

test('[PHOTO-5] works of equal cost go in turns by party, in the order in which they came', async () => {
  const { ended, begin, pass } = setUp()
  for (const name of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) void begin(name.slice(0, 1), 1, name)
  await pass(6)
  expect(ended).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
})

test('[PHOTO-5] where the line is full, the last in it makes room for one that is before it, and is not counted against its party', async () => {
  const { ended, begin, pass } = setUp({ room: 30 })
  void begin('a', 10)
  void begin('c', 10)
  void begin('c', 20, 'large')
  await pass(0)
  expect(ended).toEqual([])
  void begin('guest', 5)
  await pass(0)
  expect(ended).toEqual(['large refused'])
  void begin('c', 2, 'again')
  void begin('b', 13)
  await pass(40)
  expect(ended.slice(1)).toEqual(['a', 'guest', 'c', 'again', 'b'])
})

test('[PHOTO-5] a party has so many works in line and at work at most', async () => {
  const { ended, begin, pass } = setUp({ ofParty: 2 })
  for (let photo = 0; photo < 3; photo += 1) void begin('a', 1, `a${photo}`)
  void begin('b', 1)
  await pass(3)
  expect(ended).toEqual(['a2 refused', 'a0', 'b', 'a1'])
  void begin('a', 1, 'later')
  await pass(1)
  expect(ended).toContain('later')
})

test('so many work at once, and work that fails gives its place to the next', async () => {
  const { queue, ended, begin, pass } = setUp({ atWork: 2 })
  const failing = queue.run('a', 1, () => Promise.reject(new Error('a fault')))
  void begin('b', 5)
  void begin('c', 1)
  await expect(failing).rejects.toThrow('a fault')
  await pass(1)
  expect(ended).toEqual(['c'])
})
