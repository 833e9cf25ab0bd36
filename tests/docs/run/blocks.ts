import { type CodeBlock, documents } from '../documents.ts'

/** A code block with its document. */
export interface Block extends CodeBlock {
  readonly document: string
  /** `README.md#Use the SDK`, with ` (2)` for the second block of this language below the same heading. */
  readonly name: string
}

/** Every code block of every document. A block that does not say its language is a drawing when it has lines of one. */
export function allBlocks(): Block[] {
  const seen = new Map<string, number>()
  return documents().flatMap(({ path, blocks }) =>
    blocks.map((block) => {
      const language = block.language === '' && /[─│▼▶┌└◀]/.test(block.code) ? 'text' : block.language
      const kind = `${path}#${block.heading}#${language}`
      const count = (seen.get(kind) ?? 0) + 1
      seen.set(kind, count)
      return { ...block, language, document: path, name: `${path}#${block.heading}${count === 1 ? '' : ` (${count})`}` }
    }),
  )
}

/** Commands between backticks in running text, such as `npm run docs`. */
export function inlineCommands(): { readonly command: string; readonly at: string }[] {
  return documents().flatMap(({ path, prose }) =>
    prose.flatMap(({ text, line }) =>
      [...text.matchAll(/`((?:npm (?:run|start|test|pack|install)|npx|guestwall)(?: [^`]*)?)`/g)]
        .map(([, command = '']) => command)
        .map((command) => ({ command, at: `${path}:${line}` })),
    ),
  )
}
