import { HostClient, type SessionHost } from '@guestwall/client/host'
import type { HostedSession, ScreenReport } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { post } from '../support/http-calls.ts'
import { openVenue, type Venue } from './venue.ts'

let venue: Venue
let hosted: HostedSession
let host: SessionHost
let guest: { token: string }
beforeAll(async () => {
  venue = await openVenue()
})
beforeEach(async () => {
  hosted = await venue.wall.createSession({ title: 'Ana & Tom' })
  host = new HostClient({ url: venue.wall.url }).session(hosted.session.id, hosted.hostToken)
  guest = await venue.wall.join(hosted.session.id, 'Lily')
})
afterAll(() => venue.stop())

let keys = 0
async function send(content: string): Promise<string> {
  const body = { session: hosted.session.id, key: `screen-control-${(keys += 1)}`, content, guestName: 'Lily' }
  return (await post<{ message: { id: string } }>(`${venue.wall.url}/api/realtime/messages`, body, guest.token)).message.id
}

const onScreen = (screen: Page, text: string) => screen.locator('[data-message]').getByText(text, { exact: true })

/** The report of the only page of the only screen, once it says this. */
async function reported(holds: (report: ScreenReport) => boolean): Promise<ScreenReport> {
  for (;;) {
    const report = (await host.listScreens()).screens[0]?.pages[0]?.report
    if (report !== undefined && holds(report)) return report
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('[SCREEN-5] a paused screen lets a message enter with a step alone, and says how many wait', async () => {
  const shown = await send('百年好合')
  const screen = await venue.screen(hosted)
  await onScreen(screen, '百年好合').waitFor()
  await host.controlScreens({ isPaused: true })
  await reported(({ version }) => version > 0)
  await send('祝福你们')
  await send('永结同心')
  const report = await reported((each) => each.waiting === 2 && each.behindMs > 0)
  expect([report.picture, report.cards.map((card) => card.split(' ')[0])]).toEqual(['masonry', [shown]])
  await host.controlScreens({ step: true })
  await onScreen(screen, '祝福你们').waitFor()
  await reported((each) => each.waiting === 1)
  await screen.reload()
  await onScreen(screen, '祝福你们').waitFor()
  await reported((each) => each.waiting === 1)
  expect(await onScreen(screen, '永结同心').count()).toBe(0)
  await host.controlScreens({ isPaused: false })
  await onScreen(screen, '永结同心').waitFor()
  // One by one, as large as the screen holds it. No frame on the way is empty.
  await screen.evaluate(() => {
    const found = { least: Number.POSITIVE_INFINITY, likenesses: 0 }
    const trees: ParentNode[] = [document]
    Object.assign(window, { found })
    // What the hall sees besides the page: the likeness of the picture before.
    const attach = Element.prototype.attachShadow
    Element.prototype.attachShadow = function (init) {
      const tree = attach.call(this, init)
      trees.push(tree)
      return tree
    }
    const opacityOf = (element: Element | null): number =>
      element === null ? 1 : Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement)
    const look = (): void => {
      const seen = trees.flatMap((tree) => [...tree.querySelectorAll('.gw-card')]).filter((card) => card.clientWidth > 0)
      found.least = Math.min(found.least, Math.max(0, ...seen.map(opacityOf)))
      found.likenesses = trees.length - 1
      requestAnimationFrame(look)
    }
    look()
  })
  await host.controlScreens({ layout: 'spotlight' })
  await screen.locator('[data-message] .gw-card--large').waitFor()
  const found = () => screen.evaluate(() => (window as unknown as { found: { least: number; likenesses: number } }).found)
  await expect.poll(async () => (await found()).likenesses).toBe(1)
  expect((await found()).least).toBeGreaterThan(0.5)
  await reported(({ picture, cards }) => picture === 'spotlight' && cards.length === 1)
  // Behind a message that a host enlarges no other is read: a new one waits, and none shines through.
  await host.controlScreens({ spotlight: shown })
  await screen.locator('.spotlight').waitFor()
  await expect.poll(() => screen.locator('.gw-wall--single').evaluate((wall) => getComputedStyle(wall).opacity)).toBe('0')
  await send('还有一句')
  await reported(({ waiting }) => waiting === 1)
  await host.controlScreens({ spotlight: null })
  await onScreen(screen, '还有一句').waitFor()
})

test('[SCREEN-3] [SCREEN-5] a frozen screen keeps its picture and its count, however much comes later and also when it is loaded again; what is rejected leaves at once', async () => {
  const id = await send('祝你们幸福')
  const other = await send('百年好合')
  const screen = await venue.screen(hosted)
  await onScreen(screen, '百年好合').waitFor()
  await host.controlScreens({ isFrozen: true, spotlight: id })
  const large = screen.locator('.spotlight')
  await large.getByText('祝你们幸福').waitFor()
  expect((await reported(({ picture }) => picture === 'spotlight')).cards.map((card) => card.split(' ')[0])).toEqual([id])
  await send('后来的一句')
  await reported((report) => report.waiting === 1)
  await host.actOnMessage(id, 'reject', { from: 'shown' })
  await large.waitFor({ state: 'detached' })
  await onScreen(screen, '祝你们幸福').waitFor({ state: 'detached' })
  const counts = () =>
    screen
      .locator('.wall-header')
      .getByText(/messages/)
      .innerText()
  const before = await counts()
  // More messages than a wall holds.
  await Promise.all(Array.from({ length: 101 }, (_, count) => send(`${count}`)))
  await reported((report) => report.waiting === 102)
  expect(await onScreen(screen, '百年好合').count()).toBe(1)
  await screen.reload()
  await onScreen(screen, '百年好合').waitFor()
  await reported((report) => report.waiting === 102)
  expect([await screen.locator('[data-message]').count(), await counts()]).toEqual([1, before])
  await host.actOnMessage(other, 'reject', { from: 'shown' })
  await onScreen(screen, '百年好合').waitFor({ state: 'detached' })
  await host.controlScreens({ isFrozen: false })
  await screen.locator('[data-message]').first().waitFor()
})

test('[SCREEN-1] a blank screen shows the names only, also when it is loaded again; keys of a host do the same on the screen', async () => {
  await send('百年好合')
  const context = await venue.browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'en-US' })
  // The browser of a host: it has opened the console.
  const console_ = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await console_.getByRole('tab').first().waitFor()
  const screen = await venue.open(context, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  await onScreen(screen, '百年好合').waitFor()
  await screen.keyboard.press('b')
  await screen.locator('.blank__title').waitFor()
  expect(await screen.locator('[data-message], .side-panel').count()).toBe(0)
  await screen.reload()
  await screen.locator('.blank__title').waitFor()
  await screen.keyboard.press('b')
  await onScreen(screen, '百年好合').waitFor()
  await screen.keyboard.press('p')
  await reported(({ picture, cards }) => picture === 'masonry' && cards.length === 1)
  const ownState = async () => (await host.listScreens()).control.own['wall-1']
  await expect.poll(ownState).toMatchObject({ pausedAt: expect.any(Number) as number, isBlank: false })
})

