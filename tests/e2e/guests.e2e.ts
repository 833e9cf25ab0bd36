import { type HostedSession, type HostGuests, pathOf, ROUTES } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endSession, post } from '../support/http-calls.ts'
import { GuestPage, openVenue, type Venue } from './venue.ts'

/** The join form, the field of a message, and both with letters twice as large. */

let venue: Venue
let hosted: HostedSession
beforeAll(async () => {
  venue = await openVenue()
  hosted = await venue.wall.createSession({ title: '林晓 & 陈默', subtitle: '2026 · 11 · 22 · HANGZHOU' })
})
afterAll(() => venue.stop())

const fieldOf = (page: Page) => page.getByLabel('Your message')

/** The id of the guest in the host's list, once it is there. */
async function idOf(name: string): Promise<string> {
  const headers = { authorization: `Bearer ${hosted.hostToken}` }
  for (;;) {
    const listed = await fetch(`${venue.wall.url}${pathOf(ROUTES.listGuests, hosted.session.id)}?query=${name}`, { headers })
    const [guest] = ((await listed.json()) as HostGuests).guests
    if (guest !== undefined) return guest.id
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe('joining', () => {
  test('[G1] a reserved name is refused in the form, and another one gets in', async () => {
    const page = await venue.open(await venue.phone(), `/${hosted.session.code}`)
    await page.getByLabel('Your name').fill('Host')
    await page.getByRole('button', { name: 'Write a message' }).click()
    await page.getByText('This name could be taken for the host. Please choose another.').waitFor()
    expect(await fieldOf(page).count()).toBe(0)
    // The sentence is of the old name.
    await page.getByLabel('Your name').fill('Hostess')
    expect(await page.getByText('could be taken for the host').count()).toBe(0)
    await page.getByLabel('Your name').fill('Lily')
    await page.getByRole('button', { name: 'Write a message' }).click()
    await fieldOf(page).waitFor()
    await page.reload()
    await page.getByText('Lily').first().waitFor()
    await page.context().close()
  })

  test('[G1] a name that an earlier visit left and that is refused now can be changed', async () => {
    const context = await venue.phone()
    await context.addInitScript((id) => {
      // Only at the first visit.
      if (sessionStorage.length === 0) localStorage.setItem(`guestwall:name:${id}`, '主持人')
      sessionStorage.setItem('visited', 'yes')
    }, hosted.session.id)
    const page = await venue.open(context, `/${hosted.session.code}`)
    await page.getByText('This name could be taken for the host.').waitFor()
    await page.getByLabel('Your name').fill('小林')
    await page.getByRole('button', { name: 'Write a message' }).click()
    await fieldOf(page).waitFor()
    await context.close()
  })

  test('a rename to a reserved name is refused in its sheet, and the old name stays', async () => {
    const guest = await GuestPage.join(venue, hosted, 'Old name')
    await guest.page.getByRole('button', { name: 'Rename' }).click()
    await guest.page.getByRole('textbox', { name: 'Your name' }).fill('主持人')
    await guest.page.getByRole('button', { name: 'Save' }).click()
    await guest.page.getByText('This name could be taken for the host.').waitFor()
    await guest.page.getByRole('textbox', { name: 'Your name' }).fill('New name')
    await guest.page.getByRole('button', { name: 'Save' }).click()
    await guest.page.getByText('New name').waitFor()
    await guest.page.context().close()
  })

  test('[G1] the form takes no reserved name inside a name either', async () => {
    const page = await venue.open(await venue.phone(), `/${hosted.session.code}`)
    for (const name of ['主持人小明', 'The Host', 'Ｔｈｅ　Ｈｏｓｔ']) {
      await page.getByLabel('Your name').fill(name)
      await page.getByRole('button', { name: 'Write a message' }).click()
      await page.getByText('This name could be taken for the host.').waitFor()
      expect(await fieldOf(page).count()).toBe(0)
    }
    await page.context().close()
  })

  test('[G10] [PEOPLE-5] a removed guest sees no wall, reads why, and may come back as another; a banned one may not, until the host undoes it', async () => {
    const guest = await GuestPage.join(venue, hosted, 'Kicked')
    const { page } = guest
    await guest.write('Hello')
    const first = await idOf('Kicked')
    await post(`${venue.wall.url}${pathOf(ROUTES.removeGuest, first)}`, {}, hosted.hostToken)
    await page.getByText('The host has asked you to leave this wall.').first().waitFor()
    expect(await fieldOf(page).count()).toBe(0)
    await page.getByRole('button', { name: 'Join again' }).click()
    await page.getByLabel('Your name').fill('Back')
    await page.getByRole('button', { name: 'Write a message' }).click()
    await guest.write('Hello again')
    const second = await idOf('Back')
    expect(second).not.toBe(first)
    await post(`${venue.wall.url}${pathOf(ROUTES.banGuest, second)}`, {}, hosted.hostToken)
    const lookAgain = page.getByRole('button', { name: 'Look again' })
    await lookAgain.waitFor()
    expect([await page.getByText('Hello again').count(), await page.getByRole('button', { name: 'Join again' }).count()]).toEqual([0, 0])
    // One who has forgotten the name is told the same.
    await page.evaluate((id) => localStorage.removeItem(`guestwall:name:${id}`), hosted.session.id)
    await page.reload()
    await page.getByLabel('Your name').fill('Third')
    await page.getByRole('button', { name: 'Write a message' }).click()
    await lookAgain.waitFor()
    await page.evaluate((id) => localStorage.setItem(`guestwall:name:${id}`, 'Back'), hosted.session.id)
    await page.reload()
    await lookAgain.waitFor()
    await post(`${venue.wall.url}${pathOf(ROUTES.unbanGuest, second)}`, { restoreMessages: true }, hosted.hostToken)
    await lookAgain.click()
    await page.getByText('Hello again').waitFor()
    await fieldOf(page).waitFor()
    await page.context().close()
  })

  test('[PEOPLE-2] what a muted guest writes is not sent, and the sentence says why', async () => {
    const guest = await GuestPage.join(venue, hosted, 'Muted')
    await guest.write('Before')
    await guest.page.getByText('Before').first().waitFor()
    const id = await idOf('Muted')
    await post(`${venue.wall.url}${pathOf(ROUTES.muteGuest, id)}`, {}, hosted.hostToken)
    await guest.write('After')
    await guest.page.getByText('The host has muted you for now.').waitFor()
    await guest.page.context().close()
  })

  test('[G10] a guest who comes after the end sees thanks and no control without effect', async () => {
    const own = await venue.wall.createSession({ title: 'Over' })
    const late = await venue.open(await venue.phone(), `/${own.session.code}`)
    await late.getByLabel('Your name').waitFor()
    await endSession(venue.wall.url, own)
    // One who was still at the form, one by the link, one by hand.
    await late.getByRole('button', { name: 'Write a message' }).click()
    const byLink = await venue.open(await venue.phone(), `/${own.session.code}`)
    const byHand = await venue.open(await venue.phone(), '/')
    await byHand.getByLabel('Code').fill(own.session.code)
    await byHand.getByRole('button', { name: 'Enter' }).click()
    for (const page of [late, byLink, byHand]) {
      await page.getByText('Thank you for every wish').waitFor()
      expect(await page.getByRole('button', { name: /Write|Enter/ }).count()).toBe(0)
      await page.context().close()
    }
  })
})

describe('in a session', () => {
  test('140 line breaks are folded on phones and on the console, with a way to see all', async () => {
    const own = await venue.wall.createSession({ title: 'Lines' })
    const guest = await GuestPage.join(venue, own, 'Poet')
    await guest.write(Array.from({ length: 140 }, (_, index) => String.fromCharCode(97 + (index % 26))).join('\n'))
    const note = guest.page.locator('.gw-note').first()
    await note.locator('.gw-state--shown').waitFor()
    const height = async () => (await note.boundingBox())?.height ?? 0
    expect(await height()).toBeLessThan(320)
    await note.getByRole('button', { name: 'Show all' }).click()
    expect(await height()).toBeGreaterThan(3_000)
    await note.getByRole('button', { name: 'Show less' }).click()
    expect(await height()).toBeLessThan(320)
    const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
    const console_ = await venue.open(context, `/host/${own.session.id}#token=${own.hostToken}`)
    const item = console_.locator('.queue__item').first()
    await item.getByRole('button', { name: 'Show all' }).waitFor()
    expect((await item.boundingBox())?.height).toBeLessThan(320)
    await context.close()
    await guest.page.context().close()
  })

  test('the field grows with its text up to a limit, with Send in view, and is one line again when it is empty', async () => {
    const guest = await GuestPage.join(venue, hosted, 'Long')
    const field = fieldOf(guest.page)
    const heightWith = async (lines: number): Promise<number> => {
      await field.fill(Array.from({ length: lines }, (_, at) => `line ${at}`).join('\n'))
      await guest.page.evaluate(() => new Promise(requestAnimationFrame))
      return (await field.boundingBox())?.height ?? 0
    }
    const heights = [await heightWith(1), await heightWith(3), await heightWith(60), await heightWith(0)] as const
    expect(heights[1]).toBeGreaterThan(heights[0] + 40)
    expect(heights[2]).toBeGreaterThan(heights[1])
    expect(heights[2]).toBeLessThanOrEqual(9.5 * 16)
    expect(heights[3]).toBe(heights[0])
    const send = await guest.page.getByRole('button', { name: 'Send' }).boundingBox()
    expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(844)
    await guest.page.context().close()
  })

  test('Enter sends on a laptop, with Ctrl too, never while an input method composes, and Shift+Enter breaks the line', async () => {
    const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
    const guest = await GuestPage.join(venue, hosted, 'Composer', context)
    const field = fieldOf(guest.page)
    await field.focus()
    const input = await context.newCDPSession(guest.page)
    await input.send('Input.imeSetComposition', { text: 'zhufu', selectionStart: 5, selectionEnd: 5 })
    await guest.page.keyboard.press('Control+Enter')
    expect(await field.inputValue()).toBe('zhufu')
    expect(await guest.texts()).not.toContain('zhufu')
    // Safari ends the composition first: only the key's code says whose it is.
    await field.evaluate((element) => {
      const marks = [{ keyCode: 229 }, { keyCode: 229, ctrlKey: true }, { keyCode: 13, isComposing: true }]
      for (const mark of marks)
        element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...mark }))
    })
    expect(await field.inputValue()).toBe('zhufu')
    await input.send('Input.insertText', { text: '祝福' })
    await guest.page.keyboard.press('Control+Enter')
    await guest.message('祝福').locator('.gw-state--shown').waitFor()
    await field.fill('Two')
    await guest.page.keyboard.press('Shift+Enter')
    expect(await field.inputValue()).toBe('Two\n')
    await guest.page.keyboard.type('lines')
    await guest.page.keyboard.press('Enter')
    await guest.message('Two lines').locator('.gw-state--shown').waitFor()
    expect(await field.inputValue()).toBe('')
    await context.close()
  })

  test('[G3] a ready wish fills the empty field and sends nothing; once something stands there, none is offered', async () => {
    const guest = await GuestPage.join(venue, hosted, 'Ready')
    const wish = guest.page.getByRole('button', { name: 'Cheers!' })
    await wish.click()
    expect(await fieldOf(guest.page).inputValue()).toBe('Cheers!')
    expect(await wish.count()).toBe(0)
    expect(await guest.texts()).not.toContain('Cheers!')
    await fieldOf(guest.page).fill('')
    await wish.waitFor()
    await guest.page.context().close()
  })

  test('[MOD-11] a private message: its author reads so, the console has it in a place of its own, and no other guest sees it', async () => {
    const own = await venue.wall.createSession({ title: '林晓 & 陈默' })
    const author = await GuestPage.join(venue, own, 'Aunt')
    const other = await GuestPage.join(venue, own, 'Uncle')
    // It is offered before the first letter, where the guest may still look for it.
    await author.page.getByRole('checkbox', { name: 'Private: only for the hosts, not on the wall' }).waitFor()
    await fieldOf(author.page).fill('Between us')
    await author.page.getByRole('checkbox', { name: 'Private: only for the hosts, not on the wall' }).check()
    await author.page.getByRole('button', { name: 'Send' }).click()
    await author.message('Between us').getByText('Private: only the hosts and their helpers see it').waitFor()
    await author.page.reload()
    await author.message('Between us').getByText('Private: only the hosts and their helpers see it').waitFor()
    await fieldOf(other.page).fill('For everybody')
    await other.page.getByRole('button', { name: 'Send' }).click()
    await author.message('For everybody').waitFor()
    expect(await other.texts()).not.toContain('Between us')
    const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
    const console_ = await venue.open(context, `/host/${own.session.id}#token=${own.hostToken}`)
    await console_.getByRole('tab', { name: 'Private, 1 message' }).click()
    const row = console_.locator('.queue__item')
    await row.getByText('Between us').waitFor()
    expect(await row.getByRole('button', { name: /^Show:/ }).count()).toBe(0)
    await row.getByRole('button', { name: /^Put aside:/ }).click()
    await console_.getByRole('button', { name: 'Undo' }).click()
    await row.getByText('Between us').waitFor()
    await console_.getByRole('tab', { name: 'Private, 1 message' }).waitFor()
    for (const each of [context, author.page.context(), other.page.context()]) await each.close()
  })

  test('the counter counts bytes and code points: fewer emoji of many parts fit, and a sentence says so', async () => {
    const guest = await GuestPage.join(venue, hosted, 'Emoji')
    const family = '👨‍👩‍👧‍👦'
    await fieldOf(guest.page).fill(family.repeat(170))
    await guest.page.getByText('170 / 160').waitFor()
    await guest.page.getByText('Some emoji and symbols take a lot of space: delete about 10 characters').waitFor()
    await fieldOf(guest.page).fill(family.repeat(160))
    await guest.page.getByRole('button', { name: 'Send' }).click()
    await guest.message(family.repeat(160)).locator('.gw-state--shown').waitFor()
    await guest.page.context().close()
  })

  test('Back closes an open sheet and stays on the page; after its button or Esc closed the sheet, Back leaves the page', async () => {
    const context = await venue.phone()
    const page = await venue.open(context, '/')
    await page.getByLabel('Code').fill(hosted.session.code)
    await page.getByRole('button', { name: 'Enter' }).click()
    await page.getByRole('button', { name: 'Write a message' }).click()
    await fieldOf(page).fill('half a wish')
    const opened = async () => {
      await page.getByRole('button', { name: /here$/ }).click()
      await page.getByRole('dialog').waitFor()
    }
    const isClosed = async () => {
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(await fieldOf(page).inputValue()).toBe('half a wish')
      // The sheet's own entry of the history is left, too.
      await page.waitForFunction(() => history.state === null)
    }
    await opened()
    await page.goBack()
    await isClosed()
    await opened()
    await page.getByRole('button', { name: 'Close' }).click()
    await isClosed()
    await opened()
    await page.keyboard.press('Escape')
    await isClosed()
    await page.goBack()
    await page.getByLabel('Code').waitFor()
    await context.close()
  })
})

