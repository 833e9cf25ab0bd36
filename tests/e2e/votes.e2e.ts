import type { CreateVoteBody, HostedSession, Vote } from '@guestwall/protocol'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousFindings, seriousFindingsInEveryTheme } from '../support/axe.ts'
import { post } from '../support/http-calls.ts'
import { GuestPage, intercept, letThrough, openVenue, stopClock, type Venue } from './venue.ts'

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

const DANCE = { question: 'First dance?', options: ['Waltz', 'Tango', 'Cha-cha'] }

type VoteWords = Omit<CreateVoteBody, 'key'>
let votesMade = 0

/** A vote made and opened by another host than the one on the screen. */
async function openVote(hosted: HostedSession, body: VoteWords = DANCE): Promise<Vote> {
  const { vote } = await makeVote(hosted, body)
  return turn(hosted, vote, 'open')
}

function makeVote(hosted: HostedSession, words: VoteWords): Promise<{ vote: Vote }> {
  const body = { key: `e2e-vote-${(votesMade += 1)}`, ...words }
  return post(`${venue.wall.url}/api/host/sessions/${hosted.session.id}/votes`, body, hosted.hostToken)
}

async function turn(hosted: HostedSession, { id }: Vote, action: string): Promise<Vote> {
  return (await post<{ vote: Vote }>(`${venue.wall.url}/api/host/votes/${id}/${action}`, {}, hosted.hostToken)).vote
}

async function setLayout(hosted: HostedSession, layout: string): Promise<void> {
  const response = await fetch(`${venue.wall.url}/api/host/sessions/${hosted.session.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${hosted.hostToken}` },
    body: JSON.stringify({ layout }),
  })
  expect(response.ok).toBe(true)
}

/** A ballot of a guest who has no page. */
async function cast(hosted: HostedSession, vote: Vote, at: readonly number[]): Promise<void> {
  const { token } = await venue.wall.join(hosted.session.id, 'By post')
  const response = await fetch(`${venue.wall.url}/api/realtime/votes/${vote.id}/ballot`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      key: `key-${Math.random().toString(36).slice(2)}-ballot`,
      optionIds: at.map((index) => vote.options[index]?.id),
    }),
  })
  expect(response.status).toBe(200)
}

/** A guest's page on its votes. */
async function joinVoting(hosted: HostedSession, name: string, context?: BrowserContext): Promise<Page> {
  const { page } = await GuestPage.join(venue, hosted, name, context)
  await page.getByRole('tab', { name: /^Votes/ }).click()
  return page
}

/** The rows of the results as a phone or the console has them: option, votes, share. */
async function tableOf(page: Page): Promise<string[][]> {
  const rows = page.getByRole('table').first().locator('tbody tr')
  return rows.evaluateAll((all) =>
    all.map((row) => [
      row.querySelector('th')?.firstElementChild?.textContent ?? '',
      ...[...row.querySelectorAll('td')].map((cell) => cell.textContent ?? ''),
    ]),
  )
}

/** Waits until what moves or fades has come to its place. */
async function settled(screen: Page): Promise<void> {
  await screen.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))))
}

/** Text and bar of each option on the wall; the length of a bar is measured, in percent of its track. */
async function barsOf(screen: Page): Promise<string[][]> {
  await settled(screen)
  return screen.locator('.gw-results__option').evaluateAll((options) =>
    options.map((option) => {
      const [track, fill] = [option.querySelector('.gw-share'), option.querySelector('.gw-share__fill')]
      const [outer, inner] = [track?.getBoundingClientRect(), fill?.getBoundingClientRect()]
      const part = outer === undefined || inner === undefined ? Number.NaN : (inner.right - outer.left) / outer.width
      return [
        option.querySelector('.gw-share__label')?.textContent ?? '',
        Number.parseInt(option.querySelector('.gw-share__count')?.textContent ?? '', 10).toString(),
        option.querySelector('.gw-share__percent')?.textContent ?? '',
        `${Math.round(part * 100)}%`,
      ]
    }),
  )
}

function desktop(viewport = { width: 1280, height: 800 }): Promise<BrowserContext> {
  return venue.browser.newContext({ viewport, locale: 'en-US', acceptDownloads: true })
}

async function consoleOf(hosted: HostedSession, context?: BrowserContext): Promise<Page> {
  return venue.open(context ?? (await desktop()), `/host/${hosted.session.id}#token=${hosted.hostToken}`)
}