test('[SCREEN-5] a cleared screen is an invitation until the next message; a message older than the wall can be shown large', async () => {
  const first = await send('最早的一句')
  const screen = await venue.screen(hosted)
  await onScreen(screen, '最早的一句').waitFor()
  await host.controlScreens({ isCleared: true, layout: 'masonry' })
  await screen.locator('.idle').waitFor()
  await send('之后的一句')
  await onScreen(screen, '之后的一句').waitFor()
  // More messages than a wall holds: the first one is in the history alone.
  for (let count = 0; count < 101; count += 1) await send(`${count}`)
  await host.controlScreens({ spotlight: first })
  await screen.locator('.spotlight').getByText('最早的一句').waitFor()
  await host.removeMessage(first)
  await screen.locator('.spotlight').waitFor({ state: 'detached' })
})

test('[P3] danmaku: no frame shows two messages at one place, all move alike, a pause stops them, and the screen reports what passes', async () => {
  await host.change({ layout: 'danmaku' })
  for (let wish = 0; wish < 30; wish += 1) await send(wish % 5 === 0 ? 'x y '.repeat(57) : `百年好合，永结同心 ${wish}`)
  const screen = await venue.screen(hosted)
  await screen.locator('.gw-danmaku__slot').nth(5).waitFor()
  const seen = await screen.evaluate(async () => {
    const slots = () =>
      new Map([...document.querySelectorAll('.gw-danmaku__slot')].map((slot) => [slot, slot.getBoundingClientRect()] as const))
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    const end = document.querySelector('.gw-danmaku__band')?.getBoundingClientRect().left ?? 0
    let worst = 0
    let unlike = 0
    let before = slots()
    for (let frames = 0; frames < 20; frames += 1) {
      await frame()
      const now = slots()
      // One that has passed stands at the end, outside of the picture, until it is taken away.
      const boxes = [...now.values()].filter(({ right }) => right > end + 0.1)
      for (const [at, a] of boxes.entries())
        for (const b of boxes.slice(at + 1))
          worst = Math.max(
            worst,
            Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)),
          )
      const moving = [...now].filter(([slot, { right }]) => before.has(slot) && right > end + 0.1)
      const steps = moving.map(([slot, { left }]) => (before.get(slot)?.left ?? 0) - left)
      if (steps.length > 0) unlike = Math.max(unlike, Math.max(...steps) - Math.min(...steps))
      before = now
    }
    return { worst, unlike }
  })
  expect(seen.worst).toBeLessThanOrEqual(0.01)
  expect(seen.unlike).toBeLessThan(0.1)
  // Where they pass, and how closely: for a screen that is loaded again and for one that is open.
  const boxes = () =>
    screen
      .locator('[data-picture] .gw-danmaku__slot')
      .evaluateAll((all) => all.map((slot) => slot.getBoundingClientRect().toJSON() as DOMRect))
  await host.controlScreens({ region: 'bottom', density: 'low' })
  await screen.reload()
  await screen.locator('.gw-danmaku__slot').nth(2).waitFor()
  const low = await boxes()
  expect(low.filter(({ top }) => top < 0.67 * 1080)).toEqual([])
  const near = low.filter((a) => low.some((b) => b !== a && b.top === a.top && b.left >= a.left && b.left - a.right < 0.359 * 1080))
  expect(near).toEqual([])
  await host.controlScreens({ region: 'top' })
  await expect.poll(async () => (await boxes()).every(({ bottom }) => bottom <= 0.33 * 1080)).toBe(true)
  const paused = await host.controlScreens({ isPaused: true })
  const report = await reported(({ picture, version, cards }) => picture === 'danmaku' && version >= paused.version && cards.length > 0)
  expect(report.panel).not.toBeNull()
  const lefts = () => screen.locator('.gw-danmaku__slot').evaluateAll((all) => all.map((slot) => slot.getBoundingClientRect().left))
  const stood = await lefts()
  await screen.evaluate(() => new Promise(requestAnimationFrame))
  expect(await lefts()).toEqual(stood)
})

