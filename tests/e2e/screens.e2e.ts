import type { HostedSession } from '@guestwall/protocol'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATOR_TOKEN } from '../support/guestwall.ts'
import { post, removeMessage } from '../support/http-calls.ts'
import { GuestPage, openVenue, stopClock, type Venue } from './venue.ts'

/** Links, keys, and what a wall and a console do for hours. */

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

const laptop = (options = {}): Promise<BrowserContext> =>
  venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', ...options })

async function writeMany(hosted: HostedSession, contents: readonly string[]): Promise<string[]> {
  const { token } = await venue.wall.join(hosted.session.id, 'By post')
  const ids: string[] = []
  for (const content of contents) {
    const key = `key-${Math.random().toString(36).slice(2)}-post`
    const body = { session: hosted.session.id, key, content, guestName: 'By post' }
    const { message } = await post<{ message: { id: string } }>(`${venue.wall.url}/api/realtime/messages`, body, token)
    ids.push(message.id)
  }
  return ids
}

/** Opens another link in the same tab, as somebody does who pastes it into the address bar. */
async function paste(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => location.assign(to), address)
}

test('an operator signs in at /host with OPERATOR_TOKEN, and this browser stays signed in', async () => {
  const context = await laptop()
  const page = await venue.open(context, '/host')
  await page.getByLabel('Sign-in key or link').fill('not the token')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('This key isn’t right. Use OPERATOR_TOKEN or the newest link in the terminal.').waitFor()
  await page.getByLabel('Sign-in key or link').fill(`${venue.network.url}/host#key=used-before`)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('This link was already used or has expired.').waitFor()
  await page.getByLabel('Sign-in key or link').fill(` ${OPERATOR_TOKEN} `)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('textbox', { name: 'Title' }).waitFor()
  await page.reload()
  await page.getByRole('textbox', { name: 'Title' }).waitFor()
  await context.close()
})

test('the terminal’s link pasted into a tab that is open at /host is used at once, and its key leaves the address', async () => {
  const context = await laptop()
  const page = await venue.open(context, '/host')
  await page.getByLabel('Sign-in key or link').waitFor()
  await paste(page, '/host#key=one-time-key-of-the-tests')
  await page.getByRole('textbox', { name: 'Title' }).waitFor()
  expect(page.url()).not.toContain('key=')
  await context.close()
})

test('a newer display link pasted into an open wall is used at once, and its key leaves the address; the address without a key opens the wall again', async () => {
  const hosted = await venue.wall.createSession({ title: 'Display' })
  const context = await laptop()
  const page = await venue.open(context, `/wall/${hosted.session.id}#token=worth-nothing`)
  await page.getByText('This display link has expired').waitFor()
  await paste(page, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  await page.getByText('Write the first wish').first().waitFor()
  expect(page.url()).not.toContain('token')
  await page.reload()
  await page.getByText('Write the first wish').first().waitFor()
  await context.close()
})

test('a newer host link pasted into an open console is used at once', async () => {
  const hosted = await venue.wall.createSession({ title: 'Hosts' })
  const context = await laptop()
  const page = await venue.open(context, `/host/${hosted.session.id}#token=worth-nothing`)
  await page.getByText('This link has expired or was revoked').first().waitFor()
  await paste(page, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.getByText('Three steps, and the wall is live').waitFor()
  expect(page.url()).not.toContain('token')
  await context.close()
})

test('where the browser blocks storage a host link opens the console, and a display link the wall, also after a reload', async () => {
  const hosted = await venue.wall.createSession({ title: 'Blocked' })
  const context = await laptop()
  await context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError')
      },
    })
  })
  const console_ = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await console_.getByText('Three steps, and the wall is live').waitFor()
  expect(console_.url()).not.toContain('token')
  const wall = await venue.open(context, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  await wall.getByText('Write the first wish').first().waitFor()
  await wall.reload()
  await wall.getByText('Write the first wish').first().waitFor()
  const guest = await GuestPage.join(venue, hosted, 'Nothing kept', context)
  await guest.write('Written without storage')
  await guest.message('Written without storage').locator('.gw-state--shown').waitFor()
  await context.close()
})

