import { once } from 'node:events'
import { WebSocket } from 'ws'

/** The memory that a process of Node.js still needs: its inspector collects the garbage before it counts. */
export interface LiveHeap {
  /** Bytes of objects and of buffers outside the heap. */
  measure(): Promise<number>
  close(): void
}

/** The environment of a process whose heap is to be measured. */
export const INSPECTED = { NODE_OPTIONS: '--inspect=127.0.0.1:0' }

/** `said` is what the process has written to its standard error, where its inspector says its address. */
export async function inspectHeap(said: string): Promise<LiveHeap> {
  const address = /ws:\/\/127\.0\.0\.1:\d+\/\S+/.exec(said)?.[0]
  if (address === undefined) throw new Error('the process has no inspector')
  const socket = new WebSocket(address)
  await once(socket, 'open')
  let lastId = 0
  const ask = (method: string, params: object = {}) =>
    new Promise<{ result?: { value?: string } }>((resolve) => {
      const id = (lastId += 1)
      const onMessage = (data: Buffer) => {
        const answer = JSON.parse(data.toString()) as { id?: number; result: { result?: { value?: string } } }
        if (answer.id !== id) return
        socket.off('message', onMessage)
        resolve(answer.result)
      }
      socket.on('message', onMessage)
      socket.send(JSON.stringify({ id, method, params }))
    })
  return {
    async measure() {
      await ask('HeapProfiler.collectGarbage')
      const { result } = await ask('Runtime.evaluate', { expression: 'JSON.stringify(process.memoryUsage())' })
      const { heapUsed, external } = JSON.parse(result?.value ?? '{}') as { heapUsed: number; external: number }
      return heapUsed + external
    },
    close: () => socket.close(),
  }
}
