import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { treeOf } from '../../tests/support/process-tree.ts'
import { ServerProcess } from '../../tests/support/server-process.ts'
import { cpuMicrosOf, residentBytesOf } from './cpu-micros.ts'
import type { Target, Wire } from './fan-out.ts'
import { guestwallTarget, guestwallWire } from './guestwall-target.ts'
import { pin, SERVER_CORE } from './pin.ts'

/** A server that runs, bound to the server's core. */
export interface Peer extends Target {
  stop(): Promise<void>
}

/** Guestwall as it is built, which stores and syncs every message. */
export async function startGuestwall(environment: Record<string, string> = {}): Promise<Peer> {
  const server = await ServerProcess.start({ environment })
  pin(server.pid, SERVER_CORE)
  const { session } = await server.createSession()
  return { ...guestwallTarget(server, session.id), stop: () => server.stop() }
}

/** A program of bench/peers, which prints its port. Answers why where it does not start. */
export async function startProgram(file: string, wire: Wire, args: readonly string[] = []): Promise<Peer | string> {
  const program = fileURLToPath(new URL(`../peers/${file}`, import.meta.url))
  const command = ['--import', 'tsx', '--conditions=guestwall:source', program, ...args]
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const port = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), once(child, 'close').then(() => null)])
  if (port === null) return /^Error: .*$/m.exec(said)?.[0] ?? 'it ended at once'
  return peerOf(child.pid as number, Number(port[0]), wire, async () => {
    child.kill()
    await once(child, 'exit')
  })
}

/** A peer of processes that were started otherwise. */
export function peerOf(pid: number, port: number, wire: Wire, stop: () => Promise<void>): Peer {
  pin(pid, SERVER_CORE)
  const sum = (of: (pid: number) => number | null) => treeOf(pid).reduce((all, each) => all + (of(each) ?? 0), 0)
  const isTold = cpuMicrosOf(pid) !== null
  return {
    port,
    wire,
    cpuMicros: () => (isTold ? sum(cpuMicrosOf) : null),
    residentBytes: () => (isTold ? sum(residentBytesOf) : null),
    stop,
  }
}

/** The least that Node.js can do: bench/peers/node-floor.ts, which reads the messages of Guestwall's guests. */
export async function startFloor(): Promise<Peer> {
  const floor = await startProgram('node-floor.ts', { path: '/', message: guestwallWire('').message })
  if (typeof floor === 'string') throw new Error(`the floor: ${floor}`)
  return floor
}
