import type { BuiltLayout, Theme } from '@guestwall/protocol'
import type { ConnectionLabels, FoldLabels } from '@guestwall/react'
import type { Dictionary } from '../shared/language.ts'

/** A link; typed by hand; kept by this browser from an earlier sign-in. */
export type KeySource = 'link' | 'typed' | 'kept'

export interface HostWords {
  readonly title: string
  readonly signInTitle: string
  readonly signInHint: string
  readonly signInField: string
  readonly signIn: string
  /** By where the key came from that was refused. */
  readonly signInRefused: Readonly<Record<KeySource, string>>
  readonly busy: string
  readonly newTitle: string
  readonly titleField: string
  readonly titleExample: string
  readonly titleMissing: string
  readonly subtitleField: string
  readonly subtitleExample: string
  readonly themeField: string
  readonly themes: Readonly<Record<Theme, string>>
  readonly create: string
  readonly yourWalls: string
  readonly noWalls: string
  readonly states: { readonly scheduled: string; readonly open: string; readonly ended: string }
  readonly allWalls: string
  readonly noHostToken: string
  readonly signInHere: string
  readonly loading: string
  /** Unusually many guests joined in the last minute. */
  readonly manyJoins: (count: number) => string
  readonly shareTitle: string
  readonly qrLabel: (address: string) => string
  readonly guestLink: string
  readonly displayLink: string
  readonly moderatorLink: string
  readonly moderatorHint: string
  /** Of the moderator link, and of the display link where there is one. */
  readonly linksUntil: (endMs: number, hasDisplayLink: boolean) => string
  readonly openWall: string
  readonly copy: string
  readonly copied: string
  readonly notCopied: string
  readonly messages: (count: number) => string
  readonly messagesTitle: string
  readonly noMessages: string
  readonly newer: (count: number) => string
  readonly older: string
  readonly loadingOlder: string
  readonly remove: string
  readonly confirmRemove: string
  readonly fold: FoldLabels
  /** Below the button that opens the wall, where the browser has no wake lock. */
  readonly wallMayGoDark: string
  readonly keep: string
  readonly removeOf: (name: string) => string
  readonly previewTitle: string
  readonly layoutField: string
  readonly layouts: Readonly<Record<BuiltLayout, string>>
  readonly tabs: string
  readonly tabMessages: string
  readonly tabVotes: string
  /** The votes' tab while some are open. */
  readonly tabOpenVotes: (count: number) => string
  readonly editTitle: string
  readonly save: string
  readonly endTitle: string
  readonly endHint: string
  readonly end: string
  readonly confirmEnd: string
  readonly cancel: string
  readonly guests: (count: number) => string
  readonly health: ConnectionLabels & { readonly connected: string }
  readonly storeFailing: string
}