async function votesOf(console_: Page): Promise<Locator> {
  await console_.getByRole('tab', { name: /^Votes/ }).click()
  return console_.getByRole('tabpanel', { name: /^Votes/ })
}

test('[G6] [G7] [P5] [H5] a host asks, two phones answer, one changes its mind; after the close phones, wall and console agree', async () => {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', layout: 'results' })
  const [screen, console_] = [await venue.screen(hosted), await consoleOf(hosted)]
  const [lily, zhou] = [await joinVoting(hosted, 'Lily'), await joinVoting(hosted, 'Uncle Zhou')]
  await lily.getByText('No vote is open right now.').waitFor()
  await screen.getByText('Write the first wish').first().waitFor()

  const desk = await votesOf(console_)
  await desk.getByRole('button', { name: 'New vote' }).click()
  await desk.getByRole('textbox', { name: 'Question' }).fill('First dance?')
  await desk.getByRole('textbox', { name: 'Option 1' }).fill('Waltz')
  await desk.getByRole('textbox', { name: 'Option 2' }).fill('Tango')
  await desk.getByRole('textbox', { name: 'Option 2' }).press('Enter')
  await desk.getByRole('textbox', { name: 'Option 3' }).fill('Cha-cha')
  await desk.getByRole('radio', { name: 'When it closes' }).check()
  await desk.getByRole('button', { name: 'Open it now' }).click()
  const entry = desk.getByRole('article', { name: 'First dance?' })
  await entry.getByText('Open', { exact: true }).waitFor()

  await lily.getByText('You can change it until the vote closes.').waitFor()
  await lily.getByText('The results come when the vote closes.').waitFor()
  await lily.getByRole('radio', { name: 'Waltz' }).check()
  await zhou.getByRole('radio', { name: 'Waltz' }).check()
  await lily.getByText('Vote counted', { exact: true }).waitFor()
  await zhou.getByText('Vote counted', { exact: true }).waitFor()
  await screen.getByText('people have voted').waitFor()
  // The host sees the count while nobody else does.
  await expect
    .poll(() => tableOf(console_))
    .toEqual([
      ['Waltz', '2', '100%'],
      ['Tango', '0', '0%'],
      ['Cha-cha', '0', '0%'],
    ])
  await entry.getByText('2 ballots').waitFor()
  await entry.getByText('100% of the number here now').waitFor()
  await entry.getByText('The wall shows only how many voted; the results come when the vote closes.').waitFor()
  expect(await lily.getByRole('table').count()).toBe(0)

  await zhou.getByRole('radio', { name: 'Tango' }).check()
  await expect.poll(() => tableOf(console_).then((rows) => rows.map((row) => row[1]))).toEqual(['1', '1', '0'])
  expect(await zhou.getByRole('radio', { name: 'Tango' }).isChecked()).toBe(true)

  await entry.getByRole('button', { name: 'Close the vote' }).click()
  await entry.getByText('Closed', { exact: true }).waitFor()
  const expected = [
    ['Waltz', '1', '50%'],
    ['Tango', '1', '50%'],
    ['Cha-cha', '0', '0%'],
  ]
  for (const page of [lily, zhou, console_]) await expect.poll(() => tableOf(page)).toEqual(expected)
  expect(await barsOf(screen)).toEqual(expected.map((row) => [...row, row[2]]))
  await screen.getByText('Voting has closed').waitFor()
  // Each finds its own choice by a word.
  await lily.getByRole('row', { name: /Waltz.*your vote/ }).waitFor()
  await zhou.getByRole('row', { name: /Tango.*your vote/ }).waitFor()

  await entry.getByRole('button', { name: 'Hide the results' }).click()
  await lily.getByText('The host will show the results.').waitFor()
  await expect.poll(() => screen.locator('.gw-share__fill').count()).toBe(0)
  await entry.getByRole('button', { name: 'Show the results' }).click()
  await expect.poll(() => tableOf(lily)).toEqual(expected)
  await lily.reload()
  await lily.getByRole('tab', { name: /^Votes/ }).click()
  await lily.getByRole('row', { name: /Waltz.*your vote/ }).waitFor()
})

