import { spawn, spawnSync } from 'node:child_process'

/**
 * Runs a line of shell when this process ends, however it ends: a shell in a session of its own waits for the end of a pipe that only
 * this process holds. `folder` is the line's `$0`. The returned function runs it now instead.
 */
export function endWithUs(line: string, folder: string): () => Promise<void> {
  const watcher = spawn('sh', ['-c', `cat >/dev/null; ${line}`, folder], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  watcher.unref()
  // A pipe's handle would otherwise keep the process alive.
  ;(watcher.stdin as unknown as { unref(): void }).unref()
  const runAtExit = () => spawnSync('sh', ['-c', line, folder], { cwd: '/' })
  process.once('exit', runAtExit)
  return async () => {
    process.off('exit', runAtExit)
    await new Promise((resolve) => {
      watcher.ref()
      watcher.once('close', resolve)
      watcher.stdin.end()
    })
  }
}
