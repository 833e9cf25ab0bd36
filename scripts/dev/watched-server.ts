import { type ChildProcess, spawn } from 'node:child_process'
import { inRoot } from '../lib/paths.mjs'
import { type ServerFacts, serverEnvironment } from './server-facts.ts'

/** A server that does not end by itself within this time is killed. */
const END_LIMIT_MS = 3_000
const ARGUMENTS = ['--import', 'tsx', '--conditions=guestwall:source', '--enable-source-maps', inRoot('scripts/dev/server.ts')]

/** The server as a process of its own, replaced on demand. A server that does not start stays away until the next change. */
export class WatchedServer {
  readonly #facts: ServerFacts
  #child: ChildProcess | null = null
  #isRestarting = false
  #isStale = false
  #isStopped = false

  constructor(facts: ServerFacts) {
    this.#facts = facts
  }

  /** Resolves with whether it takes requests. Its output goes to the terminal. */
  start(): Promise<boolean> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, ARGUMENTS, {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        env: { ...process.env, ...serverEnvironment(this.#facts) },
      })
      this.#child = child
      child.once('message', () => resolve(true))
      child.once('error', () => resolve(false))
      child.once('exit', () => {
        if (this.#child === child) this.#child = null
        resolve(false)
      })
    })
  }

  /** Replaces the server. Changes that come meanwhile are taken up by one more restart. `onRestarted`: after each. */
  async restart(onRestarted: (isUp: boolean, tookMs: number) => void): Promise<void> {
    this.#isStale = true
    if (this.#isRestarting) return
    this.#isRestarting = true
    while (this.#isStale && !this.#isStopped) {
      this.#isStale = false
      const startedAt = performance.now()
      await this.#end()
      if (this.#isStopped) break
      const isUp = await this.start()
      onRestarted(isUp, performance.now() - startedAt)
    }
    this.#isRestarting = false
  }

  /** Resolves when the process is gone. */
  stop(): Promise<void> {
    this.#isStopped = true
    return this.#end()
  }

  #end(): Promise<void> {
    const child = this.#child
    if (child === null) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS)
      child.once('exit', () => {
        clearTimeout(timer)
        resolve()
      })
      // Not by a signal: Windows has none that a program can answer.
      if (child.connected) child.disconnect()
      else child.kill()
    })
  }
}
