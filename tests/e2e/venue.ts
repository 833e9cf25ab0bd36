import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { HostedSession } from '@guestwall/protocol'
import type { AppParts } from '@guestwall/server'
import type { Browser, BrowserContext, Locator, Page, Route } from 'playwright-core'
import { launchChromium } from '../support/chromium.ts'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { startUpgradeProxy, type UpgradeProxy } from '../support/upgrade-proxy.ts'

export const WEB_ROOT = fileURLToPath(new URL('../../apps/web/dist', import.meta.url))
/** Resolved by the browser to the loopback: an address that is no secure context, as a LAN address is none. */
export const LAN_NAME = 'wall.test'

/** A venue: a real server, a network that can be made bad, and a real browser. */
export interface Venue {
  readonly wall: Guestwall
  readonly network: UpgradeProxy
  readonly browser: Browser
  /** Lines that pages wrote as errors: scripts that threw, policies that were broken. */
  readonly complaints: string[]
  /** A phone with its own storage. */
  phone(options?: { width?: number; height?: number; locale?: string }): Promise<BrowserContext>
  /** Opens the wall screen. */
  screen(hosted: HostedSession, options?: { locale?: string; url?: string }): Promise<Page>
  /** Opens a page in a context, listening for its complaints. */
  open(context: BrowserContext, path: string, url?: string): Promise<Page>
  stop(): Promise<void>
}

/** `parts` take the place of the server's own, `webRoot` of the built pages. */
export async function openVenue(parts: Partial<AppParts> = {}, webRoot = WEB_ROOT): Promise<Venue> {
  if (!existsSync(webRoot)) throw new Error('the web app is not built: run npm run build')
  const wall = await startGuestwall({ webRoot, parts })
  const network = await startUpgradeProxy(wall.app.port)
  const browser = await launchChromium({ args: [`--host-resolver-rules=MAP ${LAN_NAME} 127.0.0.1`] })
  const complaints: string[] = []
  const open = async (context: BrowserContext, path: string, url = network.url) => {
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`))
    page.on('console', (message) => {
      // The network is made bad on purpose: what the browser says of that is no complaint of the page.
      if (message.type() === 'error' && !/WebSocket|Failed to load resource|net::/.test(message.text()))
        complaints.push(`${path}: ${message.text()}`)
    })
    await page.goto(`${url}${path}`)
    return page
  }
  return {
    wall,
    network,
    browser,
    complaints,
    open,
    phone: ({ width = 390, height = 844, locale = 'en-US' } = {}) =>
      browser.newContext({ viewport: { width, height }, locale, isMobile: true, hasTouch: true }),
    async screen(hosted, { locale = 'en-US', url } = {}) {
      const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale })
      return open(context, `/wall/${hosted.session.id}#token=${hosted.wallToken}`, url)
    },
    async stop() {
      await browser.close()
      await network.close()
      await wall.stop()
    },
  }
}

/** A clock can only be stopped at a later time, and a busy machine may take seconds from asking for the time to stopping it. */
const STOP_AHEAD_MS = 10_000

/** Stops the clock of a page that has one installed: from here on its time moves when the test says so. */
export async function stopClock(page: Page): Promise<void> {
  await page.clock.pauseAt(await page.evaluate((aheadMs) => Date.now() + aheadMs, STOP_AHEAD_MS))
}

/** What becomes of the requests to an address; it may change while pages are open. */
export interface Intercepted {
  handle: (route: Route) => Promise<unknown>
}

/**
 * Gives the requests of a context's pages to an address to `handle`, which lets them through at first. To be called before a page opens: an open page may still
 * send a request past a new route.
 */
export async function intercept(context: BrowserContext, url: string | RegExp): Promise<Intercepted> {
  const intercepted: Intercepted = { handle: letThrough }
  await context.route(url, (route) => intercepted.handle(route))
  return intercepted
}

export const letThrough = (route: Route): Promise<void> => route.continue()

/** A guest's page, in the words that a person would use. */
export class GuestPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Scans, gives a name, is inside. */
  static async join(venue: Venue, hosted: HostedSession, name: string, context?: BrowserContext, url?: string): Promise<GuestPage> {
    const page = await venue.open(context ?? (await venue.phone()), `/${hosted.session.code}`, url)
    await page.getByLabel('Your name').fill(name)
    await page.getByRole('button', { name: 'Write a message' }).click()
    await page.getByLabel('Your message').waitFor()
    return new GuestPage(page)
  }

  async write(text: string): Promise<void> {
    await this.page.getByLabel('Your message').fill(text)
    await this.page.getByRole('button', { name: 'Send' }).click()
  }

  /** The list entry that holds exactly this text. */
  message(text: string): Locator {
    return this.page.getByRole('listitem').filter({ has: this.page.getByText(text, { exact: true }) })
  }

  /** Every message text on the page, top to bottom. */
  texts(): Promise<string[]> {
    return this.page.locator('.gw-note__text').allTextContents()
  }

  banner(text: RegExp): Locator {
    return this.page.getByRole('status').filter({ hasText: text })
  }
}
