import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CACHE } from './cache.ts'

const SOURCE = fileURLToPath(new URL('./generator.c', import.meta.url))
const NODE_PROGRAM = fileURLToPath(new URL('./node-generator.ts', import.meta.url))

/** The command of the load generator: the native one where a C compiler is, else the one for Node.js. */
export interface GeneratorCommand {
  readonly command: string
  readonly args: readonly string[]
  readonly isNative: boolean
}

/** Compiles the generator where it is out of date. */
export function generatorCommand(): GeneratorCommand {
  const program = join(CACHE, 'generator')
  mkdirSync(CACHE, { recursive: true })
  const isFresh = existsSync(program) && statSync(program).mtimeMs > statSync(SOURCE).mtimeMs
  if (isFresh || spawnSync('cc', ['-O2', '-o', program, SOURCE], { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0)
    return { command: program, args: [], isNative: true }
  return { command: process.execPath, args: ['--import', 'tsx', '--conditions=guestwall:source', NODE_PROGRAM], isNative: false }
}
