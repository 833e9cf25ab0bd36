import { spawnSync } from 'node:child_process'
import { inflateSync } from 'node:zlib'

/**
 * The texts of a PDF, page by page, as pdftotext of poppler reads them: in the order of reading, or in that in which they were written, which no line beside
 * them breaks.
 */
export function pdfPages(pdf: Buffer, order: 'reading' | 'written' = 'reading'): string[] {
  const { stdout, stderr, status } = spawnSync('pdftotext', [...(order === 'written' ? ['-raw'] : []), '-enc', 'UTF-8', '-', '-'], {
    input: pdf,
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`pdftotext failed: ${stderr.toString()}`)
  return stdout.toString().split('\f').slice(0, -1)
}

/** A text as pdftotext can tell it: without spaces, line ends, and the marks with which it shows directions. */
export function pdfLetters(text: string): string {
  return text.replaceAll(/[\s\u202A-\u202E\u2066-\u2069\u200E\u200F]/g, '')
}

/** The contents of its streams that are compressed as most are, and everything around them. */
export function pdfStreams(pdf: Buffer): Buffer[] {
  const parts: Buffer[] = [pdf]
  for (let at = pdf.indexOf('stream'); at !== -1; at = pdf.indexOf('stream', at + 6)) {
    if (pdf.toString('latin1', at - 3, at) === 'end') continue
    const start = pdf.indexOf('\n', at) + 1
    try {
      parts.push(inflateSync(pdf.subarray(start, pdf.indexOf('endstream', start))))
    } catch {
      // A stream of another kind, such as a picture.
    }
  }
  return parts
}

/** How often the page shows the glyph that stands for a missing one: code 0 of a font whose codes have two bytes. */
export function missingGlyphs(pdf: Buffer): number {
  return pdfStreams(pdf)
    .slice(1)
    .map((stream) => stream.toString('latin1'))
    .filter((text) => text.includes(' Tf'))
    .flatMap((text) => [...text.matchAll(/\(((?:\\.|[^\\()])*)\)(?=[^()]*T[jJ])/gs)].map(([, string = '']) => codesOf(string)))
    .filter((codes) => codes.includes(0)).length
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 }

/** The codes of two bytes in a literal string of a PDF. */
function codesOf(string: string): number[] {
  const bytes = [...string.matchAll(/\\([0-7]{1,3})|\\(.)|([^\\])/gs)].map(([, octal, escaped, plain]) => {
    if (octal !== undefined) return Number.parseInt(octal, 8)
    if (escaped !== undefined) return ESCAPES[escaped] ?? escaped.charCodeAt(0)
    return (plain ?? '').charCodeAt(0)
  })
  if (bytes.length % 2 === 1) return []
  return Array.from({ length: bytes.length / 2 }, (_, index) => (bytes[index * 2] ?? 0) * 256 + (bytes[index * 2 + 1] ?? 0))
}
