import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { tool } from '../../../scripts/lib/paths.mjs'
import { ROOT } from '../documents.ts'
import type { Block } from './blocks.ts'
import { OPERATOR_TOKEN } from '../../support/guestwall.ts'
import type { Place } from './place.ts'
import { type Ran, runProcess } from './processes.ts'
import { SETTINGS } from './settings.ts'

/** TypeScript blocks become programs here, below the root, so that they find the packages. */
const FOLDER = join(ROOT, '.cache/code-blocks')

/** A block as a program: its setting around it, and the values of this test in place of those of the document. */
export interface Program {
  readonly block: Block
  readonly file: string
}

/** Writes the blocks as files. */
export function writePrograms(blocks: readonly Block[], place: Place): Program[] {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const config = { extends: '../../tsconfig.tests.json', compilerOptions: { noUnusedLocals: false }, include: ['./*.ts', './*.tsx'] }
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(config))
  // As the types of a bundler say it.
  writeFileSync(join(FOLDER, 'styles.d.ts'), "declare module '*.css'\n")
  return blocks.map((block, at) => {
    const { before = '', after = '' } = SETTINGS[block.name] ?? {}
    const file = join(FOLDER, `block-${at}.${block.language}`)
    const code = Object.entries(valuesOf(place)).reduce((text, [written, real]) => text.replaceAll(written, real), block.code)
    writeFileSync(file, `// ${block.document}:${block.line}\n${before}\n${code}\n${after}\nexport {}\n`)
    return { block, file }
  })
}

/** The errors of the compiler for all programs; empty when there are none. */
export async function checkTypes(): Promise<string> {
  const { command, args } = tool('tsc', ['-p', FOLDER])
  const { code, out } = await runProcess(command, args, { cwd: ROOT })
  return code === 0 ? '' : out
}

/** Runs a program to its end, over the built packages, as an application would. */
export async function runProgram({ file }: Program, place: Place): Promise<Ran> {
  const environment = { GUESTWALL_URL: place.url, SESSION: place.hosted.session.id, TOKEN: place.token, OPERATOR_TOKEN }
  const script = file.endsWith('.tsx') ? await bundled(file) : file
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return runProcess(process.execPath, ['--import', loader, script], { cwd: place.folder, environment })
}

/** Node.js reads no JSX and no styles: a bundler makes a script of both. */
async function bundled(file: string): Promise<string> {
  const outfile = file.replace(/\.tsx$/, '.mjs')
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    external: ['react', 'react-dom', 'react/jsx-runtime', 'react-dom/server', 'ws'],
    loader: { '.css': 'empty', '.woff2': 'empty' },
    logLevel: 'silent',
  })
  return outfile
}

/** Values that stand in documents, and what stands for them here. */
function valuesOf(place: Place): Record<string, string> {
  return {
    'http://localhost:8787': place.url,
    'https://wall.example': place.url,
    'the-session-id': place.hosted.session.id,
    './data': join(place.folder, 'embedded'),
    'apps/web/dist': join(ROOT, 'apps/web/dist'),
  }
}
