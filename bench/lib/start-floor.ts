import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { cpuMicrosOf } from './cpu-micros.ts'
import type { Target } from './fan-out.ts'

/** Starts the floor of Node.js in a process of its own. */
export async function startFloor(): Promise<Target & { stop: () => void }> {
  const program = fileURLToPath(new URL('../peers/node-floor.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=guestwall:source', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  const pid = child.pid as number
  return { port: Number(line), sessionId: 'floor', isAnswering: false, cpuMicros: () => cpuMicrosOf(pid), stop: () => void child.kill() }
}