test('an overlay draws a message that a host takes on an opaque card, with its code, and nothing else: all around is transparent', async () => {
  const id = await send('两个人吃饭，比一个人香。')
  const context = await venue.browser.newContext({ viewport: { width: 960, height: 540 }, locale: 'en-US', reducedMotion: 'reduce' })
  const screen = await venue.open(context, `/wall/${hosted.session.id}?overlay#token=${hosted.wallToken}`)
  await screen.locator('.overlay__entrance').waitFor()
  await host.controlScreens({ spotlight: id })
  await screen.locator('.overlay__message').waitFor()
  expect((await reported(({ picture }) => picture === 'spotlight')).cards.map((card) => card.split(' ')[0])).toEqual([id])
  const alphas = async () => {
    const measure = () =>
      screen
        .locator('.overlay__card')
        .evaluateAll((cards) =>
          cards.map((card) => card.getBoundingClientRect()).map(({ left, right, top, bottom }) => ({ left, right, top, bottom })),
        )
    const take = async () => {
      await screen.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
      const before = await measure()
      const taken = await screen.screenshot({ omitBackground: true })
      return { boxes: before, taken, isSteady: JSON.stringify(await measure()) === JSON.stringify(before) }
    }
    // A face that comes later makes a card wider.
    let now = await take()
    while (!now.isSteady) now = await take()
    const { boxes } = now
    const picture = PNG.sync.read(now.taken)
    const found = { cards: boxes.length, inside: new Set<number>(), outside: new Set<number>() }
    for (let y = 0; y < picture.height; y += 1)
      for (let x = 0; x < picture.width; x += 1) {
        const alpha = picture.data[(y * picture.width + x) * 4 + 3] as number
        if (boxes.some(({ left, right, top, bottom }) => x >= left + 1 && x < right - 2 && y >= top + 1 && y < bottom - 2))
          found.inside.add(alpha)
        else if (!boxes.some(({ left, right, top, bottom }) => x >= left - 2 && x < right + 2 && y >= top - 2 && y < bottom + 2))
          found.outside.add(alpha)
      }
    return { cards: found.cards, inside: [...found.inside], outside: [...found.outside] }
  }
  expect(await alphas()).toEqual({ cards: 2, inside: [255], outside: [0] })
  await host.controlScreens({ isBlank: true })
  await screen.locator('.overlay__card').first().waitFor({ state: 'detached' })
  expect(await alphas()).toEqual({ cards: 0, inside: [], outside: [0] })
  // The address keeps its word where the credential has left it.
  expect(screen.url()).toMatch(/\?overlay$/)
  // With the switch the latest message is on the air while none is taken.
  await host.controlScreens({ isBlank: false, spotlight: null })
  await screen.goto(`${venue.network.url}/wall/${hosted.session.id}?overlay&latest=on#token=${hosted.wallToken}`)
  await screen.locator('.overlay__message').getByText('两个人吃饭，比一个人香。').waitFor()
  await host.actOnMessage(id, 'reject', { from: 'shown' })
  await screen.locator('.overlay__message').waitFor({ state: 'detached' })
})

