import type { GuestwallLabels } from './labels.ts'

/** 简体中文 */
export const labelsZh: GuestwallLabels = {
  stream: {
    title: '留言',
    empty: '还没有留言。写下第一句祝福吧。',
    newer: (count) => `${count} 条新留言`,
    toNewest: '回到最新',
    older: '更早的留言',
    loadingOlder: '正在取更早的留言…',
    me: (name) => `我 · ${name}`,
    delivery: { sending: '发送中', delivered: '已送达', pending: '等待审核', shown: '已上墙', failed: '未发送 · 重试' },
    discard: '不发了',
    reason: (refusal) => refusal.message,
  },
  composer: {
    field: '你的留言',
    placeholder: '写一句祝福…',
    send: '发送',
    writingAs: { before: '以「', after: '」的名字留言' },
    rename: '改名',
    counted: (count, limit) => `已写 ${count} 个字，最多 ${limit} 个`,
    over: (count) => `多了 ${count} 个字`,
    problems: {
      invalid_text: '这段文字里有无法保存的字符。',
      empty_content: '先写点什么吧。',
      too_long: '这段文字太长了。',
      name_invalid: '这个名字用不了。',
    },
  },
  people: { title: '在场的人', you: '我', loading: '正在看谁在场…', more: (count) => `还有 ${count} 人` },
  connection: {
    network: '连不上留言墙，正在重连…你的内容已保存。',
    offline: '你的网络断开了，正在重连…你的内容已保存。',
    server: '留言墙暂时没有回应，正在重连…你的内容已保存。',
    portal: '这个 Wi-Fi 需要先登录。你的内容已保存。',
    connecting: '正在连接…',
    reconnecting: '重新连接中…你的内容已保存。',
    fallback: '网络较慢，更新会延迟。你的内容已保存。',
    unauthorised: '登录已失效，请重新进入。',
    forbidden: '你没有权限查看这面墙。',
    removed: '主持人已请你离开这面墙。',
    session_not_found: '这面墙已经不在了。',
    replaced: '你已在别处打开这面墙。',
  },
}
