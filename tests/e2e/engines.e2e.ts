import type { HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../support/engines/engine.ts'
import { startFirefox } from '../support/engines/firefox.ts'
import { Person } from '../support/engines/person.ts'
import { startWebKit } from '../support/engines/webkit.ts'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { VoteHost } from '../support/votes.ts'
import { WEB_ROOT } from './venue.ts'

const PHONE = { width: 480, height: 860 }
const PROJECTOR = { width: 1600, height: 900 }

/** The options of the results with their shares. The scale below them has percents of its own. */
const SHARES = `[...document.querySelectorAll('.gw-results__option')]
  .map((option) => [...option.querySelectorAll('.gw-share__texts')[0].querySelectorAll('.gw-share__label, .gw-share__percent')]
    .map(({ textContent }) => textContent).join(' '))
  .join(', ')`

describe.each([
  ['Firefox', startFirefox],
  ['WebKit', startWebKit],
])('%s', (_name, start) => {
  let wall: Guestwall
  let engine: Engine
  beforeAll(async () => {
    wall = await startGuestwall({ webRoot: WEB_ROOT })
    engine = await start()
  })
  afterAll(async () => {
    await engine?.close()
    await wall?.stop()
  })

  test('a guest joins, writes, sees it settle and reloads; the wall shows it; the vote counts', async () => {
    const hosted = await wall.createSession({ title: '林晓 & 陈默' })
    const screen = new Person(await engine.open(`${wall.url}/wall/${hosted.session.id}#token=${hosted.wallToken}`, PROJECTOR))
    await screen.sees('林晓')
    const guest = new Person(await engine.open(`${wall.url}/${hosted.session.code}`, PHONE))
    await guest.fill('Your name', 'Lily')
    await guest.press('Write a message')
    await guest.fill('Your message', 'with love '.repeat(20))
    await guest.finds('that the field has grown', `document.querySelector('.gw-composer__field').clientHeight > 90`)
    await guest.fill('Your message', 'Long life, both of you!')
    await guest.finds('that the field has one line again', `document.querySelector('.gw-composer__field').clientHeight < 60`)
    await guest.press('Send')
    await guest.sees('On the screen now, look up')
    await screen.sees('Long life, both of you!')

    await guest.reload()
    await guest.sees('Long life, both of you!')
    expect(await guest.count('Long life, both of you!')).toBe(1)

    const host = new VoteHost(wall.url, hosted)
    const vote = await host.open({ question: 'First dance?', options: ['Waltz', 'Tango'], results: 'always' })
    await guest.press('Votes')
    await guest.press('Tango')
    await guest.finds('that the ballot is counted', `/counted/i.test(document.body.innerText)`)
    await showResults(wall, hosted)
    expect((await host.act(vote.id, 'close')).tally?.counts[vote.options[1]?.id ?? '']).toBe(1)
    await screen.finds('each option with its share of the one ballot', `(${SHARES}) === 'Waltz 0%, Tango 100%'`)
  })
})

async function showResults(wall: Guestwall, { session, hostToken }: HostedSession): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${hostToken}` }
  const body = JSON.stringify({ layout: 'results' })
  const response = await fetch(`${wall.url}/api/host/sessions/${session.id}`, { method: 'PATCH', headers, body })
  expect(response.status).toBe(200)
}