test('[SCREEN-4] the console draws what the screen reports, and acts on it: pause, next, enlarge a message of the queue, back', async () => {
  await send('百年好合')
  const screen = await venue.screen(hosted)
  await onScreen(screen, '百年好合').waitFor()
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  const console_ = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await console_.getByRole('tab', { name: /^Messages/ }).click()
  const card = console_.getByRole('article', { name: 'Screen', exact: true })
  await card.getByText('Messages · 1920 × 1080').waitFor()
  await card.locator('.thumbnail__card').getByText('百年好合').waitFor()
  expect(await console_.locator('.preview').count()).toBe(0)
  await card.getByRole('button', { name: 'Pause: Screen' }).click()
  await card.getByRole('button', { name: 'Go on: Screen' }).waitFor()
  await card.getByText('Paused · No messages waiting').waitFor()
  await send('永结同心')
  await card.getByText(/Paused · 1 more/).waitFor()
  await console_
    .locator('.console__health')
    .getByText(/wait \d+ s/)
    .waitFor()
  await card.getByRole('button', { name: 'Next: Screen' }).click()
  await onScreen(screen, '永结同心').waitFor()
  await console_.getByRole('button', { name: /^Enlarge: Lily, “百年/ }).click()
  await screen.locator('.spotlight').getByText('百年好合').waitFor()
  await card.getByText('Enlarged · 1920 × 1080').waitFor()
  await card.getByRole('button', { name: 'Back: Screen' }).click()
  await screen.locator('.spotlight').waitFor({ state: 'detached' })
  await screen.close()
  await card.getByText('Not connected').waitFor()
})

