import type { HostedSession, Vote } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import type { Venue } from '../../tests/e2e/venue.ts'
import { post } from '../../tests/support/http-calls.ts'
import type { Frame } from './gif.ts'
import { PHONE_VIEWPORT, slowDown, Stage, WALL_VIEWPORT } from './stage.ts'

/** The texts and presses of one language. */
interface Script {
  readonly locale: string
  /** One for each scene. */
  readonly captions: readonly [string, string, string, string, string, string]
  readonly title: string
  readonly subtitle: string
  readonly wishes: readonly (readonly [name: string, text: string])[]
  readonly guest: string
  readonly wish: string
  readonly question: string
  readonly options: readonly string[]
  readonly labels: {
    readonly name: string
    readonly enter: string
    readonly message: string
    readonly send: string
    readonly votes: RegExp
    readonly messages: RegExp
    readonly show: RegExp
  }
  /** A message that waits for the host. */
  readonly held: readonly [name: string, text: string]
}

export const SCRIPTS: Readonly<Record<string, Script>> = {
  'guestwall.gif': {
    locale: 'en-US',
    captions: ['A guest writes', 'the hall reads', 'reacts', 'lets it fly', 'votes', 'and the host decides'],
    title: 'Ana & Tom',
    subtitle: '22 · 11 · 2026 · Lisbon',
    wishes: [
      ['Uncle Bob', 'To many more burnt dinners and long walks.'],
      ['小林', '祝你们幸福'],
      ['Grandma', 'Call me when you land.'],
      ['Pedro', 'He really does wash the dishes.'],
      ['Marie', 'Save me a dance.'],
      ['Jonas', 'Fifteen years of friends, one very good cake.'],
      ['Noor', 'Love you both.'],
    ],
    guest: 'Lily',
    wish: 'To a hundred years!',
    question: 'First dance?',
    options: ['Waltz', 'Tango', 'Cha-cha'],
    labels: {
      name: 'Your name',
      enter: 'Write a message',
      message: 'Your message',
      send: 'Send',
      votes: /^Votes/,
      messages: /^Messages/,
      show: /^Show/,
    },
    held: ['Grandpa Joe', 'Sixty years ago we danced to the same song.'],
  },
  'guestwall-zh.gif': {
    locale: 'zh-CN',
    captions: ['来宾写一句话', '大屏马上出现', '为它点一枚印', '弹幕飘过', '全场投票', '主持人把关'],
    title: '林晓 & 陈默',
    subtitle: '2026 · 11 · 22 · 杭州',
    wishes: [
      ['大刘', '新郎的前室友前来作证：他真的会洗碗。'],
      ['小林', '祝你们幸福'],
      ['Uncle Bob', 'To many more long walks.'],
      ['表妹 可可', '奶奶说：两个人吃饭，比一个人香。'],
      ['舅舅 老周', '百年好合！'],
      ['阿May', '一路看着你们走来，要一直这么好好笑下去呀。'],
      ['小陈', '早日常回家看看！'],
    ],
    guest: '闺蜜 Lily',
    wish: '敬你们一杯！',
    question: '第一支舞跳什么？',
    options: ['华尔兹', '探戈', '恰恰'],
    labels: { name: '你的名字', enter: '去留言', message: '你的留言', send: '发送', votes: /^投票/, messages: /^留言/, show: /^上墙/ },
    held: ['爷爷', '六十年前，我们也跳的这支舞。'],
  },
}

/** How many guests are in the hall beside the one on the picture. */
const HALL = 41
/** How many of them vote for each option, one after the other. */
const BALLOTS = [0, 1, 0, 2, 0, 1, 0, 0, 1, 2, 0, 1, 0, 0, 1, 0, 2, 0]
const FRAME_MS = 60
const VOTE_FRAME_MS = 90
/** Of what moves steadily fewer frames are enough, and the file is smaller. */
const SLOW_FRAME_MS = 120
/** The seals that guests in the hall choose, one after the other. */
const REACTIONS = ['joy', 'love', 'love', 'congratulations', 'joy', 'love'] as const

