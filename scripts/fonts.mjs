import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { decompress } from 'wawoff2'
import { inRoot } from './lib/paths.mjs'

/**
 * Gathers the fonts of the keepsake's book into packages/server/fonts, as a part of the build: one weight of each face, as TrueType, which the
 * program that sets the book reads, with their licences.
 */
const FONTS = inRoot('packages/server/fonts')

/** @type {readonly (readonly [name: string, packageName: string, file: string])[]} */
const FILES = [
  ['Fraunces-Regular', '@expo-google-fonts/fraunces', '400Regular/Fraunces_400Regular.ttf'],
  ['NotoSerifSC-Regular', '@expo-google-fonts/noto-serif-sc', '400Regular/NotoSerifSC_400Regular.ttf'],
  ['NanumMyeongjo-Regular', '@expo-google-fonts/nanum-myeongjo', '400Regular/NanumMyeongjo_400Regular.ttf'],
  ['NotoSerif-Regular', '@expo-google-fonts/noto-serif', '400Regular/NotoSerif_400Regular.ttf'],
  ['Amiri-Regular', '@expo-google-fonts/amiri', '400Regular/Amiri_400Regular.ttf'],
  ['NotoSerifHebrew-Regular', '@expo-google-fonts/noto-serif-hebrew', '400Regular/NotoSerifHebrew_400Regular.ttf'],
  ['NotoSerifDevanagari-Regular', '@expo-google-fonts/noto-serif-devanagari', '400Regular/NotoSerifDevanagari_400Regular.ttf'],
  ['NotoSerifBengali-Regular', '@expo-google-fonts/noto-serif-bengali', '400Regular/NotoSerifBengali_400Regular.ttf'],
  ['NotoSerifTamil-Regular', '@fontsource/noto-serif-tamil', 'files/noto-serif-tamil-tamil-400-normal.woff2'],
  ['NotoSerifThai-Regular', '@fontsource/noto-serif-thai', 'files/noto-serif-thai-thai-400-normal.woff2'],
  ['TwemojiMozilla', 'twemoji-colr-font', 'twemoji.woff2'],
]

const require = createRequire(import.meta.url)
rmSync(FONTS, { recursive: true, force: true })
mkdirSync(join(FONTS, 'licenses'), { recursive: true })
for (const [name, packageName, file] of FILES) {
  const folder = dirname(require.resolve(`${packageName}/package.json`))
  const target = join(FONTS, `${name}.ttf`)
  if (file.endsWith('.woff2')) writeFileSync(target, await decompress(readFileSync(join(folder, file))))
  else copyFileSync(join(folder, file), target)
  copyFileSync(join(folder, packageName.startsWith('@expo') ? 'LICENSE_FONT' : 'LICENSE'), join(FONTS, 'licenses', `${name}.txt`))
}
