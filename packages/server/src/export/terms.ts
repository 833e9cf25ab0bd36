import type { Language, TableName } from './cells.ts'
import type { ActName } from './acts.ts'

type Words = Readonly<Record<Language, string>>

/** The names of the tables: of the sheet, and in the name of the file. */
export const TABLE_WORDS: Readonly<Record<TableName | 'audit', Words>> = {
  messages: { en: 'Messages', 'zh-CN': '留言' },
  votes: { en: 'Votes', 'zh-CN': '投票' },
  ballots: { en: 'Ballots', 'zh-CN': '选票' },
  guests: { en: 'Guests', 'zh-CN': '来宾' },
  activity: { en: 'Activity', 'zh-CN': '操作记录' },
  audit: { en: 'Audit', 'zh-CN': '计票核对单' },
}

const ACT_WORDS: Readonly<Record<ActName, Words>> = {
  'message.posted': { en: 'posted a message', 'zh-CN': '发表留言' },
  'message.approved': { en: 'approved', 'zh-CN': '上墙' },
  'message.rejected': { en: 'rejected or took down', 'zh-CN': '拒绝或撤下' },
  'message.restored': { en: 'restored', 'zh-CN': '恢复' },
  'message.held': { en: 'put back to pending', 'zh-CN': '放回待审核' },
  'message.removed': { en: 'removed', 'zh-CN': '永久移除' },
  'message.pinned': { en: 'pinned', 'zh-CN': '置顶' },
  'message.unpinned': { en: 'unpinned', 'zh-CN': '取消置顶' },
  'guest.changed': { en: 'changed a guest', 'zh-CN': '修改来宾' },
  'guest.renamed': { en: 'renamed', 'zh-CN': '改名' },
  'guest.muted': { en: 'muted', 'zh-CN': '禁言' },
  'guest.unmuted': { en: 'unmuted', 'zh-CN': '解除禁言' },
  'guest.removed': { en: 'removed', 'zh-CN': '请出' },
  'guest.letBackIn': { en: 'let back in', 'zh-CN': '允许回来' },
  'guest.banned': { en: 'banned', 'zh-CN': '封禁' },
  'guest.unbanned': { en: 'unbanned', 'zh-CN': '解除封禁' },
  'vote.created': { en: 'created a vote', 'zh-CN': '新建投票' },
  'vote.changed': { en: 'changed a vote', 'zh-CN': '修改投票' },
  'vote.opened': { en: 'opened a vote', 'zh-CN': '开始投票' },
  'vote.closed': { en: 'closed a vote', 'zh-CN': '结束投票' },
  'vote.revealed': { en: 'showed the results', 'zh-CN': '公布结果' },
  'vote.hidden': { en: 'hid the results', 'zh-CN': '隐藏结果' },
  'vote.shown': { en: 'put a vote on the screens', 'zh-CN': '把投票放到大屏' },
  'vote.withdrawn': { en: 'made a vote a draft again', 'zh-CN': '投票改回草稿' },
  'vote.removed': { en: 'deleted a vote', 'zh-CN': '删除投票' },
  'vote.ballotsVoided': { en: 'did not count some votes', 'zh-CN': '不算部分选票' },
  'session.changed': { en: 'changed settings', 'zh-CN': '修改设置' },
  'session.rehearsed': { en: 'began a rehearsal', 'zh-CN': '开始彩排' },
  'session.rehearsalEnded': { en: 'ended the rehearsal and erased it', 'zh-CN': '结束彩排并清空' },
  'session.opened': { en: 'opened the wall', 'zh-CN': '开始活动' },
  'session.paused': { en: 'paused the wall', 'zh-CN': '暂停活动' },
  'session.resumed': { en: 'resumed the wall', 'zh-CN': '继续活动' },
  'session.ended': { en: 'ended the wall', 'zh-CN': '结束活动' },
  'session.reopened': { en: 'reopened the wall', 'zh-CN': '重新开始活动' },
  'settings.changed': { en: 'changed moderation rules', 'zh-CN': '修改审核规则' },
  'tables.changed': { en: 'changed the tables', 'zh-CN': '修改桌号' },
  'credential.created': { en: 'created a link', 'zh-CN': '新建链接' },
  'credential.revoked': { en: 'revoked a link', 'zh-CN': '停用链接' },
  'screen.paused': { en: 'paused the screen', 'zh-CN': '暂停大屏' },
  'screen.resumed': { en: 'resumed the screen', 'zh-CN': '继续大屏' },
  'screen.stepped': { en: 'showed the next message', 'zh-CN': '下一条' },
  'screen.blanked': { en: 'blanked the screen', 'zh-CN': '黑屏' },
  'screen.unblanked': { en: 'ended the blank screen', 'zh-CN': '解除黑屏' },
  'screen.frozen': { en: 'froze the screen', 'zh-CN': '冻结画面' },
  'screen.calmed': { en: 'reduced the motion on the screen', 'zh-CN': '减少大屏动画' },
  'screen.uncalmed': { en: 'let the screen move fully again', 'zh-CN': '恢复大屏动画' },
  'screen.unfrozen': { en: 'unfroze the screen', 'zh-CN': '解除冻结' },
  'screen.cleared': { en: 'cleared the screen', 'zh-CN': '清屏' },
  'screen.uncleared': { en: 'took the clearing back', 'zh-CN': '取消清屏' },
  'screen.enlarged': { en: 'showed a message large', 'zh-CN': '放大留言' },
  'screen.shrunk': { en: 'ended the large message', 'zh-CN': '收起放大的留言' },
  'screen.lanesChosen': { en: 'chose how danmaku pass', 'zh-CN': '调整弹幕' },
  'screen.layoutChosen': { en: 'chose what the screen shows', 'zh-CN': '切换画面' },
}

