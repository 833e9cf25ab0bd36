import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { inRoot } from './paths.mjs'

/** Bundles each entry of size-limits.json with all it imports, as an application would, and compares it, compressed, with its limit. */
export async function checkSizes() {
  const limits = Object.entries(JSON.parse(readFileSync(inRoot('size-limits.json'), 'utf8')))
  const lines = []
  let ok = true
  for (const [name, { entry, maxGzipBytes }] of limits) {
    if (!existsSync(inRoot(entry))) {
      lines.push(`${name}: ${entry} does not exist`)
      ok = false
      continue
    }
    const bytes = gzipSync(await bundle(entry), { level: 9 }).byteLength
    const fits = bytes <= maxGzipBytes
    ok &&= fits
    lines.push(`${name} ${(bytes / 1024).toFixed(1)} of ${(maxGzipBytes / 1024).toFixed(0)} KiB gzip${fits ? '' : ': too large'}`)
  }
  return { ok, output: lines.join('\n') }
}

async function bundle(entry) {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [inRoot(entry)],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['guestwall:source'],
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0].contents
}
