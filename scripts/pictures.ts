import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { GuestPage, openVenue } from '../tests/e2e/venue.ts'
import { post } from '../tests/support/guestwall.ts'
import { encodeGif } from './lib/gif.ts'
import { movingPicture, SCRIPTS } from './lib/moving-picture.ts'

/** `npm run pictures`: takes the still and the moving pictures of the documentation from the running program, in `docs/images`. */

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url))
/** The address that a hall would see, of a home router’s network. */
const GUEST_URL = 'http://192.168.1.20:8787'
const WISHES = [
  ['舅舅 老周', '百年好合！'],
  ['阿May', '从大学社团的第一次排练，到今天的红毯，一路看着你们走来。要一直这么好好笑下去呀。'],
  ['Ana', 'Couldn’t fly in, but I’m watching from Lisbon with cake. Love you both.'],
  ['大刘', '新郎的前室友前来作证：他真的会洗碗。'],
  ['表妹 可可', '奶奶说：两个人吃饭，比一个人香。新婚快乐，早日常回家看看！'],
  ['Uncle Bob', 'To many more burnt dinners and long walks.'],
  ['小林', '祝你们幸福'],
] as const

/**
 * Waits until nothing has moved for a second. The toolbar is hidden by then, and no card is about to enter.
 */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForFunction(
    () => {
      const moving = document.getAnimations().some(({ playState }) => playState === 'running')
      const isStill = document.querySelector('.toolbar--hidden') !== null && document.querySelector('.gw-wall__slot') !== null
      const seen = window as unknown as { restingSince?: number }
      if (moving || !isStill) delete seen.restingSince
      else seen.restingSince ??= performance.now()
      return performance.now() - (seen.restingSince ?? performance.now()) > 1_000
    },
    undefined,
    { polling: 100 },
  )
}

mkdirSync(IMAGES, { recursive: true })
const venue = await openVenue({ guestUrl: () => GUEST_URL })
try {
  for (const theme of ['linen', 'cinnabar'] as const) {
    const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', subtitle: '2026 · 11 · 22 · HANGZHOU', theme })
    for (const [index, [guestName, content]] of WISHES.entries()) {
      const { token } = await venue.wall.join(hosted.session.id, guestName)
      await post(
        `${venue.wall.url}/api/realtime/messages`,
        { session: hosted.session.id, key: `picture-${index}`, content, guestName },
        token,
      )
    }
    const phone = await venue.browser.newContext({
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      locale: 'zh-CN',
      isMobile: true,
      hasTouch: true,
    })
    const page = await venue.open(phone, `/${hosted.session.code}`)
    await page.getByLabel('你的名字').fill('闺蜜 Lily')
    await page.getByRole('button', { name: '去留言' }).click()
    const guest = new GuestPage(page)
    await page.getByLabel('你的留言').fill('敬你们一杯，来日方长。')
    await page.getByRole('button', { name: '发送' }).click()
    await guest.message('敬你们一杯，来日方长。').getByText('已上墙').waitFor()
    await page.getByLabel('你的留言').fill('愿你们的家永远有灯、有汤')
    const screen = await venue.screen(hosted, { locale: 'zh-CN' })
    await screen.getByText('百年好合！').first().waitFor()
    await atRest(screen)
    const suffix = theme === 'linen' ? '' : `-${theme}`
    await screen.screenshot({ path: `${IMAGES}wall${suffix}.png` })
    await page.screenshot({ path: `${IMAGES}phone${suffix}.png` })
    if (theme === 'linen') {
      const console_ = await venue.open(
        await venue.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' }),
        `/host/${hosted.session.id}#token=${hosted.hostToken}`,
      )
      await console_.getByText('百年好合！').first().waitFor()
      await console_.waitForTimeout(2_000)
      await console_.screenshot({ path: `${IMAGES}console.png` })
    }
    console.log(`${theme}: pictures taken`)
  }
  for (const [name, script] of Object.entries(SCRIPTS)) {
    const gif = encodeGif(await movingPicture(venue, script))
    writeFileSync(`${IMAGES}${name}`, gif)
    console.log(`${name}: ${Math.round(gif.length / 1024)} KiB`)
  }
} finally {
  await venue.stop()
}