/** A guest writes, the wall shows it, a vote moves: taken from the running program. */
export async function movingPicture(venue: Venue, script: Script): Promise<Frame[]> {
  const hosted = await venue.wall.createSession({ title: script.title, subtitle: script.subtitle, theme: 'linen', reactions: true })
  for (const [at, [guestName, content]] of script.wishes.entries()) {
    const { token } = await venue.wall.join(hosted.session.id, guestName)
    const body = { session: hosted.session.id, key: `moving-picture-${at}`, content, guestName }
    await post(`${venue.wall.url}/api/realtime/messages`, body, token)
  }
  const hall = await fillHall(venue, hosted)
  const phone = await enter(venue, hosted, script)
  const screen = await venue.browser.newContext({ viewport: WALL_VIEWPORT, locale: script.locale })
  const wall = await venue.open(screen, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  await wall
    .getByText(script.wishes[0]?.[1] ?? '')
    .first()
    .waitFor()
  await wall.waitForTimeout(8_000)
  await slowDown(wall)

  const stage = new Stage(wall, phone, script.captions)
  await write(stage, phone, wall, script)
  await react(stage, venue, { phone, wall, script, hall })
  await pass(stage, venue, hosted, wall)
  await vote(stage, venue, hosted, { phone, wall, script, hall })
  await decide(stage, venue, hosted, { wall, script })
  return stage.develop(venue.browser)
}

async function write(stage: Stage, phone: Page, wall: Page, { labels, wish }: Script): Promise<void> {
  const field = phone.getByLabel(labels.message)
  await stage.shoot(900)
  await stage.tap(field)
  const characters = Array.from(new Intl.Segmenter().segment(wish), ({ segment }) => segment)
  const step = characters.length > 10 ? 2 : 1
  for (let end = step; end < characters.length + step; end += step) {
    await field.fill(characters.slice(0, end).join(''))
    await stage.shoot(110)
  }
  await stage.shoot(500)
  await stage.tap(phone.getByRole('button', { name: labels.send }))
  await wall.getByText(wish).first().waitFor()
  stage.nextStep()
  await stage.film(900, FRAME_MS)
  await stage.shoot(1_800)
}

/** The guest's own message gets seals, on the phone and on the wall. */
async function react(stage: Stage, venue: Venue, { phone, wall, script, hall }: VoteScene): Promise<void> {
  stage.nextStep()
  const card = wall.locator('[data-message]').filter({ hasText: script.wish })
  const messageId = (await card.getAttribute('data-message')) ?? ''
  await stage.tap(phone.locator('.reactions__sum').last())
  await stage.tap(phone.locator('.reactions__choice .reactions__one').first())
  for (const [at, kind] of REACTIONS.entries()) {
    await send('PUT', `${venue.wall.url}/api/realtime/messages/${messageId}/reaction`, { kind, order: 1 }, hall[at] ?? '')
    await stage.film(360, SLOW_FRAME_MS)
  }
  await stage.shoot(1_600)
}

/** The same messages as danmaku. */
async function pass(stage: Stage, venue: Venue, { session, hostToken }: HostedSession, wall: Page): Promise<void> {
  stage.nextStep()
  await send('PATCH', `${venue.wall.url}/api/host/sessions/${session.id}`, { layout: 'danmaku' }, hostToken)
  await wall.locator('.gw-danmaku__slot').first().waitFor()
  await stage.film(2_400, SLOW_FRAME_MS)
}

/** A message waits for the host, who shows it: the console is in the place of the wall for a while. */
async function decide(
  stage: Stage,
  venue: Venue,
  hosted: HostedSession,
  { wall, script }: Pick<VoteScene, 'wall' | 'script'>,
): Promise<void> {
  const { session, hostToken } = hosted
  const api = `${venue.wall.url}/api`
  await send('PATCH', `${api}/host/sessions/${session.id}`, { layout: 'masonry', moderation: 'approve' }, hostToken)
  const [guestName, content] = script.held
  const { token } = await venue.wall.join(session.id, guestName)
  await post(`${api}/realtime/messages`, { session: session.id, key: 'moving-picture-held', content, guestName }, token)
  const context = await venue.browser.newContext({ viewport: WALL_VIEWPORT, locale: script.locale })
  const desk = await venue.open(context, `/host/${session.id}#token=${hostToken}`)
  await desk.getByRole('tab', { name: script.labels.messages }).click()
  const row = desk.locator('.queue__item').filter({ hasText: content })
  await row.waitFor()
  stage.nextStep()
  stage.turnTo(desk)
  await stage.shoot(1_200)
  await stage.press(row.getByRole('button', { name: script.labels.show }).first())
  await stage.shoot(500)
  await wall.getByText(content).first().waitFor()
  stage.turnTo(wall)
  await stage.film(900, FRAME_MS)
  await stage.shoot(2_400)
}

interface VoteScene {
  readonly phone: Page
  readonly wall: Page
  readonly script: Script
  readonly hall: readonly string[]
}

async function vote(stage: Stage, venue: Venue, hosted: HostedSession, { phone, wall, script, hall }: VoteScene): Promise<void> {
  const { session, hostToken } = hosted
  const api = `${venue.wall.url}/api`
  const words = { key: 'moving-picture-vote', question: script.question, options: script.options, results: 'always' }
  const { vote: draft } = await post<{ vote: Vote }>(`${api}/host/sessions/${session.id}/votes`, words, hostToken)
  await post(`${api}/host/votes/${draft.id}/open`, {}, hostToken)
  await send('PATCH', `${api}/host/sessions/${session.id}`, { layout: 'results' }, hostToken)
  await wall.getByText(script.question).first().waitFor()
  stage.nextStep()
  await stage.film(300, FRAME_MS)
  await stage.tap(phone.getByRole('tab', { name: script.labels.votes }))
  const choice = phone.getByRole('radio', { name: script.options[0] ?? '' })
  await choice.waitFor()
  await stage.shoot(900)
  const ballots = BALLOTS.map((option, at) => ({ token: hall[at] ?? '', option: draft.options[option]?.id ?? '' }))
  const castNext = async (): Promise<void> => {
    const next = ballots.splice(0, 3)
    await Promise.all(
      next.map(({ token, option }, at) =>
        send('PUT', `${api}/realtime/votes/${draft.id}/ballot`, { key: `ballot-${ballots.length}-${at}`, optionIds: [option] }, token),
      ),
    )
    await stage.film(540, VOTE_FRAME_MS)
  }
  await castNext()
  await stage.tap(phone.locator('label').filter({ hasText: script.options[0] ?? '' }))
  while (ballots.length > 0) await castNext()
  await stage.shoot(2_800)
}

/** Guests who are here and do not write: their polls are seen. */
async function fillHall(venue: Venue, { session }: HostedSession): Promise<string[]> {
  const guests = await Promise.all(Array.from({ length: HALL }, (_, at) => venue.wall.join(session.id, `Guest ${at + 1}`)))
  const poll = async ({ token }: { token: string }) => {
    await fetch(`${venue.wall.url}/api/realtime/poll?session=${session.id}`, { headers: { authorization: `Bearer ${token}` } })
  }
  const timer = setInterval(() => void Promise.all(guests.map(poll)), 15_000)
  timer.unref()
  await Promise.all(guests.map(poll))
  return guests.map(({ token }) => token)
}

async function enter(venue: Venue, { session }: HostedSession, { locale, guest, labels }: Script): Promise<Page> {
  const context = await venue.browser.newContext({ viewport: PHONE_VIEWPORT, deviceScaleFactor: 2, locale, isMobile: true, hasTouch: true })
  const page = await venue.open(context, `/${session.code}`)
  await page.getByLabel(labels.name).fill(guest)
  await page.getByRole('button', { name: labels.enter }).click()
  await page.getByLabel(labels.message).waitFor()
  return page
}

async function send(method: string, url: string, body: unknown, token: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`)
}
