import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { HostClient } from '@guestwall/client/host'
import type { Wall } from '@guestwall/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post } from '../support/http-calls.ts'
import { unzip } from '../support/unzip.ts'
import { openVenue, type Venue } from './venue.ts'

/** The keepsake from the console's button to the page that replays the evening without a network. */

declare const guestwallReplay: { readonly length: number; wallAfter(count: number): Wall }

let venue: Venue
let folder: string
beforeAll(async () => {
  venue = await openVenue()
  folder = mkdtempSync(join(tmpdir(), 'guestwall-keepsake-'))
})
afterAll(async () => {
  await venue.stop()
  rmSync(folder, { recursive: true })
})

test('[LOG-3] a host downloads the keepsake; its page opens from a folder without a network and ends with the wall that guests have', async () => {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', theme: 'cinnabar' })
  const { id } = hosted.session
  const host = new HostClient({ url: venue.wall.url }).session(id, hosted.hostToken)
  const { token } = await venue.wall.join(id, '阿May')
  const say = async (content: string) =>
    (
      await post<{ message: { id: string } }>(
        `${venue.wall.url}/api/realtime/messages`,
        { session: id, key: `key-${content}`.replaceAll(/\W/g, '_').padEnd(12, '0'), content, guestName: '阿May' },
        token,
      )
    ).message.id
  const messages = await Promise.all(Array.from({ length: 120 }, (_, index) => say(`wish number ${index}`)))
  await host.actOnMessage(messages[3] as string, 'pin')
  await host.removeMessage(messages[7] as string)
  const vote = await host.createVote({ question: '第一支舞跳什么？', options: ['华尔兹', '恰恰'] })
  await host.actOnVote(vote.id, 'open')

  const laptop = await venue.browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'en-US', acceptDownloads: true })
  const console = await venue.open(laptop, `/host/${id}#token=${hosted.hostToken}`)
  await console.getByRole('button', { name: 'Take home' }).click()
  // The day on which everything goes by itself stands beside what can be taken home (DEL-3).
  await console
    .getByRole('dialog')
    .getByText(/^Everything here is deleted on .*\d{4}/)
    .waitFor()
  const [download] = await Promise.all([
    console.waitForEvent('download'),
    console.getByRole('button', { name: 'Download the keepsake' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^林晓 & 陈默-Keepsake-[\d-]+\.zip$/)
  for (const [path, bytes] of unzip(readFileSync(await download.path()))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }

  const away = await venue.browser.newContext({ offline: true, viewport: { width: 1280, height: 800 } })
  const page = await away.newPage()
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('pageerror', ({ message }) => venue.complaints.push(message))
  page.on('console', (line) => venue.complaints.push(line.text()))
  const address = pathToFileURL(join(folder, download.suggestedFilename().replace(/\.zip$/, ''), 'replay.html')).href
  await page.goto(address)
  const snapshot = await fetch(`${venue.wall.url}/api/realtime/poll?session=${id}`, { headers: { authorization: `Bearer ${token}` } })
  const { wall } = ((await snapshot.json()) as { snapshot: { wall: Wall } }).snapshot
  expect(wall.messages.length).toBeGreaterThan(90)
  expect(await page.evaluate(() => guestwallReplay.wallAfter(guestwallReplay.length))).toEqual(wall)

  expect(await page.getByRole('article').count()).toBe(120)
  await page.getByText('119 messages from 1 guest').waitFor()
  await page.getByRole('button', { name: '中文' }).click()
  await page.getByText('119 句留言，1 位来宾').waitFor()
  await page.getByRole('slider').fill('0')
  await expect.poll(() => page.getByRole('article').count()).toBe(1)
  await page.getByRole('button', { name: '播放' }).click()
  await expect.poll(() => page.getByRole('article').count()).toBeGreaterThan(2)
  expect(requests).toEqual([address])
  expect(venue.complaints).toEqual([])
})