test('[G6] a ballot that arrives after the close is refused with that reason, and is not counted', async () => {
  const hosted = await venue.wall.createSession({ title: 'Late' })
  const vote = await openVote(hosted)
  venue.network.upgrades = 'hang'
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const context = await venue.phone()
  await context.route('**/api/realtime/votes/*/ballot', async (route) => {
    await held
    await route.continue()
  })
  const page = await joinVoting(hosted, 'Too late', context)
  await page.getByRole('radio', { name: 'Waltz' }).check()
  // At once on the phone, before any answer.
  expect(await page.getByRole('radio', { name: 'Waltz' }).isChecked()).toBe(true)
  await page.getByText('Sending', { exact: true }).waitFor()
  const closed = await turn(hosted, vote, 'close')
  letGo()
  const words = 'The vote closed before your vote arrived: it was not counted.'
  await page.getByRole('article', { name: 'First dance?' }).getByText(words).waitFor()
  await page.getByRole('status').filter({ hasText: words }).waitFor({ state: 'attached' })
  expect(closed.tally?.ballots).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'OK' }).click()
  await page.getByText('You did not vote here.').waitFor()
  venue.network.upgrades = 'pass'
})

test('[G6] a final choice is cast with a press, and several are one ballot', async () => {
  const hosted = await venue.wall.createSession({ title: 'Final' })
  const vote = await openVote(hosted, { ...DANCE, maxChoices: 2, changeable: false })
  const page = await joinVoting(hosted, 'Decided')
  await page.getByText('Choose up to 2. Once submitted, they can’t be changed.').waitFor()
  await page.getByRole('checkbox', { name: 'Waltz' }).check()
  await page.getByText('1 more to choose').waitFor()
  await page.getByText('Not submitted yet').waitFor()
  await page.getByRole('checkbox', { name: 'Tango' }).check()
  expect(await page.getByRole('checkbox', { name: 'Cha-cha' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Submit (can’t be changed)' }).click()
  await page.getByText('Vote counted', { exact: true }).waitFor()
  expect(await page.getByRole('checkbox').count()).toBe(0)
  // The focus did not fall off the page with the button.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('First dance?')
  await expect
    .poll(() => tableOf(page))
    .toEqual([
      ['Waltz', '1', '100%'],
      ['Tango', '1', '100%'],
      ['Cha-cha', '0', '0%'],
    ])
  await page.getByText('My receipt').click()
  const code = await page.locator('code').textContent()
  expect(code).toMatch(/^1-[0-9a-f]{12}$/)
  expect((await turn(hosted, vote, 'close')).tally?.ballots).toBe(1)
})

test('[G6] a vote that opens while somebody writes is noticed, and neither focus nor draft is touched', async () => {
  const hosted = await venue.wall.createSession({ title: 'Writing' })
  const { page } = await GuestPage.join(venue, hosted, 'Poet')
  const field = page.getByLabel('Your message')
  await field.pressSequentially('Half a ')
  await openVote(hosted)
  await page.getByRole('tab', { name: 'Votes, 1 open' }).waitFor()
  await page.getByText('New vote: First dance?').first().waitFor()
  await field.pressSequentially('wish', { delay: 20 })
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(await field.inputValue()).toBe('Half a wish')
  await page.getByRole('button', { name: 'Vote now' }).click()
  await page.getByRole('radio', { name: 'Waltz' }).waitFor()
  expect(await page.getByRole('tab', { name: 'Votes, 1 open' }).evaluate((element) => element === document.activeElement)).toBe(true)
  expect(await page.getByRole('button', { name: 'Vote now' }).count()).toBe(0)
  await page.getByRole('tab', { name: /^Messages/ }).click()
  expect(await field.inputValue()).toBe('Half a wish')
})

test('[P5] [G7] hidden results hint at nothing, on the wall and on the phone', async () => {
  const hosted = await venue.wall.createSession({ title: 'Hidden', layout: 'results' })
  const [screen, page] = [await venue.screen(hosted), await joinVoting(hosted, 'Curious')]
  const vote = await openVote(hosted, { ...DANCE, results: 'never' })
  for (let count = 0; count < 3; count += 1) await cast(hosted, vote, [1])
  await screen.getByText('people have voted').waitFor()
  await expect.poll(() => screen.locator('.gw-results__voters').textContent()).toBe('3 people have voted')
  await page.getByRole('radio', { name: 'Cha-cha' }).check()
  await page.getByText('Vote counted', { exact: true }).waitFor()
  await expect.poll(() => screen.locator('.gw-results__voters').textContent()).toBe('4 people have voted')
  const options = await screen.locator('.gw-results__option').evaluateAll((all) =>
    all.map((option) => ({
      html: option.outerHTML.replace(option.textContent ?? '', ''),
      weight: getComputedStyle(option.querySelector('.gw-share__label') as Element).fontWeight,
      text: option.textContent,
    })),
  )
  expect(options.map(({ text }) => text)).toEqual(DANCE.options)
  expect(new Set(options.map(({ html, weight }) => `${html}${weight}`)).size).toBe(1)
  expect(await screen.locator('.gw-results').innerHTML()).not.toMatch(/%|gw-share__fill|<svg/)
  const card = page.getByRole('article', { name: 'First dance?' })
  expect(await card.innerHTML()).not.toMatch(/<table|gw-bar|%|have voted/)
  await page.getByText('The host will show the results.').waitFor()
  // The page has received no more than it shows.
  await turn(hosted, vote, 'close')
  await card.getByText('Vote closed').waitFor()
  expect(await card.innerHTML()).not.toMatch(/<table|gw-bar|%/)
})

test('[Access] a screen reader announces a new vote, its count, close and results once each, and a guest votes by keyboard', async () => {
  const hosted = await venue.wall.createSession({ title: 'Keys' })
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  const { page } = await GuestPage.join(venue, hosted, 'Keys only', context)
  // A vote in the first snapshot is not announced.
  await page.getByText('Nothing here yet.').waitFor()
  // Everything that a live region says, in order.
  await page.evaluate(() => {
    const said: string[] = []
    Object.assign(window, { said })
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest('[role=status]')
        if (addedNodes.length > 0 && region?.textContent) said.push(region.textContent)
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
  const vote = await openVote(hosted, { ...DANCE, results: 'afterClose' })
  await page.getByRole('status').filter({ hasText: 'New vote: First dance?' }).waitFor({ state: 'attached' })
  const press = async (key: string, until: Locator) => {
    for (let presses = 0; presses < 20; presses += 1) {
      if (await until.evaluate((element) => element === document.activeElement)) return
      await page.keyboard.press(key)
    }
    throw new Error(`${key} does not lead there`)
  }
  await press('Shift+Tab', page.getByRole('tab', { name: /^Messages/ }))
  await page.keyboard.press('ArrowRight')
  expect(await page.getByRole('tab', { name: /^Votes/ }).getAttribute('aria-selected')).toBe('true')
  const group = page.getByRole('radiogroup', { name: 'First dance?' })
  await press('Tab', group.getByRole('radio', { name: 'Waltz' }))
  expect(await group.evaluate((element) => document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent)).toMatch(
    /change it until the vote closes/,
  )
  // Passing two options is no vote for either.
  await Promise.all([page.keyboard.press('ArrowDown'), page.keyboard.press('ArrowDown')])
  await page.getByRole('status').filter({ hasText: 'Vote counted: Cha-cha' }).waitFor({ state: 'attached' })
  expect(await group.getByRole('radio', { name: 'Cha-cha' }).isChecked()).toBe(true)
  await page.getByText('My receipt').click()
  await page.getByText('Your receipt comes with the results.').waitFor()
  const closed = await turn(hosted, vote, 'close')
  expect(closed.tally?.counts).toEqual({
    [closed.options[2]?.id ?? '']: 1,
    [closed.options[0]?.id ?? '']: 0,
    [closed.options[1]?.id ?? '']: 0,
  })
  await page
    .getByRole('status')
    .filter({ hasText: 'Vote closed: First dance? The results are here: First dance?' })
    .waitFor({ state: 'attached' })
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said)
  expect(said.filter((text) => /vote|choice|results/i.test(text))).toEqual([
    'New vote: First dance?',
    'Vote counted: Cha-cha',
    'Vote closed: First dance? The results are here: First dance?',
  ])
  await context.close()
})

test('[Access] [H5] a host does all of it with the keyboard, and can take each act back', async () => {
  const hosted = await venue.wall.createSession({ title: 'Desk' })
  const screen = await venue.screen(hosted)
  const console_ = await consoleOf(hosted)
  const desk = await votesOf(console_)
  const press = async (name: string) => {
    await desk.getByRole('button', { name, exact: true }).focus()
    await console_.keyboard.press('Enter')
  }
  await press('New vote')
  await console_.locator('input:focus, textarea:focus').waitFor()
  await console_.keyboard.type('Dessert?')
  await console_.keyboard.press('Tab')
  await console_.keyboard.type('Cake')
  await console_.keyboard.press('Enter')
  await desk.getByRole('textbox', { name: 'Option 2' }).and(console_.locator(':focus')).waitFor()
  await console_.keyboard.type('Ice')
  await press('Save draft')
  const entry = desk.getByRole('article', { name: 'Dessert?' })
  await entry.getByText('Draft', { exact: true }).waitFor()
  await entry.getByText('Nobody sees this vote yet.').waitFor()
  await press('Open the vote')
  await entry.getByText('Open', { exact: true }).waitFor()
  await press('Close the vote')
  await entry.getByText('Closed', { exact: true }).waitFor()
  await desk.getByRole('status').filter({ hasText: 'Closed' }).waitFor()
  await press('Undo')
  await entry.getByText('Open', { exact: true }).waitFor()
  await press('Hide the results')
  await entry.getByText('You have hidden the results: the wall shows only how many voted.').waitFor()
  await press('Undo')
  await entry.getByText('Everybody sees the results.').waitFor()
  await press('Close the vote')
  await entry.getByText('Closed', { exact: true }).waitFor()
  await press('Run again')
  // The old one stays.
  await expect.poll(() => desk.getByRole('article', { name: 'Dessert?' }).count()).toBe(2)
  await press('Undo')
  // Nothing is left of the new one (VOTE-6).
  await expect.poll(() => desk.getByRole('article', { name: 'Dessert?' }).count()).toBe(1)
  await press('Run again')
  await expect.poll(() => desk.getByRole('article', { name: 'Dessert?' }).count()).toBe(2)
  // The earlier one is shown, and stays closed (VOTE-7).
  await entry.last().getByRole('button', { name: 'Show on screen' }).focus()
  await console_.keyboard.press('Enter')
  await entry.filter({ hasText: 'The screen is showing this vote.' }).getByText('Closed', { exact: true }).waitFor()
  // Without a screen none shows it.
  await screen.context().close()
  await entry.getByText('The screen is showing this vote.').waitFor({ state: 'detached' })
  await console_.context().close()
})

test('[H5] somebody else was faster: the console says so, and what was written stays', async () => {
  const hosted = await venue.wall.createSession({ title: 'Two hosts' })
  const vote = await openVote(hosted)
  const console_ = await consoleOf(hosted)
  const desk = await votesOf(console_)
  await desk.getByRole('button', { name: 'Edit' }).click()
  await desk.getByRole('button', { name: 'Add an option' }).click()
  // The new field has the focus with the next picture, sooner than a person types.
  await desk.getByRole('textbox', { name: 'Option 4' }).and(console_.locator(':focus')).waitFor()
  await console_.keyboard.type('Polka')
  await cast(hosted, vote, [0])
  await desk.getByRole('button', { name: 'Save' }).click()
  await console_.getByRole('alert').filter({ hasText: 'Somebody else has already done this.' }).waitFor()
  expect(await desk.getByRole('textbox', { name: 'Option 4' }).inputValue()).toBe('Polka')
  await console_.context().close()
})

test('when the host voids the ballots of guests who joined in the last minutes the count falls at once, and the guest’s page says so', async () => {
  const hosted = await venue.wall.createSession({ title: 'Voided' })
  const vote = await openVote(hosted)
  const { token } = await venue.wall.join(hosted.session.id, 'Late')
  const castOnce = (key: string) =>
    fetch(`${venue.wall.url}/api/realtime/votes/${vote.id}/ballot`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ key, optionIds: [vote.options[0]?.id] }),
    })
  expect((await castOnce('before-void')).status).toBe(200)
  const console_ = await consoleOf(hosted)
  const desk = await votesOf(console_)
  await desk.getByText('1 ballot').waitFor()
  await desk.getByText('Votes that should not count').click()
  await desk.getByRole('button', { name: 'Do not count these votes' }).click()
  await desk.getByText('0 ballots').waitFor()
  expect((await castOnce('after-void')).status).toBe(409)
  await console_.context().close()
})

test('[H5] [H8] exports come as files, and the credential is in no address', async () => {
  const hosted = await venue.wall.createSession({ title: 'Export' })
  await openVote(hosted)
  const context = await desktop()
  const exports = await intercept(context, '**/export?*')
  const console_ = await consoleOf(hosted, context)
  const asked: { url: string; authorization: string | undefined }[] = []
  exports.handle = async (route) => {
    asked.push({ url: route.request().url(), authorization: route.request().headers()['authorization'] })
    await route.fulfill({
      contentType: 'text/csv',
      headers: { 'content-disposition': 'attachment; filename="votes.csv"' },
      body: 'a,b\r\n',
    })
  }
  await console_.getByRole('button', { name: 'Take home' }).click()
  const desk = console_.getByRole('dialog')
  const [download] = await Promise.all([
    console_.waitForEvent('download'),
    desk.getByRole('button', { name: 'Download: Results, as CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('votes.csv')
  expect(asked).toEqual([
    {
      url: expect.stringContaining(`/api/host/sessions/${hosted.session.id}/export?what=votes&format=csv`) as string,
      authorization: `Bearer ${hosted.hostToken}`,
    },
  ])
  expect(asked[0]?.url).not.toContain(hosted.hostToken)
  exports.handle = letThrough
  const [record] = await Promise.all([
    console_.waitForEvent('download'),
    desk.getByRole('button', { name: 'Download: Record of the count, as JSON' }).click(),
  ])
  expect(record.suggestedFilename()).toMatch(/-Audit-.*\.json$/)
  await console_.context().close()
})

/** Presses a host's key twice, as the screen asks, by the page's own clock: however slow this machine is. */
async function confirmKey(page: Page, key: string, question: string): Promise<void> {
  await stopClock(page)
  await page.keyboard.press(key)
  await page.getByText(question).waitFor()
  await page.clock.runFor(1_000)
  await page.keyboard.press(key)
  await page.clock.resume()
}

test('[P9] Space and Enter on the wall are the host’s, where this browser is one; elsewhere they are not listed and do nothing', async () => {
  const hosted = await venue.wall.createSession({ title: 'Keys of the wall', layout: 'results' })
  const { vote } = await makeVote(hosted, { ...DANCE, results: 'never' })
  const stranger = await venue.screen(hosted)
  await stranger.getByText('Write the first wish').first().waitFor()
  await stranger.keyboard.press('Space')
  await stranger.keyboard.press('h')
  await stranger.getByRole('dialog').waitFor()
  expect(await stranger.getByText('Open or close the vote').count()).toBe(0)

  const console_ = await consoleOf(hosted)
  await (await votesOf(console_)).getByText('Draft', { exact: true }).waitFor()
  await console_.context().clock.install()
  const screen = await venue.open(console_.context(), `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  await screen.getByText('Write the first wish').first().waitFor()
  await confirmKey(screen, 'Space', 'Press Space again to open the vote')
  await screen.getByText('Voting is open').waitFor()
  await cast(hosted, vote, [1])
  await screen.getByText('person has voted').waitFor()
  await confirmKey(screen, 'Enter', 'Press Enter again to show the results')
  await expect.poll(() => barsOf(screen).then((bars) => bars.map((bar) => bar[2]))).toEqual(['0%', '100%', '0%'])
  await screen.getByText('leading').waitFor({ state: 'attached' })
  await confirmKey(screen, 'Enter', 'Press Enter again to hide the results')
  await expect.poll(() => screen.locator('.gw-share__fill').count()).toBe(0)
  await confirmKey(screen, 'Space', 'Press Space again to close this vote')
  await screen.getByText('Voting has closed').waitFor()
  await screen.keyboard.press('q')
  await screen.keyboard.press('Enter')
  await screen.getByText('No vote is on this one').waitFor()
  await screen.keyboard.press('q')
  await screen.keyboard.press('h')
  await screen.getByText('Open or close the vote').waitFor()
  await console_.context().close()
  await stranger.context().close()
})

test('[P3] [P5] while the wall shows messages an open vote has a quiet sign beside them, and results that are revealed stand over them', async () => {
  const hosted = await venue.wall.createSession({ title: 'Sign' })
  const guest = await GuestPage.join(venue, hosted, 'Writer')
  await guest.write('A wish')
  const screen = await venue.screen(hosted)
  await screen.getByText('A wish').first().waitFor()
  const options = ['Waltz', 'Tango', '广场舞，全场一起跳，跳到保安来赶人为止']
  const vote = await openVote(hosted, { ...DANCE, options })
  await cast(hosted, vote, [0])
  const sign = screen.locator('.vote-sign')
  await sign.getByText('First dance?').waitFor()
  await sign.getByText('100%').waitFor()
  // A long label leaves its figure on the screen, and those of the others.
  const bars = await sign.locator('.gw-share').evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().right))
  expect([bars.length, bars.filter((right) => right > 1920)]).toEqual([options.length, []])
  const box = await sign.boundingBox()
  expect((box?.x ?? 0) + (box?.width ?? 9_999)).toBeLessThanOrEqual(1920)
  expect((box?.y ?? 0) + (box?.height ?? 9_999)).toBeLessThanOrEqual(1080)
  await turn(hosted, vote, 'close')
  await sign.waitFor({ state: 'detached' })
  // Results that a host reveals are an event: they stand over the messages, which go on where they were.
  const secret = await openVote(hosted, { ...DANCE, question: 'Which cake?', results: 'never' })
  await sign.getByText('Which cake?').waitFor()
  await cast(hosted, secret, [1])
  await turn(hosted, secret, 'close')
  await sign.waitFor({ state: 'detached' })
  const wall = screen.locator('.gw-wall')
  await wall.evaluate((element) => Object.assign(element, { isTheSame: true }))
  await turn(hosted, secret, 'reveal')
  await screen.locator('[data-picture="results"] .gw-results').getByText('Which cake?').waitFor()
  expect(await wall.evaluate((element) => getComputedStyle(element).visibility)).toBe('hidden')
  await turn(hosted, secret, 'hide')
  await screen.locator('[data-picture="masonry"]').waitFor()
  expect(await wall.evaluate((element) => [getComputedStyle(element).visibility, 'isTheSame' in element])).toEqual(['visible', true])
})

test.each([
  ['twenty words', Array.from({ length: 20 }, (_, at) => `Option number ${at + 1}`)],
  ['twenty long ones', Array.from({ length: 20 }, (_, at) => `${at + 1} ${'很长的选项'.repeat(18)}`)],
  ['four long ones', Array.from({ length: 4 }, (_, at) => `${at + 1} ${'a promise to be kept '.repeat(4)}`)],
])('[P1] [P5] %s fit the wall, no text smaller than the room can read, bars by transform alone', async (_name, options) => {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', layout: 'results' })
  const vote = await openVote(hosted, { question: 'Where shall we all go next year?', options })
  await cast(hosted, vote, [3])
  const screen = await venue.screen(hosted)
  await screen.locator('.gw-share__fill').first().waitFor()
  const seen = await screen.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('.gw-results, .gw-results *')].filter(
      (element) => element.closest('.gw-unseen') === null,
    )
    const texts = all.filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== ''))
    const fill = getComputedStyle(document.querySelector('.gw-share__fill') as Element)
    return {
      smallest: Math.min(...texts.map((element) => Number.parseFloat(getComputedStyle(element).fontSize))) / innerHeight,
      bottom: Math.max(...texts.map((element) => element.getBoundingClientRect().bottom)),
      right: Math.max(...texts.map((element) => element.getBoundingClientRect().right)),
      // Two texts that lie over each other.
      squeezed: [...document.querySelectorAll('.gw-share > .gw-share__texts')].filter((line) => line.scrollWidth > line.clientWidth + 1)
        .length,
      moves: fill.transitionProperty,
      durationMs: Number.parseFloat(fill.transitionDuration) * 1_000,
    }
  })
  expect(seen.smallest).toBeGreaterThanOrEqual(0.0239)
  expect(seen.bottom).toBeLessThanOrEqual(1080)
  expect(seen.right).toBeLessThanOrEqual(1920)
  expect(seen.squeezed).toBe(0)
  expect(seen.moves).toBe('transform')
  expect(seen.durationMs).toBeLessThanOrEqual(400)
  await screen.context().close()
})

test.each([
  [320, 640],
  [320, 256],
])('[G2] at %i × %i the votes are not cut at the side, and what is tapped is at least 44 px', async (width, height) => {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', subtitle: '2026 · 11 · 22' })
  await openVote(hosted, {
    ...DANCE,
    options: ['Waltz', 'OneVeryLongWordThatNoBrowserBreaksByItselfUnlessItHasTo', '华尔兹'],
    maxChoices: 2,
  })
  const context = await venue.phone({ width, height })
  const { page } = await GuestPage.join(venue, hosted, 'Small', context)
  await page.getByRole('tab', { name: /^Votes/ }).click()
  await page.getByRole('checkbox', { name: 'Waltz' }).check()
  await page.getByRole('button', { name: 'Submit vote' }).click()
  await page.getByText('Vote counted', { exact: true }).waitFor()
  await page.getByRole('table').waitFor()
  const { overflow, small } = await page.evaluate(() => ({
    overflow: Math.max(
      document.documentElement.scrollWidth - innerWidth,
      ...[...document.querySelectorAll('.gw-votes')].map((box) => box.scrollWidth - box.clientWidth),
    ),
    small: [...document.querySelectorAll('button, a, summary, .gw-option')]
      .map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 44 || box.width < 44))
      .map(({ name, box }) => `${name} ${Math.round(box.width)}×${Math.round(box.height)}`),
  }))
  expect(overflow).toBeLessThanOrEqual(0)
  expect(small).toEqual([])
  await context.close()
})

describe('[Access] axe finds nothing serious in any theme', () => {
  test('on a phone with an open, a hidden and a closed vote, and a receipt', async () => {
    const hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
    const page = await joinVoting(hosted, 'Lily')
    expect(await seriousFindingsInEveryTheme(page)).toEqual([])
    const closed = await openVote(hosted, { ...DANCE, question: 'Dessert?' })
    await page.getByRole('radio', { name: 'Waltz' }).check()
    await page.getByText('Vote counted', { exact: true }).waitFor()
    await turn(hosted, closed, 'close')
    await page.getByText('Closed votes').waitFor()
    await openVote(hosted, { ...DANCE, maxChoices: 2, results: 'afterVoting' })
    await page.getByRole('checkbox', { name: 'Waltz' }).check()
    await page.getByRole('checkbox', { name: 'Tango' }).check()
    expect(await seriousFindingsInEveryTheme(page)).toEqual([])
    await page.getByRole('button', { name: 'Submit vote' }).click()
    await page.getByText('Vote counted', { exact: true }).first().waitFor()
    await page.getByText('My receipt').first().click()
    await page.locator('code').first().waitFor()
    expect(await seriousFindingsInEveryTheme(page)).toEqual([])
    await page.context().close()
  })

  test('on the wall with results, hidden and shown', async () => {
    const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', layout: 'results' })
    const vote = await openVote(hosted, { ...DANCE, results: 'never' })
    await cast(hosted, vote, [0])
    const screen = await venue.screen(hosted)
    await screen.getByText('person has voted').waitFor()
    // A text that fades has less contrast meanwhile.
    await screen.locator('.toolbar--hidden').waitFor({ state: 'attached' })
    expect(await seriousFindingsInEveryTheme(screen)).toEqual([])
    await turn(hosted, vote, 'reveal')
    await screen.locator('.gw-share__fill').first().waitFor()
    expect(await seriousFindingsInEveryTheme(screen)).toEqual([])
    await setLayout(hosted, 'idle')
    await screen.locator('.vote-sign').waitFor()
    expect(await seriousFindingsInEveryTheme(screen)).toEqual([])
    await screen.context().close()
  })
})

test.each([
  [1280, 800],
  [320, 640],
])(
  '[Access] axe finds nothing serious on the console at %i × %i: the list, the form, an act that can be taken back',
  async (width, height) => {
    const hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
    await makeVote(hosted, DANCE)
    const vote = await openVote(hosted, { ...DANCE, results: 'afterVoting' })
    await cast(hosted, vote, [0])
    const console_ = await consoleOf(hosted, await desktop({ width, height }))
    const desk = await votesOf(console_)
    await desk.getByRole('button', { name: 'Close the vote' }).click()
    await desk.getByRole('button', { name: 'Undo' }).waitFor()
    expect(await seriousFindings(console_)).toEqual([])
    await desk.getByRole('button', { name: 'New vote' }).click()
    await desk.getByRole('radio', { name: 'Several' }).check()
    expect(await seriousFindings(console_)).toEqual([])
    expect(await console_.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await console_.context().close()
  },
)

test('no page reported an error', () => {
  expect(venue.complaints).toEqual([])
})
