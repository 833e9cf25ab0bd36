/** The types of pictures that are decoded. */
export type ImageType = 'jpeg' | 'png' | 'webp' | 'gif'

/** The first bytes of a file decide its type; its name and its declared type decide nothing. */
export const HEAD_BYTES = 1024

/** The result of a look at the first bytes: the type, or a sentence for people that says what to do. */
export type Sniffed = { readonly type: ImageType } | { readonly refused: string }

const CHOOSE = 'choose a photo in JPEG, PNG or WebP'

/** Texts that no picture has in its first bytes. A file that is a picture and something else too is refused. */
const FOREIGN = /%PDF-|<svg|<html|<script|<!doctype|<\?php/i

/** ISO media brands of the pictures of phones that cannot be decoded here. */
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'heim', 'heis', 'hevm', 'mif1', 'msf1']

/** Tells the type of a file from its first bytes (at most `HEAD_BYTES` are read). */
export function sniff(head: Uint8Array): Sniffed {
  const text = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1')
  const type = typeOf(text)
  if (type !== null) return FOREIGN.test(text) ? { refused: `This file is a picture and something else: ${CHOOSE}.` } : { type }
  if (isHeic(text)) {
    return { refused: 'HEIC cannot be shown in browsers: send it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible).' }
  }
  if (text.startsWith('%PDF-')) return { refused: `This is a PDF: ${CHOOSE}.` }
  if (/^\s*(<\?xml|<svg|<!doctype|<html)/i.test(text)) return { refused: `SVG and other documents are no photos: ${CHOOSE}.` }
  return { refused: `This is no photo: ${CHOOSE}.` }
}

function typeOf(text: string): ImageType | null {
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp'
  return text.startsWith('GIF87a') || text.startsWith('GIF89a') ? 'gif' : null
}

function isHeic(text: string): boolean {
  return text.slice(4, 8) === 'ftyp' && HEIC_BRANDS.includes(text.slice(8, 12))
}
