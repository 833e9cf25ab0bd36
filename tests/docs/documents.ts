import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A piece of code in a document: between fences, or indented by four spaces. */
export interface CodeBlock {
  /** `ts`, `json`, …; empty where the fence names none and for indented code. */
  readonly language: string
  readonly code: string
  /** The nearest heading above, without its marks. */
  readonly heading: string
  /** The first line of the code, counted from 1. */
  readonly line: number
}

export interface MarkdownDocument {
  /** From the repository's root. */
  readonly path: string
  readonly text: string
  readonly headings: readonly string[]
  readonly blocks: readonly CodeBlock[]
  /** The text outside of code blocks, with line numbers. */
  readonly prose: readonly { readonly line: number; readonly text: string }[]
}

/** Every file that is tracked, or would be: paths from the root. */
export function repositoryFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  const deleted = new Set(execFileSync('git', ['ls-files', '-z', '--deleted'], { cwd: ROOT, encoding: 'utf8' }).split('\0'))
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && !deleted.has(path)).sort()
}

/** Every Markdown document that people read. Changelogs and changesets tell of the past: their paths and words may be old. */
export function documents(): MarkdownDocument[] {
  return repositoryFiles()
    .filter((path) => path.endsWith('.md') && !path.startsWith('.changeset/') && !path.endsWith('CHANGELOG.md'))
    .map((path) => parseMarkdown(path, readFileSync(`${ROOT}/${path}`, 'utf8')))
}

/** Splits a document into prose and code blocks. */
export function parseMarkdown(path: string, text: string): MarkdownDocument {
  const headings: string[] = []
  const blocks: CodeBlock[] = []
  const prose: { line: number; text: string }[] = []
  const lines = text.split('\n')
  let index = 0
  /** Code that begins at `from`, as long as `isCode` says so. */
  const block = (language: string, from: number, end: number, indent: number) => {
    const code = lines.slice(from, end).map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length)))
    blocks.push({ language, code: `${code.join('\n').trimEnd()}\n`, heading: headings.at(-1) ?? '', line: from + 1 })
  }
  while (index < lines.length) {
    const line = lines[index] ?? ''
    const fence = /^( *)(`{3,})([\w-]*)/.exec(line)
    if (fence !== null) {
      const close = lines.findIndex((other, at) => at > index && other.trim() === fence[2])
      const end = close === -1 ? lines.length : close
      block(fence[3] ?? '', index + 1, end, fence[1]?.length ?? 0)
      index = end + 1
    } else if (isIndented(line) && (lines[index - 1] ?? '').trim() === '') {
      let end = index
      while (end < lines.length && (isIndented(lines[end] ?? '') || ((lines[end] ?? '').trim() === '' && isIndented(lines[end + 1] ?? ''))))
        end += 1
      block('', index, end, 4)
      index = end
    } else {
      const heading = /^#+ +(.*)$/.exec(line)
      if (heading?.[1] !== undefined) headings.push(heading[1])
      prose.push({ line: index + 1, text: line })
      index += 1
    }
  }
  return { path, text, headings, blocks, prose }
}

function isIndented(line: string): boolean {
  return line.startsWith('    ') && line.trim() !== ''
}
