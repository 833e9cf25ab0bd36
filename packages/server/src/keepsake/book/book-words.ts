import type { Occasion } from '@guestwall/protocol'
import type { Language } from '../../export/cells.ts'

/** The words of the book. */
export interface BookWords {
  /** Under the title on the cover. */
  readonly cover: Readonly<Record<Occasion, string>>
  /** `hour`: 0 to 23. */
  readonly hour: (hour: number) => string
  readonly thanks: Readonly<Record<Occasion, string>>
  readonly counted: (messages: number, guests: number) => string
  readonly voters: (span: string, count: number) => string
  readonly votes: (count: number) => string
  readonly hidden: (span: string) => string
  readonly span: (from: string, to: string) => string
}

const HOURS_ZH = ['十二', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十', '十一']
const HOURS_EN = ['Twelve', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven']

export const BOOK_WORDS: Readonly<Record<Language, BookWords>> = {
  en: {
    cover: { wedding: 'Wishes from our guests', conference: 'What was said on the wall', class: 'What we wrote together' },
    hour: (hour) => {
      if (hour === 0) return 'Midnight'
      if (hour === 12) return 'Noon'
      const part = hour < 12 ? 'in the morning' : hour < 18 ? 'in the afternoon' : hour < 22 ? 'in the evening' : 'at night'
      return `${HOURS_EN[hour % 12]} ${part}`
    },
    thanks: { wedding: 'Thank you for every wish', conference: 'Thank you for every message', class: 'Thank you all' },
    counted: (messages, guests) => `${count(messages, 'message')} from ${count(guests, 'guest')}`,
    voters: (span, voters) => `${span}, ${voters === 1 ? '1 person' : `${voters} people`} voted`,
    votes: (votes) => count(votes, 'vote'),
    hidden: (span) => `${span}, results not public`,
    span: (from, to) => (from === to ? from : `${from} to ${to}`),
  },
  'zh-CN': {
    cover: { wedding: '来宾的祝福', conference: '墙上的留言', class: '我们写下的话' },
    hour: (hour) => `${partOfDay(hour)}${HOURS_ZH[hour % 12]}点`,
    thanks: { wedding: '谢谢每一句祝福', conference: '谢谢每一句留言', class: '谢谢大家' },
    counted: (messages, guests) => `${messages} 句留言，${guests} 位来宾`,
    voters: (span, voters) => `${span}，${voters} 人投票`,
    votes: (votes) => `${votes} 票`,
    hidden: (span) => `${span}，结果没有公开`,
    span: (from, to) => (from === to ? from : `${from} 到 ${to}`),
  },
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function partOfDay(hour: number): string {
  if (hour < 5) return '凌晨'
  if (hour < 9) return '早上'
  if (hour < 12) return '上午'
  if (hour === 12) return '中午'
  return hour < 18 ? '下午' : '晚上'
}
