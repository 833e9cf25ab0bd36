import { spawn } from 'node:child_process'

export interface Ran {
  readonly code: number | null
  readonly out: string
}

/** After so long a program hangs. */
const HANGS_MS = 120_000

/**
 * Runs a program to its end and answers what it printed on both outputs. With `until` it is ended as soon as it has printed that: for programs
 * that go on, such as the server.
 */
export function runProcess(
  command: string,
  args: readonly string[],
  { cwd, environment = {}, until }: { cwd: string; environment?: Record<string, string>; until?: RegExp | undefined },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    const hangs = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`${command} ${args.join(' ')} did not end. It printed:\n${out}`))
    }, HANGS_MS)
    const read = (text: string) => {
      out += text
      if (until?.test(out) === true) child.kill('SIGKILL')
    }
    child.stdout.setEncoding('utf8').on('data', read)
    child.stderr.setEncoding('utf8').on('data', read)
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(hangs)
      resolve({ code: until?.test(out) === true ? 0 : code, out })
    })
  })
}