test('[G2] with letters twice as large, at 320 x 568, tabs are whole words and Send is in view', async () => {
  const context = await venue.phone({ width: 320, height: 568 })
  await context.addInitScript(() => addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = '200%')))
  const own = await venue.wall.createSession({ title: '林晓 & 陈默', subtitle: '2026 · 11 · 22 · 杭州' })
  const guest = await GuestPage.join(venue, own, 'A name of twenty cha', context)
  const vote = { key: 'large-text-vote', question: 'What shall the first dance be?', options: ['Waltz', 'Tango'] }
  const { vote: made } = await post<{ vote: { id: string } }>(
    `${venue.wall.url}/api/host/sessions/${own.session.id}/votes`,
    vote,
    own.hostToken,
  )
  await post(`${venue.wall.url}/api/host/votes/${made.id}/open`, {}, own.hostToken)
  await guest.page.getByRole('button', { name: 'Vote now' }).waitFor()
  await fieldOf(guest.page).fill('字'.repeat(60))
  const boxes = await guest.page.evaluate(() =>
    Object.fromEntries(
      ['.tabs__tab', '.gw-composer__send', '.gw-composer__field', '.room__main', '.new-vote__go'].map((selector) => {
        const { top, bottom, left, right, height, width } = (document.querySelector(selector) as Element).getBoundingClientRect()
        return [selector, { isInView: top >= 0 && left >= 0 && bottom <= innerHeight + 0.5 && right <= innerWidth + 0.5, height, width }]
      }),
    ),
  )
  expect(Object.values(boxes).map(({ isInView }) => isInView)).toEqual([true, true, true, true, true])
  // One line of letters, a field that shows a line, and some room to read.
  expect(boxes['.tabs__tab']?.height).toBeLessThan(70)
  expect(boxes['.gw-composer__field']?.width).toBeGreaterThan(220)
  expect(boxes['.room__main']?.height).toBeGreaterThan(60)
  expect(await guest.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  // The results of one who has voted, whose own choice is named: every share is in view.
  await guest.page.getByRole('button', { name: 'Vote now' }).click()
  await guest.page.getByText('Tango').first().click()
  await guest.page.getByRole('row', { name: /Tango/ }).getByText('100%').waitFor()
  const right = await guest.page.evaluate(() => document.querySelector('.gw-tally')?.getBoundingClientRect().right ?? Infinity)
  expect(right).toBeLessThanOrEqual(320)
  await context.close()
})

test('no page reported an error', () => {
  expect(venue.complaints).toEqual([])
})
