import type { HostedSession } from '@guestwall/protocol'
import type { BrowserContext, Page } from 'playwright-core'
import { OPERATOR_TOKEN } from '../support/guestwall.ts'
import { endSession, post } from '../support/http-calls.ts'
import { VoteHost } from '../support/votes.ts'
import type { Venue } from './venue.ts'

/** Opens every screen in every state that a person meets, in any language: it finds its way by roles and classes, never by words. */

export interface TourOptions {
  /** A context in the language of this tour. The tour closes it. */
  readonly context: () => Promise<BrowserContext>
  /** Called at each state with a name that is the same in every language. */
  readonly look: (name: string, page: Page) => Promise<void>
}

const LONG =
  '从大学社团的第一次排练，到今天的红毯，一路看着你们走来。要一直这么好好笑下去呀。Couldn’t fly in, but I’m watching from Lisbon with cake. Love you both. '
const WISHES = ['百年好合！', 'To many more burnt dinners and long walks.', LONG, '奶奶说：两个人吃饭，比一个人香。', LONG.repeat(2)]
const QUESTION = '今晚谁先哭？ Who will cry first tonight?'

export async function tourGuest(venue: Venue, { context, look }: TourOptions): Promise<void> {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', subtitle: '2026 · 11 · 22 · HANGZHOU' })
  const votes = new VoteHost(venue.wall.url, hosted)
  const phone = await context()
  const page = await venue.open(phone, '/')
  await page.locator('.entry__submit').waitFor()
  await look('code', page)
  await page.locator('.entry__submit').click()
  await page.locator('.problem:not(:empty)').waitFor()
  await look('code-malformed', page)
  await page.goto(`${venue.network.url}/ZZZZZZ`)
  await page.locator('.problem:not(:empty)').waitFor()
  await look('code-unknown', page)
  await page.goto(`${venue.network.url}/nothing/here`)
  await page.locator('.entry__title').first().waitFor()
  await look('missing', page)

  await page.goto(`${venue.network.url}/${hosted.session.code}`)
  await page.locator('.entry__form .field').waitFor()
  await look('join', page)
  await page.locator('.entry__form .field').fill('X')
  await page.locator('.entry__submit').click()
  await page.locator('.problem').waitFor()
  await look('join-short', page)
  await page.locator('.entry__form .field').fill('闺蜜 Lily')
  await page.locator('.entry__submit').click()
  await page.locator('.gw-composer').waitFor()
  await look('room-empty', page)
  await seed(venue, hosted)
  await page
    .locator('.gw-note')
    .nth(WISHES.length - 1)
    .waitFor()
  await page.locator('.gw-composer__field').fill('敬你们一杯，来日方长。')
  await page.locator('.gw-composer__send').click()
  await page.locator('.gw-note--own .gw-state--shown').waitFor()
  await page.locator('.gw-composer__field').fill('长'.repeat(501))
  await look('room', page)
  await page.locator('.gw-composer__field').fill('')
  await page.locator('.room__here').click()
  await page.locator('.gw-people__guest').first().waitFor()
  await look('people', page)
  await page.keyboard.press('Escape')
  await page.locator('.gw-composer__rename').click()
  await page.locator('dialog .field').waitFor()
  await look('rename', page)
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })

  await page.locator('#tab-votes').click()
  await look('votes-none', page)
  await page.locator('#tab-messages').click()
  const one = await votes.open({ question: QUESTION })
  await page.locator('.new-vote').waitFor()
  await look('new-vote', page)
  await page.locator('.new-vote__go').click()
  await page.locator('.gw-option').first().waitFor()
  await look('vote-open', page)
  await page.locator('.gw-option__input').first().check()
  await page.locator('.gw-vote .gw-state--delivered, .gw-vote .gw-state').first().waitFor()
  await page.locator('.receipt summary').click()
  await page.locator('.receipt p').first().waitFor()
  await look('vote-counted', page)
  const final = await votes.open({
    question: QUESTION,
    options: [LONG.slice(0, 50), 'Tango', 'Waltz'],
    maxChoices: 2,
    changeable: false,
    results: 'afterClose',
  })
  await page.locator('.gw-vote').nth(1).waitFor()
  await page.locator('.gw-vote').filter({ hasText: 'Tango' }).locator('.gw-option__input').nth(0).check()
  await page.locator('.gw-vote').filter({ hasText: 'Tango' }).locator('.gw-option__input').nth(1).check()
  await look('vote-final', page)
  await page.locator('.gw-vote__cast').first().click()
  await votes.act(one.id, 'close')
  await page.locator('.gw-votes__closed').waitFor()
  await look('vote-closed', page)
  await votes.act(final.id, 'close')
  await page.locator('.gw-vote').filter({ hasText: 'Tango' }).locator('.gw-tally').waitFor()
  await look('votes-closed', page)

  await page.locator('#tab-messages').click()
  await endSession(venue.wall.url, hosted, { key: 'tour-ends-it' })
  await page.locator('.ended__own').waitFor()
  await look('room-ended', page)
  await phone.close()
  const late = await context()
  const lateComer = await venue.open(late, `/${hosted.session.code}`)
  await lateComer.locator('.entry__rule').waitFor()
  await look('ended', lateComer)
  await late.close()
}

