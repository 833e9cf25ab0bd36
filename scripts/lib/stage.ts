import type { Browser, Locator, Page } from 'playwright-core'
import type { Frame } from './gif.ts'

/** Pixels of the moving picture, as a README shows it. */
const WIDTH = 800
const HEIGHT = 452
/** Pixels of the file for each of these, for screens of high resolution. */
const SHARPNESS = 2
const WALL = { left: 22, top: 40, width: 522, height: 326 } as const
const PHONE = { left: 572, top: 20, width: 200, height: 412 } as const
/** Screens whose pictures fit these places: a projector of 16:10, and a small phone. */
export const WALL_VIEWPORT = { width: 1440, height: 900 }
export const PHONE_VIEWPORT = { width: 300, height: 618 }

interface Shot {
  readonly wall: string
  readonly phone: string
  /** The caption that is lit. */
  readonly step: number
  /** Where a finger is, in pixels of the phone. */
  readonly finger: { readonly x: number; readonly y: number } | null
  readonly ms: number
}

/** Takes pictures of a wall and a phone at the same moments, and shows them side by side in a dark hall. */
export class Stage {
  /** The page in the large place: the wall, or for a while the console. */
  #wall: Page
  readonly #phone: Page
  readonly #captions: readonly string[]
  readonly #shots: Shot[] = []
  #step = 0

  constructor(wall: Page, phone: Page, captions: readonly string[]) {
    this.#wall = wall
    this.#phone = phone
    this.#captions = captions
  }

  /** Lights the next caption. */
  nextStep(): void {
    this.#step += 1
  }

  /** Shows another page in the large place. */
  turnTo(page: Page): void {
    this.#wall = page
  }

  /** One frame of both screens as they are. */
  async shoot(ms: number, finger: Shot['finger'] = null): Promise<void> {
    const [wall, phone] = await Promise.all([picture(this.#wall), picture(this.#phone)])
    this.#shots.push({ wall, phone, step: this.#step, finger, ms })
  }

  /**
   * A stretch in motion. Animations are slowed down while pictures are taken of them, so that a busy machine misses none of their movement.
   */
  async film(totalMs: number, frameMs: number): Promise<void> {
    for (let passed = 0; passed < totalMs; passed += frameMs) {
      const due = performance.now() + frameMs / SLOWED
      await this.shoot(frameMs)
      await this.#wall.waitForTimeout(Math.max(0, due - performance.now()))
    }
  }

  /** A press in the large place, where no finger is drawn: the button shows it. */
  async press(target: Locator): Promise<void> {
    await target.hover()
    await this.shoot(500)
    await target.click()
  }

  /** A finger comes down on something and leaves it again. */
  async tap(target: Locator): Promise<void> {
    const box = await target.boundingBox()
    if (box === null) throw new Error('there is nothing to tap')
    const finger = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    await this.shoot(350, finger)
    await target.click()
    await this.shoot(120, finger)
  }

  /** Every frame, put together. */
  async develop(browser: Browser): Promise<Frame[]> {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, deviceScaleFactor: SHARPNESS })
    await page.setContent(this.#hall())
    const frames: Frame[] = []
    for (const shot of this.#shots) {
      await page.evaluate(showShot, { ...shot, scale: PHONE.width / PHONE_VIEWPORT.width })
      frames.push({ png: await page.screenshot(), ms: shot.ms })
    }
    await page.close()
    return frames
  }

  #hall(): string {
    const captions = this.#captions.map((text) => `<li>${text}</li>`).join('')
    return `<style>
      body { margin: 0; background: #2c211d; font: 500 13px "Noto Sans CJK SC", sans-serif; color: #f6eee2 }
      img { position: absolute; display: block }
      #wall { left: ${WALL.left}px; top: ${WALL.top}px; width: ${WALL.width}px; height: ${WALL.height}px; border-radius: 3px }
      #frame { position: absolute; left: ${PHONE.left - 7}px; top: ${PHONE.top - 7}px; width: ${PHONE.width + 14}px; height: ${PHONE.height + 14}px;
        border-radius: 25px; background: #0d0b0a; box-shadow: 0 0 0 1px #6d5a50 }
      #phone { left: ${PHONE.left}px; top: ${PHONE.top}px; width: ${PHONE.width}px; height: ${PHONE.height}px; border-radius: 18px }
      #finger { position: absolute; width: 30px; height: 30px; margin: -15px; border-radius: 50%; background: #0006; box-shadow: 0 0 0 2px #fffc }
      ol { position: absolute; left: ${WALL.left}px; top: ${WALL.top + WALL.height + 14}px; width: ${WALL.width}px; margin: 0; padding: 0;
        display: flex; gap: 15px; white-space: nowrap; justify-content: center; list-style: none }
      li { padding: 3px 0; border-bottom: 2px solid transparent; color: #a08f83 }
      li.lit { color: #f6eee2; border-color: #d9a441 }
    </style><img id="wall"><div id="frame"></div><img id="phone"><div id="finger"></div><ol>${captions}</ol>`
  }
}

/** The speed of animations while they are filmed. */
const SLOWED = 0.15

/** Slows down a page's animations for `film`. */
export async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Animation.enable')
  await session.send('Animation.setPlaybackRate', { playbackRate: SLOWED })
}

async function picture(page: Page): Promise<string> {
  return `data:image/png;base64,${(await page.screenshot({ caret: 'initial' })).toString('base64')}`
}

/** Runs in the page that shows the hall. */
async function showShot(shot: Shot & { readonly scale: number }): Promise<void> {
  const [wall, phone] = document.querySelectorAll('img')
  const finger = document.querySelector<HTMLElement>('#finger')
  if (wall === undefined || phone === undefined || finger === null) throw new Error('the hall has lost its screens')
  wall.src = shot.wall
  phone.src = shot.phone
  finger.hidden = shot.finger === null
  if (shot.finger !== null) {
    finger.style.left = `${phone.offsetLeft + shot.finger.x * shot.scale}px`
    finger.style.top = `${phone.offsetTop + shot.finger.y * shot.scale}px`
  }
  for (const [at, caption] of document.querySelectorAll('li').entries()) caption.classList.toggle('lit', at === shot.step)
  await Promise.all([wall.decode(), phone.decode()])
}