export const HOST_WORDS: Dictionary<HostWords> = {
  'zh-CN': {
    title: '主持台',
    signInTitle: '进入主持台',
    signInHint: '打开终端里打印的链接，或把链接或登录密钥粘贴到这里：终端链接里的密钥只能用一次，OPERATOR_TOKEN 一直可用。',
    signInField: '登录密钥或链接',
    signIn: '进入',
    signInRefused: {
      link: '这个链接已经用过或已失效，请用终端里最新的链接；也可以用 OPERATOR_TOKEN。',
      typed: '登录密钥不对。请用 OPERATOR_TOKEN 或终端里最新的链接。',
      kept: '登录已失效。请用 OPERATOR_TOKEN 或终端里最新的链接重新登录。',
    },
    busy: '请稍候…',
    newTitle: '新建留言墙',
    titleField: '标题',
    titleExample: '林晓 & 陈默',
    titleMissing: '先写个标题吧。',
    subtitleField: '日期或地点（可不填）',
    subtitleExample: '2026 · 11 · 22 · 杭州',
    themeField: '主题',
    themes: { linen: '素笺', cinnabar: '囍', night: '夜', contrast: '高对比' },
    create: '创建留言墙',
    yourWalls: '已有的留言墙',
    noWalls: '还没有留言墙，请在上面创建第一面。',
    states: { scheduled: '未开始', open: '进行中', ended: '已结束' },
    allWalls: '所有留言墙',
    noHostToken: '这里需要主持链接，请向创建这面墙的人索取。如果这面墙是你创建的，请登录：',
    signInHere: '登录主持台',
    loading: '正在打开…',
    manyJoins: (count) => `新加入的来宾异常多：最近一分钟 ${count} 位`,
    shareTitle: '来宾入口',
    qrLabel: (address) => `二维码：${address}`,
    guestLink: '来宾地址',
    displayLink: '大屏链接',
    moderatorLink: '主持链接',
    moderatorHint: '拿到链接的人可以管理整面墙，包括结束它，请只发给信得过的帮手。',
    linksUntil: (endMs, hasDisplayLink) =>
      `${hasDisplayLink ? '大屏链接和主持链接' : '主持链接'}有效期至${new Date(endMs).toLocaleDateString('zh-CN', { dateStyle: 'long' })}。`,
    openWall: '打开大屏',
    copy: '复制',
    copied: '已复制',
    notCopied: '请手动复制',
    messages: (count) => `${count} 条留言`,
    messagesTitle: '墙上的留言',
    noMessages: '还没有留言。把二维码放给大家看吧。',
    newer: (count) => `${count} 条新留言`,
    older: '更早的留言',
    loadingOlder: '正在加载…',
    remove: '移除',
    confirmRemove: '确认移除',
    fold: { more: '展开全文', less: '收起' },
    wallMayGoDark: '用这个地址打开的大屏不能保持常亮：请在接投影的电脑上关闭自动熄屏和休眠。',
    keep: '留下',
    removeOf: (name) => `移除 ${name} 的留言`,
    previewTitle: '大屏预览',
    layoutField: '画面',
    layouts: { masonry: '留言', results: '投票', idle: '扫码页' },
    tabs: '留言和投票',
    tabMessages: '留言',
    tabVotes: '投票',
    tabOpenVotes: (count) => `投票，${count} 个进行中`,
    editTitle: '标题和日期',
    save: '保存',
    endTitle: '结束',
    endHint: '结束后不能再留言，墙上的内容仍可查看。',
    end: '结束留言墙',
    confirmEnd: '确认结束',
    cancel: '取消',
    guests: (count) => `${count} 位来宾在场`,
    storeFailing: '服务器现在存不了数据：大家发的留言先留在各自手机上，恢复后自动送到。原因见服务器日志，通常是磁盘满了。',
    health: {
      connected: '连接正常',
      network: '连不上服务器，正在重连',
      offline: '你的网络断开了，正在重连',
      server: '留言墙暂时连不上，正在重连',
      portal: '这个网络要先登录',
      connecting: '正在连接',
      reconnecting: '正在重连',
      fallback: '网络较慢，更新会延迟',
      unauthorised: '这个主持链接已失效',
      forbidden: '这个主持链接不能管理这面墙',
      removed: '这个主持链接已失效',
      session_not_found: '这面墙已经不在了',
      session_ended: '这面墙已经结束',
      name_refused: '这个名字不能用',
      replaced: '已在别处打开',
      refused: '这个主持链接不能使用这面墙',
    },
  },
  en: {
    title: 'Console',
    signInTitle: 'Sign in to the console',
    signInHint:
      'Open the link in the terminal, or paste that link or a sign-in key here. A key from the terminal works once; OPERATOR_TOKEN always works.',
    signInField: 'Sign-in key or link',
    signIn: 'Sign in',
    signInRefused: {
      link: 'This link was already used or has expired. Use the newest one in the terminal, or OPERATOR_TOKEN.',
      typed: 'This key isn’t right. Use OPERATOR_TOKEN or the newest link in the terminal.',
      kept: 'Your sign-in has expired. Use OPERATOR_TOKEN or the newest link in the terminal.',
    },
    busy: 'One moment…',
    newTitle: 'New wall',
    titleField: 'Title',
    titleExample: 'Ana & Miguel',
    titleMissing: 'Write a title first.',
    subtitleField: 'Date or place (optional)',
    subtitleExample: '22 November 2026 · Lisbon',
    themeField: 'Theme',
    themes: { linen: 'Linen', cinnabar: '囍 Cinnabar', night: 'Night', contrast: 'Contrast' },
    create: 'Create wall',
    yourWalls: 'Your walls',
    noWalls: 'No walls yet. Create the first one above.',
    states: { scheduled: 'Not started', open: 'Running', ended: 'Ended' },
    allWalls: 'All walls',
    noHostToken: 'This page needs a moderator link. Ask whoever created the wall. If you created it, sign in:',
    signInHere: 'Sign in to the console',
    loading: 'Opening…',
    manyJoins: (count) => `Unusually many new guests: ${count} in the last minute`,
    shareTitle: 'Guest access',
    qrLabel: (address) => `QR code: ${address}`,
    guestLink: 'Guest address',
    displayLink: 'Display link',
    moderatorLink: 'Moderator link',
    moderatorHint: 'Anyone with this link can manage the wall, even end it. Share it only with helpers.',
    linksUntil: (endMs, hasDisplayLink) =>
      `${hasDisplayLink ? 'The display and moderator links are' : 'The moderator link is'} good until ${new Date(endMs).toLocaleDateString('en', { dateStyle: 'long' })}.`,
    openWall: 'Open the wall',
    copy: 'Copy',
    copied: 'Copied',
    notCopied: 'Copy by hand',
    messages: (count) => (count === 1 ? '1 message' : `${count} messages`),
    messagesTitle: 'Messages on the wall',
    noMessages: 'No messages yet. Show the QR code to get started.',
    newer: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
    older: 'Older messages',
    loadingOlder: 'Loading…',
    remove: 'Remove',
    confirmRemove: 'Remove',
    fold: { more: 'Show all', less: 'Show less' },
    wallMayGoDark:
      'A screen opened at this address cannot stay on by itself: turn off sleep and screen dimming on the projector’s computer.',
    keep: 'Keep',
    removeOf: (name) => `Remove the message of ${name}`,
    previewTitle: 'Preview',
    layoutField: 'Screen',
    layouts: { masonry: 'Messages', results: 'Vote', idle: 'Join page' },
    tabs: 'Messages and votes',
    tabMessages: 'Messages',
    tabVotes: 'Votes',
    tabOpenVotes: (count) => `Votes, ${count} open`,
    editTitle: 'Title and date',
    save: 'Save',
    endTitle: 'End',
    endHint: 'After the end no more messages can be sent; the wall can still be read.',
    end: 'End this wall',
    confirmEnd: 'End the wall',
    cancel: 'Cancel',
    guests: (count) => (count === 1 ? '1 guest here' : `${count} guests here`),
    storeFailing:
      'The server cannot save right now. Messages wait on the guests’ phones and arrive once it can. The server’s log says why; often the disk is full.',
    health: {
      connected: 'Connected',
      network: 'Cannot reach the server, reconnecting',
      offline: 'You are offline, reconnecting',
      server: 'The wall isn’t responding, reconnecting',
      portal: 'This network wants a sign-in',
      connecting: 'Connecting',
      reconnecting: 'Reconnecting',
      fallback: 'Slow network, updates are delayed',
      unauthorised: 'This moderator link has expired',
      forbidden: 'This moderator link is not for this wall',
      removed: 'This moderator link has expired',
      session_not_found: 'This wall is no longer here',
      session_ended: 'This wall has ended',
      name_refused: 'This name cannot be used',
      replaced: 'Opened somewhere else',
      refused: 'This moderator link cannot use the wall',
    },
  },
}
