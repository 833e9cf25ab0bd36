import { describe, expect, test } from 'vitest'
import { sniff } from './image-type.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const JPEG = '\xff\xd8\xff\xe0\0\x10JFIF'
const PNG = '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'
const WEBP = 'RIFF\x10\0\0\0WEBPVP8 '

describe('the first bytes', () => {
  test.each([
    ['jpeg', JPEG],
    ['png', PNG],
    ['webp', WEBP],
    ['gif', 'GIF89a\x01\0\x01\0'],
  ])('tell a %s', (type, head) => expect(sniff(bytes(head))).toEqual({ type }))

  test.each([
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['HEIC', '\0\0\0\x1cftypmif1\0\0\0\0mif1heic'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['SVG', '\n<?xml version="1.0"?><svg/>'],
    ['PDF', '%PDF-1.7'],
    ['no photo', 'PK\x03\x04'],
    ['no photo', ''],
  ])('of a %s refuse it with a sentence that names it and says what to do', (name, head) => {
    const sniffed = sniff(bytes(head))
    expect(sniffed).toHaveProperty('refused')
    expect((sniffed as { refused: string }).refused).toMatch(new RegExp(`${name}.*(choose|send)`))
  })

  test.each([
    ['a PDF', `${JPEG}\xff\xfe\0\x20%PDF-1.4`],
    ['a script', `${PNG}tEXt<script>alert(1)</script>`],
    ['a page', `GIF89a/*<html>*/`],
  ])('refuse a picture that is %s too', (_, head) => expect(sniff(bytes(head))).toHaveProperty('refused'))
})
