import type { Session } from '@guestwall/protocol'
import type { Store } from '@guestwall/server'
import { EveningWriter } from '../support/evening.ts'

/** The same evening at each run, with times of its own. */

export const NOW = '2026-11-22T11:42:00.000Z'
const at = (minute: number): string => new Date(Date.parse('2026-11-22T11:06:00.000Z') + minute * 60_000).toISOString()

export const WISHES: readonly (readonly [name: string, text: string])[] = [
  ['大刘', '新郎的前室友前来作证：他真的会洗碗。'],
  ['Grandma', 'Call me when you land.'],
  ['初中班主任', '看着你们从教室后排的小纸条，走到今天的殿堂，老师真为你们高兴。'],
  ['阿May', '百年好合！'],
  ['Ana', 'Couldn’t fly in, but I’m watching from Lisbon with cake. Love you both.'],
  ['表妹 可可', '奶奶说：两个人吃饭，比一个人香。'],
  ['Noor', 'To many more burnt dinners and long walks.'],
  ['舅舅 老周', '敬你们一杯，来日方长。'],
  ['小雨', '姐姐今天像公主，一定要一直这么开心呀。'],
  ['Pedro', 'May your home be loud with laughter.'],
]
const LETTER =
  '从大学社团的第一次排练，到今天的红毯，一路看着你们走来。记得那年冬天大家挤在没有暖气的排练室里，你们俩为了一句台词争到半夜，第二天又一起去买早饭。愿你们在平凡的日子里，也能把每一天过成诗，过成歌，过成一碗热汤。要一直这么好好笑下去呀。'
const QUESTION = 'First dance?'
const BALLOTS = [0, 1, 0, 2, 0, 1, 0, 0, 1, 0]

/** Writes a wall with the first of the wishes. */
export async function evening(store: Store, id: string, change: Partial<Session>, wishes = WISHES.length): Promise<EveningWriter> {
  const writer = await EveningWriter.open(store, { id, code: id.toUpperCase(), subtitle: '2026 · 11 · 22 · 杭州', ...change })
  for (const [index, [name, text]] of WISHES.slice(0, wishes).entries()) await writer.say(name, at(index), text)
  return writer
}

export async function writeLetter(writer: EveningWriter): Promise<void> {
  await writer.say('闺蜜 Lily', at(20), LETTER)
}

export async function pinFirst(writer: EveningWriter): Promise<void> {
  const id = await writer.say('爸爸 妈妈', at(20), '家里的门，永远开着。')
  await writer.host(at(21), { kind: 'actOnMessage', messageId: id, action: 'pin' })
}

/** Messages that wait for the host, each for another reason. */
export async function holdSome(writer: EveningWriter): Promise<void> {
  const held = [
    ['路过的栗子', '加我微信 lizi-88，红包抢不完', { rule: 'word', text: '加我微信' }],
    ['Grandpa Joe', 'Sixty years ago we danced to the same song.', { rule: 'newcomer' }],
    ['匿名的汤圆', '照片在这里 https://example.com/a', { rule: 'link', text: 'https://example.com/a' }],
    ['小林', '早生贵子早生贵子早生贵子', { rule: 'repeat' }],
  ] as const
  for (const [index, [name, content, reason]] of held.entries()) {
    const check = { held: [{ ...reason }], refusal: null }
    await writer.guest(name, at(30 + index), { kind: 'sendMessage', content, guestName: name, check })
  }
}

/** A vote with ballots, open or closed. */
export async function vote(writer: EveningWriter, isClosed: boolean): Promise<void> {
  const draft = { question: QUESTION, options: ['Waltz', 'Tango', 'Cha-cha'], maxChoices: 1, changeable: true, results: 'always' } as const
  const voteId = await writer.host(at(22), { kind: 'createVote', draft: { ...draft, options: [...draft.options] } })
  await writer.host(at(23), { kind: 'actOnVote', voteId, action: 'open' })
  for (const [index, option] of BALLOTS.entries())
    await writer.guest(`来宾 ${index}`, at(24), { kind: 'castVote', voteId, optionIds: [`o${option + 1}`] })
  await writer.host(
    at(25),
    isClosed ? { kind: 'actOnVote', voteId, action: 'close' } : { kind: 'changeVote', voteId, change: { question: `${QUESTION} ` } },
  )
}

export async function end(writer: EveningWriter): Promise<void> {
  await writer.host(at(35), { kind: 'actOnSession', act: 'end' })
}
