import { fileURLToPath } from 'node:url'

/** The path of a program that is started as a process of its own: `built` when this is built, its source when this is a source. */
export function programPath(built: URL): string {
  const path = fileURLToPath(built)
  return import.meta.url.endsWith('.ts') ? path.replace(/\.js$/, '.ts') : path
}