export async function tourHost(venue: Venue, { context, look }: TourOptions): Promise<void> {
  const laptop = await context()
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', subtitle: '2026 · 11 · 22 · HANGZHOU' })
  const votes = new VoteHost(venue.wall.url, hosted)
  const page = await venue.open(laptop, `/host/${hosted.session.id}`)
  await page.locator('.panel__submit').waitFor()
  await look('console-no-link', page)
  await page.goto(`${venue.network.url}/host`)
  await page.locator('input[type="password"]').fill('not the token')
  await page.locator('.panel .gw-button').click()
  await page.locator('.problem:not(:empty)').waitFor()
  await look('sign-in', page)
  await page.locator('input[type="password"]').fill(OPERATOR_TOKEN)
  await page.locator('.panel .gw-button').click()
  await page.locator('.walls__wall').first().waitFor()
  await page.locator('.panel__submit').click()
  await page.locator('.problem:not(:empty)').waitFor()
  await look('home', page)
  await page.goto(`${venue.network.url}/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.locator('.console__body').waitFor()
  await page.locator('.console__link--well').waitFor()
  await look('console-new', page)
  await seed(venue, hosted)
  await page.locator('#tab-messages').click()
  await page
    .locator('.queue__item')
    .nth(WISHES.length - 1)
    .waitFor()
  const screen = await venue.screen(hosted)
  await page.locator('.console__screens .thumbnail').waitFor()
  for (const fold of await page.locator('.console__screens .fold > summary').all()) await fold.click()
  await page.locator('.life .two-step__ask').click()
  await page.locator('.life .two-step__confirm:not([aria-disabled="true"])').waitFor()
  await page.locator('.queue-row__select').nth(1).click()
  await look('console', page)
  await page.locator('.queue-row__more').first().click()
  await page.locator('dialog .two-step__ask').click()
  await page.locator('dialog .two-step__confirm:not([aria-disabled="true"])').waitFor()
  await look('console-message', page)
  // From the question back to the sheet, and out of it.
  await page.keyboard.press('Escape')
  await page.locator('dialog .two-step__ask').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.locator('.key-sheet').waitFor()
  await look('console-keys', page)
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('r')
  await page.locator('.undo-strip__offer').waitFor()
  await look('console-undo', page)
  // The screens are a part of their own on a phone alone.
  await page.setViewportSize({ width: 390, height: 844 })
  await page.locator('.screen-strip__screen').click()
  await page.locator('dialog .thumbnail').waitFor()
  await look('console-screen', page)
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await screen.context().close()
  await page.locator('#tab-share').click()
  for (const fold of await page.locator('#panel-share .fold > summary').all()) await fold.click()
  await look('console-share', page)
  await page.locator('#tab-votes').click()
  await look('console-votes-none', page)
  await page.locator('.votes__head .gw-button').first().click()
  await page.locator('.vote-form').waitFor()
  await page.locator('.vote-form .choices').nth(1).locator('input').nth(1).check({ force: true })
  await page.locator('.vote-form button[type="submit"]').click()
  await page.locator('.vote-form .problem:not(:empty)').waitFor()
  await look('console-vote-form', page)
  await page.locator('.vote-form__actions .gw-button').last().click()
  await votes.create({ question: QUESTION, options: [LONG.slice(0, 50), 'Tango', 'Waltz'] })
  const vote = await votes.open({ question: QUESTION, results: 'afterClose' })
  const { token } = await venue.wall.join(hosted.session.id, 'By post')
  await send(
    'PUT',
    `${venue.wall.url}/api/realtime/votes/${vote.id}/ballot`,
    { key: 'tour-ballot-1', optionIds: [vote.options[0]?.id] },
    token,
  )
  await page.locator('.host-vote__void').waitFor()
  await page.locator('.host-vote__void summary').click()
  await look('console-votes', page)
  await page.locator('.take-home').click()
  await page.locator('.take-home__list').waitFor()
  await look('console-take-home', page)
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await page.locator('.host-vote--open .host-vote__actions .gw-button').first().click()
  await page.locator('.host-vote--closed').waitFor()
  await page.locator('.votes__done .gw-button').waitFor()
  await look('console-vote-closed', page)
  await laptop.close()
}

export async function tourWall(venue: Venue, { context, look }: TourOptions): Promise<void> {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', subtitle: '2026 · 11 · 22 · HANGZHOU' })
  const votes = new VoteHost(venue.wall.url, hosted)
  const projector = await context()
  const page = await venue.open(projector, `/wall/${hosted.session.id}`)
  await page.locator('.join-facts__code').waitFor()
  await look('wall-no-link', page)
  await page.goto(`${venue.network.url}/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  await page.reload()
  await page.locator('.idle').waitFor()
  await look('wall-idle', page)
  await seed(venue, hosted)
  await page.locator('.gw-wall__slot').nth(1).waitFor()
  const vote = await votes.open({ question: QUESTION, results: 'always' })
  await page.locator('.vote-sign').waitFor()
  await look('wall-messages', page)
  await page.keyboard.press('q')
  await page.locator('.qr-screen').waitFor()
  await look('wall-qr', page)
  await page.keyboard.press('q')
  await page.keyboard.press('h')
  await page.locator('dialog').waitFor()
  await look('wall-keys', page)
  await page.keyboard.press('Escape')
  await page.mouse.move(300, 300)
  await page.mouse.move(320, 320)
  await look('wall-toolbar', page)
  const change = (body: object) => send('PATCH', `${venue.wall.url}/api/host/sessions/${hosted.session.id}`, body, hosted.hostToken)
  await change({ layout: 'idle' })
  await page.locator('.idle').waitFor()
  await look('wall-idle-vote', page)
  await change({ layout: 'results' })
  await page.locator('.gw-results').waitFor()
  const { token } = await venue.wall.join(hosted.session.id, 'By post')
  await send(
    'PUT',
    `${venue.wall.url}/api/realtime/votes/${vote.id}/ballot`,
    { key: 'tour-ballot-2', optionIds: [vote.options[0]?.id] },
    token,
  )
  await page.locator('.gw-share__percent').first().waitFor()
  await look('wall-results', page)
  await votes.act(vote.id, 'hide')
  await page.locator('.gw-share__percent').first().waitFor({ state: 'detached' })
  await look('wall-results-hidden', page)
  await endSession(venue.wall.url, hosted, { key: 'tour-ends-it' })
  await page.locator('.side-panel').waitFor({ state: 'detached' })
  await look('wall-ended', page)
  await projector.close()
}

async function seed(venue: Venue, hosted: HostedSession): Promise<void> {
  const { token } = await venue.wall.join(hosted.session.id, '舅舅 老周')
  for (const [at, content] of WISHES.entries()) {
    const body = { session: hosted.session.id, key: `tour-wish-${at}`, content, guestName: '舅舅 老周' }
    await post(`${venue.wall.url}/api/realtime/messages`, body, token)
  }
}

async function send(method: 'PATCH' | 'PUT', url: string, body: object, token: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
}
