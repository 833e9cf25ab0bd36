import { fileURLToPath } from 'node:url'

/** The path of a program of this folder, from source or built. */
export function programPath(name: 'owner-process' | 'worker-process'): string {
  return fileURLToPath(new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url))
}
