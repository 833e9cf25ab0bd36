import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Starts the program of `decoder-process.ts`. It gets no environment: it needs none, and ours has secrets. */
export async function startDecoderProcess(sharp: string): Promise<ChildProcess> {
  const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const
  const env = process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {}
  if (!import.meta.url.endsWith('.ts')) {
    const program = fileURLToPath(new URL('./decoder-process.js', import.meta.url))
    return spawn(process.execPath, [program, sharp], { stdio: [...stdio], env })
  }
  bundled ??= bundle()
  return spawn(process.execPath, ['--eval', await bundled, sharp], { stdio: [...stdio], env })
}

/** When the server runs from source, the program is bundled once in a process. */
let bundled: Promise<string> | undefined

async function bundle(): Promise<string> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./decoder-process.ts', import.meta.url))],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
  })
  return outputFiles.map(({ text }) => text).join('')
}