test('[P3] [P5] [SCREEN-4] while revealed results stand over the messages the console says so, and a press on the layout that they cover ends that at once, on every screen', async () => {
  await send('百年好合')
  const aside = await host.createCredential({ role: 'wall', name: 'Aside' })
  const endless = await venue.browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'en-US' })
  // Here no event ends by itself.
  await endless.addInitScript(() => {
    const real = window.setTimeout
    Object.assign(window, { setTimeout: (run: () => void, ms = 0) => (ms > 9_000 ? 0 : real(run, ms)) })
  })
  const screens = [
    await venue.open(endless, `/wall/${hosted.session.id}#token=${hosted.wallToken}`),
    await venue.open(endless, `/wall/${hosted.session.id}#token=${aside.token}`),
  ]
  for (const screen of screens) await onScreen(screen, '百年好合').waitFor()
  const { id } = await host.createVote({ question: 'First dance?', options: ['Waltz', 'Tango'], results: 'never' })
  await host.actOnVote(id, 'open')
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  const console_ = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  const picker = console_.getByRole('group', { name: 'Both screens' })
  const layout = (name: string) => picker.getByRole('radio', { name })
  await console_.getByRole('tab', { name: /^Votes/ }).click()
  const vote = console_.getByRole('article', { name: 'First dance?' })
  const card = console_.getByRole('article', { name: 'Aside', exact: true })
  await card.getByText('No messages waiting').waitFor()
  expect(await layout('Messages').isChecked()).toBe(true)
  // However many screens there are, their layouts are in sight.
  const bottoms = await picker.getByRole('radio').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().bottom))
  expect(bottoms.filter((bottom) => bottom > 800)).toEqual([])

  const reveal = async () => {
    await host.actOnVote(id, 'reveal')
    for (const screen of screens) await screen.locator('[data-picture="results"]').waitFor()
    await expect.poll(() => layout('Vote').isChecked()).toBe(true)
  }
  await reveal()
  await card.getByText('Results for a moment, then: Messages').waitFor()
  await card.getByRole('img', { name: 'Aside shows the vote: First dance?' }).getByText('Tango').waitFor()
  await vote.getByText('The screen is showing this vote.').waitFor()
  await layout('Messages').click()
  for (const screen of screens) await screen.locator('[data-picture="masonry"]').waitFor()
  await expect.poll(() => layout('Messages').isChecked()).toBe(true)
  await vote.getByText('The screen is showing this vote.').waitFor({ state: 'detached' })

  // A press on what is marked keeps it.
  await host.actOnVote(id, 'hide')
  await reveal()
  await layout('Vote').click()
  await expect.poll(async () => (await venue.wall.store.findSession(hosted.session.id))?.layout).toBe('results')
  await card.getByText('No messages on it now').waitFor()
  await vote.getByRole('button', { name: 'Back to the messages' }).click()
  for (const screen of screens) await screen.locator('[data-picture="masonry"]').waitFor()
})

test('[SCREEN-2] a layout that the console chooses is on every screen, whatever one of them had of its own', async () => {
  await send('百年好合')
  const screen = await venue.screen(hosted)
  await onScreen(screen, '百年好合').waitFor()
  await host.controlScreens({ layout: 'danmaku' }, { screenId: 'wall-1' })
  await screen.locator('[data-picture="danmaku"]').waitFor()
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  const console_ = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await console_.getByRole('tab', { name: /^Messages/ }).click()
  const picker = console_.getByRole('group', { name: 'Screen', exact: true })
  await expect.poll(() => picker.getByRole('radio', { name: 'Danmaku' }).isChecked()).toBe(true)
  await picker.getByRole('radio', { name: 'Messages' }).click()
  await screen.locator('[data-picture="masonry"]').waitFor()
})
