import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openVenue } from '../tests/e2e/venue.ts'
import { encodeGif } from './lib/gif.ts'
import { helpAsked } from './lib/help.mjs'
import { movingPicture, SCRIPTS } from './lib/moving-picture.ts'

/** `npm run pictures`: takes the moving pictures of the documentation from the running program, in `docs/images`. Build the pages before. */

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url))
/** The address that a hall would see, of a home router’s network. */
const GUEST_URL = 'http://192.168.1.20:8787'

helpAsked('npm run pictures   (after npm run build; writes docs/images)')
mkdirSync(IMAGES, { recursive: true })
const venue = await openVenue({ guestUrl: () => GUEST_URL })
try {
  for (const [name, script] of Object.entries(SCRIPTS)) {
    const gif = encodeGif(await movingPicture(venue, script))
    writeFileSync(`${IMAGES}${name}`, gif)
    process.stdout.write(`docs/images/${name}: ${Math.round(gif.length / 1024)} KiB\n`)
  }
} finally {
  await venue.stop()
}
