import { type HostedSession, type PollAnswer, prepareContent, prepareName, type WallMessage } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { WireClient } from '../support/wire-client.ts'
import { heldMs, MAX_HELD_MS, processorMs } from './support/cost.ts'
import { expectUnharmed, freshKey, getJson, readLog } from './support/unharmed.ts'

let wall: Guestwall
let hosted: HostedSession
let client: WireClient
let token: string
let reader: WireClient

beforeAll(async () => {
  wall = await startGuestwall()
  hosted = await wall.createSession()
  ;({ token } = await wall.join(hosted.session.id, '小明'))
  client = await WireClient.join(wall.url, hosted.session.id, { token })
  reader = await WireClient.join(wall.url, hosted.session.id, { token: hosted.wallToken })
})
afterAll(async () => {
  client.close()
  reader.close()
  await expectUnharmed(wall, hosted)
  await wall.stop()
})

const FAMILY = '👨‍👩‍👧‍👦'
const ESC = '\u001B'
/** The dearest text to normalise: marks of falling classes, which must all be put in order. */
const DISORDER = `a${'\u0301\u0316'.repeat(1000)}`

/** Texts that are accepted, and their stored form. Markup is text like any other. */
const kept: readonly [name: string, content: string, stored?: string][] = [
  ['an image that would run a script', '<img src=x onerror=alert(1)>'],
  ['an SVG that would run a script', '<svg onload=alert(1)>'],
  ['the end of a script', '</script><script>alert(1)</script>'],
  ['a comment that hides the rest', '<!--'],
  ['entities', '&lt;b&gt; &amp;amp; &#x3C;'],
  ['a link that would run a script', '[x](javascript:alert(1)) javascript:alert(1)'],
  ['a template', '{{7*7}} ${7*7} <%= 7*7 %> #{7*7}'],
  ['a Markdown image', '![x](http://evil.example/x.png)'],
  ['a formula', "=cmd|'/c calc'!A1"],
  ['a function of a sheet', '@SUM(1+1)*cmd'],
  ['a plus', '+1'],
  ['a minus', '-1+1'],
  ['SQL', "Robert'); DROP TABLE messages;--"],
  ['quotes and backslashes', '"\\"\\\\\' \\u0000 \\n'],
  ['JSON', '{"type":"ping"}'],
  ['separators of lines that break scripts', 'a\u2028b\u2029c'],
  ['one word of 280 letters', 'W'.repeat(280)],
  ['280 of the widest glyph', '\uFDFD'.repeat(280)],
  ['emoji of many parts', FAMILY.repeat(100)],
  ['a right-to-left script', 'مبروك السعادة'],
  ['a right-to-left override, which goes', '\u202Egpj.exe', 'gpj.exe'],
  ['a hundred isolates that are never closed, which go', `${'\u2066'.repeat(100)}喜`, '喜'],
  ['2,000 marks on one letter, of which four stay', `Z${'\u0335'.repeat(2000)}`, `Z${'\u0335'.repeat(4)}`],
  [
    'tag characters that hide a text, which go',
    `恭喜${Array.from('ignore all', (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')}`,
    '恭喜',
  ],
  ['a forged line of a log with colours, whose controls go', `喜\r\n${ESC}[31m{"level":60}${ESC}]0;x\u0007`, '喜\n[31m{"level":60}]0;x'],
  ['empty lines without end, of which one stays', `a${'\n'.repeat(3000)}b`, 'a\n\nb'],
]

/** Texts that are refused, with the refusal. */
const refused: readonly [name: string, content: string, code: string][] = [
  ['NUL', 'a\0b', 'invalid_text'],
  ['a lone high surrogate', '\uD800', 'invalid_text'],
  ['a lone low surrogate', 'x\uDC00x', 'invalid_text'],
  ['nothing', '', 'empty_content'],
  ['white space', ' \n\t\u3000', 'empty_content'],
  ['zero-width characters', '\u200B\u200D\uFEFF\u2060', 'empty_content'],
  ['the Hangul filler', '\u3164', 'empty_content'],
  ['blank Braille', '\u2800\u2800', 'empty_content'],
  ['overrides alone', '\u202E\u2066', 'empty_content'],
  ['tag characters alone', '\u{E0041}\u{E0042}', 'empty_content'],
  ['a mark alone', '\u0301', 'empty_content'],
  ['4,000 line feeds', '\n'.repeat(4000), 'empty_content'],
  ['281 letters', 'W'.repeat(281), 'too_long'],
  ['one word of 5,000 letters', 'W'.repeat(5000), 'too_long'],
  ['280 families: 7 kB', FAMILY.repeat(280), 'too_long'],
  ['a thousand joined code points in one grapheme', `👩${'\u200D👩'.repeat(600)}`, 'too_long'],
  ['8,000 marks of changing class', '\u0301\u0316'.repeat(4000), 'too_long'],
]

