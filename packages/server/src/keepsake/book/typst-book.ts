import { spawn } from 'node:child_process'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { constants, setPriority, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WallMessage } from '@guestwall/protocol'
import { type Book, type BookMaker, BookMissing, type BookRequest } from '../book-maker.ts'
import { type BookPhoto, bookData } from './book-data.ts'
import { BOOK_SOURCE } from './book-source.ts'

const COMPILER = '@myriaddreamin/typst-ts-node-compiler'
/** Beside `src` and `dist`: the fonts that the build gathers. */
const FONTS = fileURLToPath(new URL('../../../fonts', import.meta.url))
/** The longest time that a book may take. 1,000 messages need some seconds. */
const MAX_MS = 5 * 60_000

/**
 * Sets the book with Typst, in a process of its own. One book is set at a time: it takes a processor, and the others wait. `fonts`: the folder of
 * the fonts; those of the system are used for what they lack.
 */
export class TypstBook implements BookMaker {
  readonly #fonts: string
  #last: Promise<unknown> = Promise.resolve()

  constructor(fonts: string = FONTS) {
    this.#fonts = fonts
  }

  make(request: BookRequest, signal: AbortSignal): Promise<Book> {
    const making = this.#last.then(() => this.#make(request, signal))
    this.#last = making.catch(() => {})
    return making
  }

  async #make(request: BookRequest, signal: AbortSignal): Promise<Book> {
    signal.throwIfAborted()
    const compiler = compilerPath()
    if (!existsSync(join(this.#fonts, 'NotoSerifSC-Regular.ttf'))) throw fontsMissing(this.#fonts)
    const folder = await mkdtemp(join(tmpdir(), 'guestwall-book-'))
    const dispose = () => rm(folder, { recursive: true, force: true })
    try {
      await writeParts(folder, request)
      await compile([compiler, folder, this.#fonts], signal)
    } catch (error) {
      await dispose()
      throw error
    }
    return { pieces: createReadStream(join(folder, 'book.pdf')), dispose }
  }
}

function compilerPath(): string {
  const require = createRequire(import.meta.url)
  try {
    const path = require.resolve(COMPILER)
    // The package is there on every system, its program only on some.
    require(path)
    return path
  } catch (error) {
    const system = `${process.platform} ${process.arch}`
    throw new BookMissing(
      {
        en: `the book needs ${COMPILER}, which is not installed here or has no program for ${system}. Install it: npm install ${COMPILER}`,
        'zh-CN': `制作留言册需要 ${COMPILER}，这里没有安装，或者它不支持 ${system}。请安装：npm install ${COMPILER}`,
      },
      { cause: error },
    )
  }
}

function fontsMissing(folder: string): BookMissing {
  return new BookMissing({
    en: `the fonts of the book are missing (${folder}): run npm run build, or install @guestwall/server again.`,
    'zh-CN': `缺少留言册的字体（${folder}）：请运行 npm run build，或重新安装 @guestwall/server。`,
  })
}

/** The input of the program: the source, the data and the photos. */
async function writeParts(folder: string, { evening, choice, photos, now }: BookRequest): Promise<void> {
  await mkdir(join(folder, 'photos'))
  const photoOf = async (message: WallMessage): Promise<BookPhoto | null> => {
    const photo = photos?.describe(message) ?? null
    // Typst holds the pixels of every picture: 300 large ones would be four gigabytes. A small one has 190 dots an inch in the book.
    const bytes = photo === null ? null : await photos?.read(message, 'small')
    if (photo === null || bytes === null || bytes === undefined) return null
    await writeFile(join(folder, 'photos', photo.name), bytes)
    return { path: `photos/${photo.name}`, width: photo.width, height: photo.height }
  }
  await writeFile(join(folder, 'book.json'), JSON.stringify(await bookData(evening, { ...choice, now, photoOf })))
  await writeFile(join(folder, 'book.typ'), BOOK_SOURCE)
}

async function compile(paths: readonly string[], signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [...(await program()), ...paths], {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(MAX_MS)]),
    cwd: dirname(paths[1] ?? ''),
  })
  if (child.pid !== undefined) lowerPriority(child.pid)
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2_000)
  })
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`setting the book failed: ${errors.trim()}`))))
  })
}

/** Guests go before a book. Where the system does not allow it, the book goes beside. */
function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW)
  } catch {}
}

/** The arguments of Node.js that run the program. From source its types are removed first. */
async function program(): Promise<string[]> {
  if (!import.meta.url.endsWith('.ts')) return [fileURLToPath(new URL('./compile-book.js', import.meta.url))]
  const { transform } = await import('esbuild')
  const { code } = await transform(await readFile(new URL('./compile-book.ts', import.meta.url), 'utf8'), { loader: 'ts', format: 'esm' })
  return ['--input-type=module', '--eval', code]
}
