import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * The program of the process that sets a book: `compile-book COMPILER FOLDER FONTS`. A process of its own, because setting takes seconds of processor
 * time and much memory, and the server has a hall to serve. It imports nothing of the server.
 */

/** The parts of the compiler that this program uses. */
interface Compiler {
  readonly NodeCompiler: {
    create(options: { workspace: string; fontArgs: readonly { fontPaths: readonly string[] }[] }): NodeCompiler
  }
}
interface NodeCompiler {
  compile(options: { mainFileContent: string }): CompileResult
  pdf(document: unknown): Uint8Array
  fetchDiagnostics(error: unknown): unknown[]
}
interface CompileResult {
  readonly result: unknown
  takeDiagnostics(): unknown
}

const [compilerPath = '', folder = '', fonts = ''] = process.argv.slice(-3)
const { NodeCompiler } = createRequire(compilerPath)(compilerPath) as Compiler
const compiler = NodeCompiler.create({ workspace: folder, fontArgs: [{ fontPaths: [fonts] }] })
const compiled = compiler.compile({ mainFileContent: readFileSync(join(folder, 'book.typ'), 'utf8') })
if (compiled.result === null) {
  process.stderr.write(`${JSON.stringify(compiler.fetchDiagnostics(compiled.takeDiagnostics()))}\n`)
  process.exitCode = 1
} else writeFileSync(join(folder, 'book.pdf'), compiler.pdf(compiled.result))
