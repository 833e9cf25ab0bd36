import type { ConnectionLabels, ResultsWallLabels } from '@guestwall/react'
import type { Dictionary } from '../shared/language.ts'
import type { VoteAct } from './vote-keys.ts'

export interface WallWords {
  readonly messages: string
  readonly guestsHere: (count: number) => readonly [string, string]
  readonly messageCount: (count: number) => readonly [string, string]
  readonly qrLabel: (address: string) => string
  readonly firstWish: string
  readonly scan: string
  readonly ended: string
  readonly noToken: string
  readonly keysTitle: string
  readonly keys: {
    readonly qr: string
    readonly fullScreen: string
    readonly larger: string
    readonly smaller: string
    readonly list: string
    readonly back: string
    readonly vote: string
    readonly results: string
  }
  readonly scanVote: string
  readonly noVote: string
  /** What the quiet sign of an open vote says above its question. */
  readonly votingNow: string
  readonly voters: (count: number) => string
  readonly results: ResultsWallLabels
  readonly hints: { readonly afterVoting: string; readonly afterClose: string }
  /** What a host's key has done, or why it did nothing. */
  readonly done: Readonly<Record<VoteAct['action'], string>>
  readonly noVoteYet: string
  /** Below the keys: whether the screen stays on by itself, and what to do where it does not. */
  readonly staysOn: string
  readonly mayGoDark: string
  readonly panel: string
  readonly toolbar: string
  readonly connection: ConnectionLabels
}

/** Said to the whole hall, so always in both languages: first in the one of whoever set the wall up. */
export const WALL_WORDS: Dictionary<WallWords> = {
  'zh-CN': {
    messages: '墙上的留言',
    guestsHere: (count) => [String(count), '位来宾在场'],
    messageCount: (count) => [String(count), '条留言'],
    qrLabel: (address) => `二维码：${address}`,
    firstWish: '写下第一句祝福',
    scan: '扫码留言',
    ended: '谢谢每一句祝福',
    noToken: '这个展示链接不完整。请从主持台重新打开。',
    keysTitle: '快捷键',
    keys: {
      qr: '二维码',
      fullScreen: '全屏',
      larger: '放大文字',
      smaller: '缩小文字',
      list: '快捷键',
      back: '返回',
      vote: '开始或结束投票',
      results: '公布或隐藏结果',
    },
    scanVote: '扫码投票',
    noVote: '还没有投票',
    votingNow: '正在投票',
    voters: (count) => `${count} 人已投票`,
    results: {
      open: '投票进行中',
      closed: '投票已结束',
      voters: (count) => [String(count), '人已投票'],
      votes: (count) => `${count} 票`,
      leading: '领先',
      most: '票数最多',
    },
    hints: { afterVoting: '投票后在手机上看结果', afterClose: '结束后公布结果' },
    done: { open: '投票开始了', close: '投票结束了', reopen: '投票已重新开放', reveal: '结果已公布', hide: '结果已隐藏' },
    noVoteYet: '还没有投票，请先在主持台写一个。',
    staysOn: '这块屏幕会保持常亮。',
    mayGoDark: '浏览器在这里不能让屏幕保持常亮。请在系统设置里关闭自动熄屏和休眠。',
    panel: '侧栏',
    toolbar: '大屏操作',
    connection: {
      network: '连不上服务器，正在重连',
      offline: '网络断开，正在重连',
      server: '留言墙暂时连不上，正在重连',
      portal: '这个网络要先登录',
      connecting: '正在连接',
      reconnecting: '正在重连',
      fallback: '网络较慢，更新会延迟',
      unauthorised: '这个展示链接已失效，请从主持台重新打开',
      forbidden: '这个展示链接已失效，请从主持台重新打开',
      removed: '这个展示链接已失效，请从主持台重新打开',
      session_not_found: '这面墙已经不在了',
      session_ended: '这面墙已经结束',
      name_refused: '这个名字不能用',
      replaced: '这面墙已在别处打开',
      refused: '这个展示链接不能使用这面墙，请从主持台重新打开',
    },
  },
  en: {
    messages: 'Messages on the wall',
    guestsHere: (count) => [String(count), count === 1 ? 'guest here' : 'guests here'],
    messageCount: (count) => [String(count), count === 1 ? 'message' : 'messages'],
    qrLabel: (address) => `QR code: ${address}`,
    firstWish: 'Write the first wish',
    scan: 'Scan to write',
    ended: 'Thank you for every wish',
    noToken: 'This display link is not complete. Open it again from the console.',
    keysTitle: 'Keyboard shortcuts',
    keys: {
      qr: 'QR code',
      fullScreen: 'Full screen',
      larger: 'Larger text',
      smaller: 'Smaller text',
      list: 'Shortcuts',
      back: 'Back',
      vote: 'Open or close the vote',
      results: 'Show or hide the results',
    },
    scanVote: 'Scan to vote',
    noVote: 'No vote yet',
    votingNow: 'Voting now',
    voters: (count) => (count === 1 ? '1 person has voted' : `${count} people have voted`),
    results: {
      open: 'Voting is open',
      closed: 'Voting has closed',
      voters: (count) => [String(count), count === 1 ? 'person has voted' : 'people have voted'],
      votes: (count) => (count === 1 ? '1 vote' : `${count} votes`),
      leading: 'leading',
      most: 'most votes',
    },
    hints: { afterVoting: 'Vote to see the results on your phone', afterClose: 'Results come when it closes' },
    done: {
      open: 'The vote is open',
      close: 'The vote is closed',
      reopen: 'The vote is open again',
      reveal: 'The results are shown',
      hide: 'The results are hidden',
    },
    noVoteYet: 'There is no vote yet. Write one on the console first.',
    staysOn: 'The screen stays on.',
    mayGoDark: 'The browser cannot keep the screen on here. Turn off sleep and screen dimming in the system settings.',
    panel: 'Side panel',
    toolbar: 'Screen controls',
    connection: {
      network: 'Cannot reach the server, reconnecting',
      offline: 'Offline, reconnecting',
      server: 'The wall isn’t responding, reconnecting',
      portal: 'This network wants a sign-in',
      connecting: 'Connecting',
      reconnecting: 'Reconnecting',
      fallback: 'Slow network, updates are delayed',
      unauthorised: 'This display link has expired: open it again from the console',
      forbidden: 'This display link has expired: open it again from the console',
      removed: 'This display link has expired: open it again from the console',
      session_not_found: 'This wall is no longer here',
      session_ended: 'This wall has ended',
      name_refused: 'This name cannot be used',
      replaced: 'This wall was opened somewhere else',
      refused: 'This display link cannot use the wall: open it again from the console',
    },
  },
}
