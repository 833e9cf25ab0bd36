/** A column of a spreadsheet: the words of its header. */
interface Column {
  readonly en: string
  readonly 'zh-CN': string
  /** In characters. */
  readonly width: number
  /** The header of xlsx names the time zone. */
  readonly isLocalTime?: true
}

const ID_WIDTH = 26
const TIME_WIDTH = 30
const NAME_WIDTH = 18

/** Every column, by its name, which is the header of a csv without a language. */
export const COLUMNS = {
  eventId: { en: 'No. in the log', 'zh-CN': '日志编号', width: 14 },
  localTime: { en: 'Time', 'zh-CN': '时间', width: TIME_WIDTH, isLocalTime: true },
  timeZone: { en: 'Time zone', 'zh-CN': '时区', width: NAME_WIDTH },
  guestName: { en: 'Guest', 'zh-CN': '来宾', width: NAME_WIDTH },
  content: { en: 'Message', 'zh-CN': '留言', width: 60 },
  status: { en: 'Status', 'zh-CN': '状态', width: 12 },
  pinned: { en: 'Pinned', 'zh-CN': '置顶', width: 9 },
  joy: { en: 'Joy', 'zh-CN': '囍', width: 8 },
  congratulations: { en: 'Congratulations', 'zh-CN': '贺', width: 15 },
  praise: { en: 'Praise', 'zh-CN': '赞', width: 8 },
  love: { en: 'Love', 'zh-CN': '爱', width: 8 },
  laughter: { en: 'Laughter', 'zh-CN': '笑', width: 9 },
  tears: { en: 'Tears', 'zh-CN': '泪', width: 8 },
  decidedBy: { en: 'Decided by', 'zh-CN': '处理人', width: NAME_WIDTH },
  decidedTime: { en: 'Decided at', 'zh-CN': '处理时间', width: TIME_WIDTH, isLocalTime: true },
  createdAt: { en: 'Time (UTC)', 'zh-CN': '时间（UTC）', width: ID_WIDTH },
  id: { en: 'Message id', 'zh-CN': '留言 ID', width: ID_WIDTH },
  guestId: { en: 'Guest id', 'zh-CN': '来宾 ID', width: ID_WIDTH },
  question: { en: 'Question', 'zh-CN': '问题', width: 40 },
  option: { en: 'Option', 'zh-CN': '选项', width: 30 },
  count: { en: 'Votes', 'zh-CN': '票数', width: 9 },
  ballots: { en: 'Ballots', 'zh-CN': '选票数', width: 10 },
  state: { en: 'State', 'zh-CN': '状态', width: 10 },
  maxChoices: { en: 'Most choices', 'zh-CN': '最多可选', width: 13 },
  changeable: { en: 'May be changed', 'zh-CN': '可改票', width: 15 },
  results: { en: 'Results visible', 'zh-CN': '结果公开', width: NAME_WIDTH },
  revealed: { en: 'Shown by the host', 'zh-CN': '主持人公布', width: NAME_WIDTH },
  voteId: { en: 'Vote id', 'zh-CN': '投票 ID', width: ID_WIDTH },
  optionId: { en: 'Option id', 'zh-CN': '选项 ID', width: 12 },
  seq: { en: 'Ballot no.', 'zh-CN': '选票编号', width: 12 },
  choices: { en: 'Choices', 'zh-CN': '所选', width: 40 },
  source: { en: 'Came by', 'zh-CN': '来源', width: NAME_WIDTH },
  messages: { en: 'Messages', 'zh-CN': '留言数', width: 10 },
  firstSeen: { en: 'First seen', 'zh-CN': '首次到来', width: TIME_WIDTH, isLocalTime: true },
  lastSeen: { en: 'Last seen', 'zh-CN': '最近到来', width: TIME_WIDTH, isLocalTime: true },
  isRenamed: { en: 'Renamed', 'zh-CN': '已改名', width: 10 },
  isMuted: { en: 'Muted', 'zh-CN': '已禁言', width: 9 },
  isRemoved: { en: 'Removed', 'zh-CN': '已请出', width: 10 },
  isBanned: { en: 'Banned', 'zh-CN': '已封禁', width: 9 },
  reason: { en: 'Reason', 'zh-CN': '原因', width: 30 },
  actedBy: { en: 'Acted by', 'zh-CN': '操作人', width: NAME_WIDTH },
  act: { en: 'Act', 'zh-CN': '操作', width: 24 },
  targetKind: { en: 'On', 'zh-CN': '对象类型', width: 12 },
  target: { en: 'Whom or which', 'zh-CN': '对象', width: 30 },
  details: { en: 'Details', 'zh-CN': '详情', width: 40 },
  at: { en: 'Time (UTC)', 'zh-CN': '时间（UTC）', width: ID_WIDTH },
  actorId: { en: 'Actor id', 'zh-CN': '操作人 ID', width: ID_WIDTH },
  targetId: { en: 'Target id', 'zh-CN': '对象 ID', width: ID_WIDTH },
} as const satisfies Readonly<Record<string, Column>>

export type ColumnName = keyof typeof COLUMNS