describe('a text is stored as defined and comes back as text, the same everywhere', () => {
  for (const [name, content, stored = content] of kept) {
    it(name, async () => {
      const viaHttp = await send(content)
      expect(viaHttp).toMatchObject({ status: 201, body: { message: { content: stored } } })
      const answer = await client.ask({ type: 'sendMessage', key: freshKey(), content, guestName: '小明' })
      expect(answer).toMatchObject({ type: 'ack', message: { content: stored } })

      const { message } = viaHttp.body as { message: WallMessage }
      const log = await readLog(wall.url, hosted.session.id, hosted.hostToken)
      expect(log.find(({ id }) => id === message.eventId)?.data).toEqual(message)
      const { messages } = await getJson<{ messages: WallMessage[] }>(`${wall.url}/api/sessions/${hosted.session.id}/messages`, token)
      expect(messages).toContainEqual(message)
      const { snapshot } = (await getJson<PollAnswer>(`${wall.url}/api/realtime/poll`, token)) as Extract<PollAnswer, { snapshot: object }>
      expect(snapshot.wall.messages).toContainEqual(message)
      const live = await reader.until(() =>
        reader.frames.flatMap((frame) => (frame.type === 'events' ? frame.events : [])).find(({ id }) => id === message.eventId),
      )
      expect(live.data).toEqual(message)
    })
  }
})

describe('a text that cannot be stored is refused over socket and HTTP, and the next one is accepted', () => {
  for (const [name, content, code] of refused) {
    it(`${name}: 422 ${code}`, async () => {
      const before = (await readLog(wall.url, hosted.session.id, hosted.hostToken)).length
      expect(await send(content)).toMatchObject({ status: 422, body: { code, retryable: false } })
      expect(await client.ask({ type: 'sendMessage', key: freshKey(), content, guestName: '小明' })).toMatchObject({
        type: 'error',
        code,
        retryable: false,
      })
      expect(await client.ask({ type: 'sendMessage', key: freshKey(), content: '喜', guestName: '小明' })).toMatchObject({ type: 'ack' })
      expect(await readLog(wall.url, hosted.session.id, hosted.hostToken)).toHaveLength(before + 1)
    })
  }

  it('10,000 line feeds, or 64,000 marks, are more than a body may hold: 413', async () => {
    expect(await send('\n'.repeat(10_000))).toMatchObject({ status: 413 })
    expect(await send('\u0301\u0316'.repeat(32_000))).toMatchObject({ status: 413 })
  })
})

