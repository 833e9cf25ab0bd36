import type {
  CredentialRole,
  DanmakuDensity,
  DanmakuRegion,
  Layout,
  LookPart,
  Moderation,
  Occasion,
  Photos,
  Session,
  SessionState,
  Theme,
} from '@guestwall/protocol'
import type { Details, Language } from './cells.ts'
import { yesOrNo } from './terms.ts'

type Words = Readonly<Record<Language, string>>

/** The name of a change: a field of the session, a part of its look, the layout and the lanes of a screen, the large message, the role of a link. */
export type DetailName =
  | Exclude<keyof Session, 'id' | 'code' | 'createdAt' | 'look'>
  | LookPart
  | 'messageId'
  | 'role'
  | 'region'
  | 'density'

const NAMES: Readonly<Record<DetailName, Words>> = {
  title: { en: 'title', 'zh-CN': '标题' },
  subtitle: { en: 'line above the title', 'zh-CN': '日期或地点' },
  state: { en: 'state', 'zh-CN': '状态' },
  moderation: { en: 'how messages come to the wall', 'zh-CN': '留言怎样上墙' },
  slowModeSeconds: { en: 'slow mode, seconds', 'zh-CN': '慢速（秒）' },
  layout: { en: 'on the screen', 'zh-CN': '画面' },
  theme: { en: 'theme', 'zh-CN': '主题' },
  occasion: { en: 'occasion', 'zh-CN': '场合' },
  opensAt: { en: 'opens at', 'zh-CN': '自动开始时间' },
  photos: { en: 'photos', 'zh-CN': '照片' },
  privateWishes: { en: 'private messages', 'zh-CN': '悄悄话' },
  reactions: { en: 'reactions', 'zh-CN': '盖章' },
  background: { en: 'own background', 'zh-CN': '自己的背景图' },
  logo: { en: 'own logo', 'zh-CN': '自己的标志' },
  retentionDays: { en: 'days kept', 'zh-CN': '保留天数' },
  messageId: { en: 'message id', 'zh-CN': '留言 ID' },
  role: { en: 'for', 'zh-CN': '用途' },
  region: { en: 'where danmaku pass', 'zh-CN': '弹幕位置' },
  density: { en: 'how closely danmaku follow', 'zh-CN': '弹幕疏密' },
}

interface Values {
  readonly state: SessionState
  readonly moderation: Moderation
  readonly layout: Layout
  readonly theme: Theme
  readonly occasion: Occasion
  readonly photos: Photos
  readonly role: CredentialRole
  readonly region: DanmakuRegion
  readonly density: DanmakuDensity
}

const VALUES: { readonly [Name in keyof Values]: Readonly<Record<Values[Name], Words>> } = {
  state: {
    scheduled: { en: 'draft', 'zh-CN': '草稿' },
    rehearsing: { en: 'rehearsal', 'zh-CN': '彩排中' },
    open: { en: 'open', 'zh-CN': '进行中' },
    paused: { en: 'paused', 'zh-CN': '已暂停' },
    ended: { en: 'ended', 'zh-CN': '已结束' },
  },
  moderation: {
    approve: { en: 'approved first', 'zh-CN': '先审后发' },
    off: { en: 'published at once', 'zh-CN': '先发后删' },
    closed: { en: 'closed', 'zh-CN': '关闭留言' },
  },
  layout: {
    masonry: { en: 'messages', 'zh-CN': '留言' },
    danmaku: { en: 'flying messages', 'zh-CN': '弹幕' },
    spotlight: { en: 'one at a time', 'zh-CN': '逐条' },
    results: { en: 'results', 'zh-CN': '投票' },
    idle: { en: 'join page', 'zh-CN': '扫码页' },
  },
  theme: {
    linen: { en: 'linen', 'zh-CN': '素笺' },
    cinnabar: { en: 'cinnabar', 'zh-CN': '囍' },
    night: { en: 'night', 'zh-CN': '夜' },
    contrast: { en: 'high contrast', 'zh-CN': '高对比' },
    garden: { en: 'garden', 'zh-CN': '庭园' },
    paper: { en: 'paper blue', 'zh-CN': '青笺' },
  },
  occasion: {
    wedding: { en: 'wedding', 'zh-CN': '婚礼' },
    conference: { en: 'conference', 'zh-CN': '会议' },
    class: { en: 'class', 'zh-CN': '课堂' },
  },
  photos: {
    off: { en: 'off', 'zh-CN': '关' },
    approve: { en: 'approved first', 'zh-CN': '先审后发' },
    on: { en: 'on', 'zh-CN': '开' },
  },
  role: {
    host: { en: 'host', 'zh-CN': '主持人' },
    moderator: { en: 'helper', 'zh-CN': '帮手' },
    wall: { en: 'screen', 'zh-CN': '大屏' },
  },
  region: {
    around: { en: 'above and below', 'zh-CN': '上下' },
    top: { en: 'top', 'zh-CN': '上方' },
    bottom: { en: 'bottom', 'zh-CN': '下方' },
    all: { en: 'everywhere', 'zh-CN': '全屏' },
  },
  density: {
    low: { en: 'loose', 'zh-CN': '稀' },
    normal: { en: 'normal', 'zh-CN': '适中' },
    high: { en: 'close', 'zh-CN': '密' },
  },
}

/** Nothing is set: the layout of a screen follows the session, a session opens when a host opens it. */
const NOTHING: Words = { en: 'none', 'zh-CN': '无' }
const COLON: Words = { en: ': ', 'zh-CN': '：' }
const SEMICOLON: Words = { en: '; ', 'zh-CN': '；' }

const ALL_NAMES: Readonly<Record<string, Words | undefined>> = NAMES
const ALL_VALUES: Readonly<Record<string, Readonly<Record<string, Words | undefined>> | undefined>> = VALUES

/** Details as one text, in words of the language; `null`: in names of the protocol. A name of a newer version stays as it is. */
export function detailsText(details: Details, language: Language | null, localTime: (iso: string) => string): string {
  if (language === null) {
    return Object.entries(details)
      .map(([name, value]) => `${name}: ${String(value)}`)
      .join('; ')
  }
  const valueText = (name: string, value: Details[string]): string => {
    if (value === null) return NOTHING[language]
    if (typeof value === 'boolean') return yesOrNo(language, value)
    if (name === 'opensAt') return localTime(String(value))
    return ALL_VALUES[name]?.[String(value)]?.[language] ?? String(value)
  }
  return Object.entries(details)
    .map(([name, value]) => `${ALL_NAMES[name]?.[language] ?? name}${COLON[language]}${valueText(name, value)}`)
    .join(SEMICOLON[language])
}