const OTHER_WORDS: Readonly<Record<string, Words>> = {
  shown: { en: 'shown', 'zh-CN': '已上墙' },
  pending: { en: 'pending', 'zh-CN': '待审核' },
  private: { en: 'private', 'zh-CN': '悄悄话' },
  rejected: { en: 'off the wall', 'zh-CN': '不上墙' },
  draft: { en: 'draft', 'zh-CN': '草稿' },
  open: { en: 'open', 'zh-CN': '进行中' },
  closed: { en: 'closed', 'zh-CN': '已结束' },
  always: { en: 'always', 'zh-CN': '始终' },
  afterVoting: { en: 'after voting', 'zh-CN': '投票后' },
  afterClose: { en: 'after the end', 'zh-CN': '结束后' },
  never: { en: 'when a host shows them', 'zh-CN': '由主持人公布' },
  public: { en: 'yes, now', 'zh-CN': '公开' },
  hidden: { en: 'hidden by a host', 'zh-CN': '已隐藏' },
  yes: { en: 'yes', 'zh-CN': '是' },
  no: { en: 'no', 'zh-CN': '否' },
  message: { en: 'message', 'zh-CN': '留言' },
  guest: { en: 'guest', 'zh-CN': '来宾' },
  vote: { en: 'vote', 'zh-CN': '投票' },
  session: { en: 'session', 'zh-CN': '活动' },
  credential: { en: 'link', 'zh-CN': '链接' },
  screen: { en: 'screen', 'zh-CN': '大屏' },
  link: { en: 'link', 'zh-CN': '链接' },
  // The names of those whom no host named.
  Host: { en: 'Host', 'zh-CN': '主持人' },
  Screen: { en: 'Screen', 'zh-CN': '大屏' },
  Operator: { en: 'Operator', 'zh-CN': '管理员' },
  code: { en: 'code', 'zh-CN': '邀请码' },
}

const TERMS: ReadonlyMap<string, Words> = new Map(Object.entries({ ...OTHER_WORDS, ...ACT_WORDS }))

/** The term in that language. A term that has no words, such as one of a newer version, stays as it is. */
export function termIn(language: Language, name: string): string {
  return TERMS.get(name)?.[language] ?? name
}

/** Yes or no in that language. */
export function yesOrNo(language: Language, isSo: boolean): string {
  return termIn(language, isSo ? 'yes' : 'no')
}