describe('a guest’s name', () => {
  const names: readonly [name: string, guestName: string, code: string][] = [
    ['of 10 kB', 'x'.repeat(8000), 'name_invalid'],
    ['of 33 letters', 'x'.repeat(33), 'name_invalid'],
    ['of 257 bytes', '\u{20000}'.repeat(65), 'name_invalid'],
    ['that shows nothing', '\u3164\u200B', 'name_invalid'],
    ['with NUL', 'a\0', 'name_invalid'],
    ['with a lone surrogate', 'a\uD800', 'name_invalid'],
    ['with an unassigned character', 'a\u0378', 'name_invalid'],
    ['with a private character', 'a\uE000', 'name_invalid'],
    ['"Ноst" in Cyrillic', 'Ноst', 'name_reserved'],
    ['"Аdmin" in Cyrillic', 'Аdmin', 'name_reserved'],
    ['"Ｈｏｓｔ" in full width', 'Ｈｏｓｔ', 'name_reserved'],
    ['"𝐇𝐨𝐬𝐭" in mathematical letters', '𝐇𝐨𝐬𝐭', 'name_reserved'],
    ['"H.0-s t" with signs between', 'H.0-s t', 'name_reserved'],
    ['"Host" with marks', 'Ho\u0301st', 'name_reserved'],
    ['"Host" with invisible characters', 'H\u200Bo\u2060st', 'name_reserved'],
    ['"Host" after an override', '\u202EHost', 'name_reserved'],
    ['"Host" with tag characters', `Host${String.fromCodePoint(0xe0041)}`, 'name_reserved'],
    ['"Hοst" with a Greek letter', 'Hοst', 'name_reserved'],
    ['"Ηost" with the Greek capital Eta', 'Ηost', 'name_reserved'],
    ['"admiΝ" with the Greek capital Nu', 'admiΝ', 'name_reserved'],
    ['"ɦost" with a hooked letter', 'ɦost', 'name_reserved'],
    ['"ʜᴏꜱᴛ" in small capitals', 'ʜᴏꜱᴛ', 'name_reserved'],
    ['"ꓧꓳꓢꓔ" in Lisu', 'ꓧꓳꓢꓔ', 'name_reserved'],
    ['"主持人"', '主 持 人', 'name_reserved'],
    ['"管理員"', '管理員', 'name_reserved'],
  ]
  for (const [name, guestName, code] of names) {
    it(`${name}: 422 ${code}, to join with and to post under`, async () => {
      await expect(wall.join(hosted.session.id, guestName)).rejects.toThrow(`"code":"${code}"`)
      expect(await send('喜', guestName)).toMatchObject({ status: 422, body: { code } })
      expect(await client.ask({ type: 'sendMessage', key: freshKey(), content: '喜', guestName })).toMatchObject({ type: 'error', code })
    })
  }

  const taken: readonly [name: string, guestName: string, stored: string][] = [
    ['of markup', '<b onclick=alert(1)>', '<b onclick=alert(1)>'],
    ['with an override, which goes', '\u202E小明', '小明'],
    ['of two lines, which become one', '小\r\n明', '小 明'],
    ['with a stack of marks, of which four stay', `Z${'\u0335'.repeat(100)}`, `Z${'\u0335'.repeat(4)}`],
    ['of the host in a longer word', 'Hostess', 'Hostess'],
  ]
  for (const [name, guestName, stored] of taken) {
    it(`${name}: taken`, async () => {
      expect((await wall.join(hosted.session.id, guestName)).guest.name).toBe(stored)
    })
  }
})

describe('a text costs little before it is refused or stored', () => {
  const all = [
    ...kept.map(([name, content]) => [name, content] as const),
    ...refused.map(([name, content]) => [name, content] as const),
    ['1,000 pairs of marks in disorder', DISORDER],
    ['U+FDFA, which folds to eighteen characters', '\uFDFA'.repeat(1365)],
    ['joiners between marks', `a${'\u0301\u200D'.repeat(800)}b`],
    ['marks, then joiners without end', `a\u0301\u0301\u0301\u0301${'\u200D'.repeat(1300)}`],
    ['blocks of four marks and joiners', `a${'\u0301\u0301\u0301\u0301\u200D\u200D\u200D\u200Db'.repeat(180)}`],
    ['line feeds with letters between', 'a\n\n'.repeat(1300)],
    ['white space', `a${' '.repeat(4000)}b`],
    ['Hangul in pieces', '\u1112\u1161\u11AB'.repeat(450)],
    ['flags without end', '🇨'.repeat(1024)],
    ['as much as a body may hold', 'W'.repeat(16 * 1024)],
    ['as many marks as a body may hold', '\u0301\u0316'.repeat(4 * 1024)],
  ] as const
  for (const [name, content] of all) {
    it(`${name}: less than 5 ms`, () => {
      expect(heldMs(() => prepareContent(content))).toBeLessThan(5)
      expect(heldMs(() => prepareName(content))).toBeLessThan(5)
    })
  }

  it(`the most expensive text over HTTP: less than ${MAX_HELD_MS} ms`, async () => {
    expect(await processorMs(() => send(DISORDER))).toBeLessThan(MAX_HELD_MS)
  })
})

async function send(content: string, guestName = '小明'): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${wall.url}/api/realtime/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ session: hosted.session.id, key: freshKey(), content, guestName }),
  })
  return { status: response.status, body: await response.json() }
}
