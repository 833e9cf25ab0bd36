import { expect, test, vi } from 'vitest'
import { type IpcEnd, ProcessChannel } from './process-channel.ts'

/** An end whose transfers are completed by the test. */
function slowEnd() {
  const transfers: unknown[][] = []
  const complete: ((error: Error | null) => void)[] = []
  let deliver: (message: unknown) => void = () => {}
  const end: IpcEnd = {
    send(transfer, _handle, _options, completed) {
      transfers.push(transfer as unknown[])
      complete.push(completed)
      return true
    },
    on: (_, listener) => {
      deliver = listener
    },
  }
  return {
    end,
    transfers,
    done: (error: Error | null = null) => complete.shift()?.(error),
    deliver: (message: unknown) => deliver(message),
  }
}

const neverStuck = () => expect.unreachable('nothing is stuck')

test('what is sent in one turn of the loop goes in one transfer, and what is sent meanwhile in the next', async () => {
  const { end, transfers, done } = slowEnd()
  const channel = new ProcessChannel(end, neverStuck)
  for (const message of ['a', 'b']) channel.send(message)
  await vi.waitUntil(() => transfers.length === 1)
  for (const message of ['c', 'd']) channel.send(message)
  done()
  done()
  channel.send('e')
  await vi.waitUntil(() => transfers.length === 3)
  expect(transfers).toEqual([['a', 'b'], ['c', 'd'], ['e']])
})

test('messages arrive one by one, and what others send over the same channel is ignored', () => {
  const { end, deliver } = slowEnd()
  const received: unknown[] = []
  new ProcessChannel(end, neverStuck).onMessage((message) => received.push(message))
  deliver(['a', 'b'])
  deliver('drain')
  deliver(['c'])
  expect(received).toEqual(['a', 'b', 'c'])
})

test('a process that does not read is reported once, and fills no more memory', async () => {
  const { end, transfers, done } = slowEnd()
  let stuck = 0
  const channel = new ProcessChannel(end, () => (stuck += 1))
  channel.send('first')
  await vi.waitUntil(() => transfers.length === 1)
  for (let sent = 0; sent < 100_001; sent += 1) channel.send(sent)
  done()
  expect({ stuck, transfers }).toEqual({ stuck: 1, transfers: [['first']] })
})

test('after the channel broke nothing more is sent', async () => {
  const { end, transfers, done } = slowEnd()
  const channel = new ProcessChannel(end, neverStuck)
  channel.send('a')
  await vi.waitUntil(() => transfers.length === 1)
  channel.send('b')
  done(new Error('ERR_IPC_CHANNEL_CLOSED'))
  channel.send('c')
  await new Promise((resolve) => setImmediate(resolve))
  expect(transfers).toEqual([['a']])
})