/** Holds a key down as a keyboard does: one press, then repeats. */
async function hold(page: Page, key: string): Promise<void> {
  for (let repeats = 0; repeats < 12; repeats += 1) await page.keyboard.down(key)
  await page.keyboard.up(key)
}

test('[P9] a key that is held down on a host’s wall is one press, and no answer to its own question; text goes on growing', async () => {
  const hosted = await venue.wall.createSession({ title: 'Held keys', layout: 'results' })
  const vote = { key: 'held-keys', question: 'First dance?', options: ['Waltz', 'Tango'] }
  await post(`${venue.wall.url}/api/host/sessions/${hosted.session.id}/votes`, vote, hosted.hostToken)
  const context = await laptop()
  await context.clock.install()
  // The same browser belongs to the host.
  await (await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`))
    .getByText('Three steps, and the wall is live')
    .waitFor()
  const wall = await venue.open(context, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  await wall.getByText('Write the first wish').first().waitFor()
  const acts: string[] = []
  wall.on('request', (request) => {
    if (request.method() === 'POST') acts.push(new URL(request.url()).pathname.split('/').at(-1) ?? '')
  })
  // Only the page's own clock tells the first press from the second.
  await stopClock(wall)
  await hold(wall, ' ')
  await wall.getByText('Press Space again to open the vote').waitFor()
  await wall.clock.runFor(1_000)
  await hold(wall, ' ')
  await wall.clock.resume()
  await wall.getByText('Voting is open').waitFor()
  await hold(wall, 'h')
  await wall.getByRole('dialog').waitFor()
  expect(acts).toEqual(['open'])
  await wall.keyboard.press('Escape')
  const size = () => wall.evaluate(() => localStorage.getItem('guestwall:wall-text'))
  await hold(wall, '+')
  expect(await size()).toBe('2')
  await context.close()
})

test('Enter held down on a button of the console is one act', async () => {
  const hosted = await venue.wall.createSession({ title: 'Held Enter' })
  const context = await laptop()
  const page = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.getByRole('tab', { name: 'Messages' }).click()
  const summary = page.getByText('Title and date')
  await summary.focus()
  await hold(page, 'Enter')
  expect(await page.locator('details').filter({ hasText: 'Title and date' }).getAttribute('open')).not.toBeNull()
  await context.close()
})

test('a console’s address in a browser that has no credential leads to the sign-in, and from there back to its wall', async () => {
  const hosted = await venue.wall.createSession({ title: 'Bookmarked' })
  const context = await laptop()
  const page = await venue.open(context, `/host/${hosted.session.id}`)
  await page.getByText('This page needs a host link.').waitFor()
  await page.getByRole('link', { name: 'Sign in to the console' }).click()
  await page.getByLabel('Sign-in key or link').fill(OPERATOR_TOKEN)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Three steps, and the wall is live').waitFor()
  expect(new URL(page.url()).pathname).toBe(`/host/${hosted.session.id}`)
  await context.close()
})

test('a double click confirms nothing: the button that ends a wall or removes a message works from 0.6 s after it appeared', async () => {
  const hosted = await venue.wall.createSession({ title: 'Double clicks' })
  await writeMany(hosted, ['Stays on the wall'])
  const context = await laptop()
  await context.clock.install()
  const page = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.getByText('Stays on the wall').first().waitFor()
  const acts: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET') acts.push(`${request.method()} ${new URL(request.url()).pathname.split('/').slice(-2).join('/')}`)
  })
  // Only the page's own clock tells early from late, however slow this machine is.
  const askTwice = async (ask: Locator, confirm: Locator): Promise<void> => {
    await stopClock(page)
    await ask.dblclick()
    await page.clock.runFor(200)
    // By pointer and by keyboard.
    await confirm.click({ force: true })
    await confirm.press('Enter')
    await confirm.press(' ')
    expect(await confirm.getAttribute('aria-disabled')).toBe('true')
    await page.clock.resume()
  }
  const end = page.getByRole('button', { name: 'End now' })
  await askTwice(page.getByRole('button', { name: 'End this wall' }), end)
  const item = page.locator('.queue__item').filter({ hasText: 'Stays on the wall' })
  await item.getByRole('button', { name: 'More: By post, “Stays on the wal…”' }).click()
  const remove = page.getByRole('button', { name: 'Remove, this is final' })
  await askTwice(page.getByRole('button', { name: 'Remove for good' }), remove)
  expect(acts).toEqual([])
  await remove.click()
  await item.waitFor({ state: 'detached' })
  await end.press('Enter')
  await page.getByText('Ended', { exact: true }).first().waitFor()
  expect(acts).toHaveLength(2)
  await context.close()
})

test('the console removes the notice about the lost connection as soon as it is connected again', async () => {
  const hosted = await venue.wall.createSession({ title: 'Back again' })
  const context = await laptop()
  const page = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.getByText('Connected', { exact: true }).waitFor()
  await context.setOffline(true)
  venue.network.cut()
  await page.getByText(/reconnecting$/).waitFor()
  await page.getByRole('tab', { name: 'Messages' }).click()
  await page.getByText('Title and date').click()
  await page.getByRole('button', { name: 'Save' }).click()
  const problem = page.getByText('The wall cannot be reached.')
  await problem.waitFor()
  await context.setOffline(false)
  await page.getByText('Connected', { exact: true }).waitFor()
  await problem.waitFor({ state: 'detached' })
  await context.close()
})

test('a wall asks for the screen to stay on, again when it becomes visible, and says so in its list of keys', async () => {
  const hosted = await venue.wall.createSession({ title: 'Awake' })
  const context = await laptop()
  await context.addInitScript(() => {
    const asked: string[] = []
    Object.assign(window, { asked })
    Object.defineProperty(navigator, 'wakeLock', {
      value: {
        request: (kind: string) => {
          asked.push(kind)
          const lock = Object.assign(new EventTarget(), { released: false, release: () => Promise.resolve() })
          Object.assign(window, { lock })
          return Promise.resolve(lock)
        },
      },
    })
  })
  const page = await venue.open(context, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  await page.getByText('Write the first wish').first().waitFor()
  const asked = () => page.evaluate(() => (window as unknown as { asked: string[] }).asked)
  expect(await asked()).toEqual(['screen'])
  // As a browser does with a tab that was hidden.
  await page.evaluate(() => {
    const { lock } = window as unknown as { lock: EventTarget & { released: boolean } }
    lock.released = true
    lock.dispatchEvent(new Event('release'))
    document.dispatchEvent(new Event('visibilitychange'))
  })
  expect(await asked()).toEqual(['screen', 'screen'])
  await page.keyboard.press('h')
  await page.getByRole('dialog').getByText('The screen stays on.').waitFor()
  await context.close()
})

test('where a browser has no wake lock the wall’s list of keys and the console say what to do', async () => {
  const hosted = await venue.wall.createSession({ title: 'Dark' })
  const context = await laptop()
  await context.addInitScript(() => delete (Navigator.prototype as { wakeLock?: unknown }).wakeLock)
  const wall = await venue.open(context, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  await wall.getByText('Write the first wish').first().waitFor()
  await wall.keyboard.press('h')
  await wall.getByRole('dialog').getByText('Turn off sleep and screen dimming').waitFor()
  // The display link is the operator’s to give.
  await wall.evaluate((token) => localStorage.setItem('guestwall:operator', token), OPERATOR_TOKEN)
  const console_ = await venue.open(context, `/host/${hosted.session.id}`)
  await console_.getByRole('tab', { name: 'Share' }).click()
  await console_.getByText('turn off sleep and screen dimming').waitFor()
  await context.close()
})

test('a message from before the window that another moderator removes leaves every list; what leaves the window stays in both', async () => {
  const hosted = await venue.wall.createSession({ title: 'Two moderators' })
  const ids = await writeMany(
    hosted,
    Array.from({ length: 130 }, (_, index) => `wish ${index}`),
  )
  const context = await laptop()
  const page = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  const texts = () => page.locator('.queue__text').allTextContents()
  await page.getByRole('button', { name: 'Older messages' }).click()
  await page.getByText('wish 0', { exact: true }).waitFor()
  const guest = await GuestPage.join(venue, hosted, 'Reader')
  await guest.page.getByRole('button', { name: 'Older messages' }).click()
  await guest.message('wish 0').waitFor()

  await removeMessage(venue.wall.url, hosted.hostToken, ids[3] ?? '')
  await page.getByText('wish 3', { exact: true }).waitFor({ state: 'detached' })
  await guest.message('wish 3').waitFor({ state: 'detached' })
  await writeMany(hosted, ['wish 130', 'wish 131', 'wish 132'])
  await guest.message('wish 132').waitFor()
  // The list is held, for it was scrolled.
  await page.getByRole('button', { name: '3 new messages' }).click()
  const expected = Array.from({ length: 133 }, (_, index) => `wish ${index}`).filter((text) => text !== 'wish 3')
  await expect.poll(guest.texts.bind(guest)).toEqual(expected)
  await expect.poll(texts).toEqual([...expected].reverse())
  await context.close()
})

test('[P4] no frame of a burst shows two cards at one place', async () => {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
  await writeMany(hosted, [
    '百年好合！',
    'To many more burnt dinners and long walks.',
    '祝你们幸福',
    '永浴爱河',
    '早生贵子',
    '恭喜恭喜，白头偕老！',
  ])
  const wall = await venue.screen(hosted)
  await wall.getByText('百年好合！').first().waitFor()
  await wall.evaluate(() => {
    const found = { frames: 0, worst: 0, moved: 0 }
    Object.assign(window, { found })
    let last = ''
    const look = (): void => {
      const seen = [...document.querySelectorAll('.gw-wall__slot')]
        .filter((slot) => {
          const inner = slot.querySelector('.gw-card') as Element
          return Number(getComputedStyle(slot).opacity) * Number(getComputedStyle(inner).opacity) > 0.02
        })
        .map((slot) => slot.getBoundingClientRect())
      for (const [at, one] of seen.entries()) {
        for (const other of seen.slice(at + 1)) {
          const width = Math.min(one.right, other.right) - Math.max(one.left, other.left)
          const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
          if (width > 1 && height > 1) found.worst = Math.max(found.worst, Math.round(width * height))
        }
      }
      const places = seen.map(({ top }) => Math.round(top)).join()
      if (places !== last) found.moved += 1
      last = places
      found.frames += 1
      requestAnimationFrame(look)
    }
    look()
  })
  await writeMany(
    hosted,
    Array.from({ length: 12 }, (_, index) =>
      index % 3 === 0 ? `愿你们的日子像今天的花一样，热热闹闹，长长久久。${index}` : `新婚快乐 ${index}`,
    ),
  )
  const result = () => wall.evaluate(() => (window as unknown as { found: { frames: number; worst: number; moved: number } }).found)
  // Until all have come, and enough of it was seen.
  const isSeen = async (): Promise<boolean> => {
    const { frames, moved } = await result()
    return frames > 60 && moved > 10 && (await wall.locator('[data-waiting="0"]').count()) === 1
  }
  await expect.poll(isSeen, { timeout: 300_000 }).toBe(true)
  expect((await result()).worst).toBe(0)
  await wall.context().close()
})

test('no page reported an error', () => {
  expect(venue.complaints).toEqual([])
})
