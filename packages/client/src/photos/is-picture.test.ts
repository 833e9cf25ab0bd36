import { expect, test } from 'vitest'
import { isPicture } from './is-picture.ts'

const file = (...bytes: (number | string)[]) =>
  new Blob(
    bytes.map((part) => (typeof part === 'string' ? part : new Uint8Array([part]))),
    { type: 'image/jpeg' },
  )

test.each([
  ['JPEG', file(0xff, 0xd8, 0xff, 0xe1, 'more')],
  ['PNG', file(0x89, 'PNG\r\n', 0x1a, '\n', 'more')],
  ['GIF', file('GIF89a', 'more')],
  ['WebP', file('RIFF', 1, 2, 3, 4, 'WEBPVP8 ')],
])('a %s is a picture', async (_, picture) => {
  expect(await isPicture(picture)).toBe(true)
})

test.each([
  ['a text', file('百年好合')],
  ['nothing', file()],
  ['an SVG', file('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a WAV', file('RIFF', 1, 2, 3, 4, 'WAVEfmt ')],
  ['a picture behind other bytes', file('x', 0xff, 0xd8, 0xff)],
])('%s with the type of a photo is none', async (_, other) => {
  expect(await isPicture(other)).toBe(false)
})
