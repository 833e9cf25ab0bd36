import type { Dictionary } from '../shared/language.ts'

export interface GuestWords {
  readonly codeTitle: string
  readonly codeHint: string
  readonly codeField: string
  readonly codeSubmit: string
  readonly codeMalformed: string
  readonly looking: string
  readonly tryAgain: string
  readonly otherCode: string
  readonly joinAsk: string
  readonly nameField: string
  readonly nameHint: string
  readonly joinSubmit: string
  readonly name_short: string
  readonly name_long: string
  readonly name_invalid: string
  readonly notStartedJoin: string
  /** To whoever comes after the end. */
  readonly endedTitle: string
  readonly endedJoin: string
  readonly ended: string
  /** While the name is being taken to the wall. */
  readonly joining: string
  readonly notStarted: string
  readonly wallClosed: string
  readonly opening: string
  readonly here: (count: number) => string
  readonly renameTitle: string
  readonly renameHint: string
  readonly renameSubmit: string
  readonly close: string
  readonly waiting: (count: number) => string
  readonly notDurable: string
  readonly announced: (state: string) => string
  readonly rejoin: string
  readonly continueHere: string
  readonly tabs: string
  readonly tabMessages: string
  readonly tabVotes: string
  /** The votes' tab while some are open. */
  readonly tabOpenVotes: (count: number) => string
  readonly toVote: string
  readonly receipt: {
    readonly title: string
    readonly purpose: string
    readonly voided: string
    readonly loading: string
    readonly none: string
    readonly copy: string
    readonly copied: string
    readonly notCopied: string
  }
}

export const GUEST_WORDS: Dictionary<GuestWords> = {
  'zh-CN': {
    codeTitle: '进入留言墙',
    codeHint: '输入大屏上的六位邀请码，大小写都可以。',
    codeField: '邀请码',
    codeSubmit: '进入',
    codeMalformed: '邀请码是六位字母和数字，没有 0、O、1、I、L。',
    looking: '正在打开…',
    tryAgain: '再试一次',
    otherCode: '换一个邀请码',
    joinAsk: '怎么称呼你？',
    nameField: '你的名字',
    nameHint: '会写在你的留言下面，2 到 20 个字，随时可改。',
    joinSubmit: '去留言',
    name_short: '名字至少要 2 个字。',
    name_long: '名字最多 20 个字。',
    name_invalid: '这个名字里有不能用的字符。',
    notStartedJoin: '还没有开始。可以先进来，开始后就能留言。',
    endedTitle: '谢谢每一句祝福',
    endedJoin: '这面墙已经结束，不能再留言。',
    ended: '这面墙已经结束，谢谢每一句祝福。你的留言还在上面。',
    notStarted: '还没有开始，开始后就能留言。',
    wallClosed: '主持人已关闭留言。',
    opening: '正在加载…',
    here: (count) => `${count} 人在场`,
    joining: '正在进入…',
    renameTitle: '修改署名',
    renameHint: '新名字用在之后的留言上。',
    renameSubmit: '保存',
    close: '关闭',
    waiting: (count) => `${count} 条待发送`,
    notDurable: '这个浏览器不让保存，发出之前请不要关掉页面。',
    announced: (state) => `你的留言：${state}`,
    rejoin: '重新进入',
    continueHere: '在这里继续',
    tabs: '留言和投票',
    tabMessages: '留言',
    tabVotes: '投票',
    tabOpenVotes: (count) => `投票，${count} 个进行中`,
    toVote: '去投票',
    receipt: {
      title: '我的回执',
      purpose: '主持人可以导出计票记录，里面有这个编号，就说明你的投票已原样计票。',
      voided: '主持人已将你的这一票作废。计票记录里可以看到这个编号。',
      loading: '正在加载…',
      none: '结果公布后，这里会有回执。',
      copy: '复制',
      copied: '已复制',
      notCopied: '请手动复制',
    },
  },
  en: {
    codeTitle: 'Join a wall',
    codeHint: 'Type the six characters from the big screen, in any case.',
    codeField: 'Code',
    codeSubmit: 'Enter',
    codeMalformed: 'A code has six letters and digits, never 0, O, 1, I or L.',
    looking: 'Opening…',
    tryAgain: 'Try again',
    otherCode: 'Use another code',
    joinAsk: 'What shall we call you?',
    nameField: 'Your name',
    nameHint: 'Shown under your messages. 2 to 20 characters, change it any time.',
    joinSubmit: 'Write a message',
    name_short: 'A name has at least 2 characters.',
    name_long: 'A name has at most 20 characters.',
    name_invalid: 'This name holds characters that cannot be used.',
    notStartedJoin: 'It has not started yet. Come in already: you can write once it does.',
    endedTitle: 'Thank you for every wish',
    endedJoin: 'This wall has ended. New messages can’t be sent.',
    ended: 'This wall has ended. Thank you for every wish; your messages are still on it.',
    notStarted: 'It has not started yet. You can write once it does.',
    wallClosed: 'The host has closed the wall to new messages.',
    opening: 'Loading…',
    here: (count) => `${count} here`,
    joining: 'Joining…',
    renameTitle: 'Change your name',
    renameHint: 'The new name is shown under what you write from now on.',
    renameSubmit: 'Save',
    close: 'Close',
    waiting: (count) => `${count} waiting to send`,
    notDurable: 'This browser keeps nothing: leave the page open until it is sent.',
    announced: (state) => `Your message: ${state}`,
    rejoin: 'Join again',
    continueHere: 'Continue here',
    tabs: 'Messages and votes',
    tabMessages: 'Messages',
    tabVotes: 'Votes',
    tabOpenVotes: (count) => `Votes, ${count} open`,
    toVote: 'Vote now',
    receipt: {
      title: 'My receipt',
      purpose: 'The host can export a record of the count. If it holds this code, your vote was counted as you submitted it.',
      voided: 'The host voided your ballot. The record of the count holds this code.',
      loading: 'Loading…',
      none: 'Your receipt comes with the results.',
      copy: 'Copy',
      copied: 'Copied',
      notCopied: 'Copy by hand',
    },
  },
}
