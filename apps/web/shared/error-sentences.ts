import { ERROR_CODES, type ErrorCode } from '@guestwall/protocol'
import type { Dictionary, Language } from './language.ts'

/** Refusals that never reach us as such: no answer at all, or one from something in between. */
export type LocalFailure = 'network' | 'foreign'
export type FailureCode = ErrorCode | LocalFailure

type Sentences = Readonly<Record<FailureCode, string>>

const BROKEN_ZH = '出了点问题，请再试一次。'
const BROKEN_EN = 'Something went wrong. Please try again.'

/** A plain sentence for every refusal, in both languages: complete by type. */
export const ERROR_SENTENCES: Dictionary<Sentences> = {
  'zh-CN': {
    network: '连不上留言墙。请检查网络后再试。',
    foreign: '这个网络拦住了留言墙，可能要先登录 Wi-Fi。',
    bad_frame: BROKEN_ZH,
    bad_request: BROKEN_ZH,
    invalid_text: '这段文字里有无法保存的字符。',
    empty_content: '先写点什么吧。',
    too_long: '文字太长了，请短一些。',
    name_invalid: '这个名字用不了：请用 2 到 20 个看得见的字。',
    name_reserved: '这个名字容易被当成主持人，请换一个。',
    key_reused: BROKEN_ZH,
    invalid_choice: '这个选项现在不能选。',
    unauthorised: '登录已失效，请重新进入。',
    forbidden: '你没有权限这样做。',
    origin_refused: '这个网址不能连接留言墙，请用主持人给的链接。',
    host_refused: '留言墙不认识这个网址，请用主持人给的链接。',
    removed: '主持人已请你离开这面墙。',
    muted: '主持人暂时不让你留言。',
    not_found: '这里什么也没有，请检查链接。',
    session_not_found: '没有这个邀请码，请再看一眼大屏上的六位码。',
    message_not_found: '这条留言已经不在了。',
    vote_not_found: '这个投票已经不在了。',
    guest_not_found: '这位来宾已经不在了。',
    method_not_allowed: BROKEN_ZH,
    hello_timeout: '网络太慢，正在重试。',
    conflict: '已经有人处理过了。',
    vote_closed: '你的票到达之前，投票已经结束。',
    vote_final: '这个投票不能改选。',
    ballot_voided: '主持人已将你的这一票作废。',
    session_not_started: '还没有开始，请稍后再来。',
    session_ended: '这面墙已经结束，不能再留言。',
    wall_closed: '主持人已关闭留言。',
    replaced: '你已在别处打开这面墙。',
    too_large: '内容太大，无法发送。',
    unsupported_media_type: BROKEN_ZH,
    rate_limited: '发得有点快，请稍等一下。',
    joined_just_now: '刚刚加入，几秒后就能投票。',
    session_busy: '现在留言的人很多，请稍等一下。',
    not_supported: '这个功能还没有做好，请换一种方式。',
    internal: '服务器出了点问题，请再试一次。',
    full: '人已满，暂时进不去。请过一会儿再试。',
    unavailable: '留言墙暂时连不上，请稍后再试。',
    draining: '留言墙正在重新启动，马上回来。',
  },
  en: {
    network: 'The wall cannot be reached. Check your network and try again.',
    foreign: 'This network stands in the way: the Wi-Fi may want you to sign in first.',
    bad_frame: BROKEN_EN,
    bad_request: BROKEN_EN,
    invalid_text: 'This text holds characters that cannot be stored.',
    empty_content: 'Write something first.',
    too_long: 'The text is too long. Please make it shorter.',
    name_invalid: 'This name cannot be used: take 2 to 20 visible characters.',
    name_reserved: 'This name could be taken for the host. Please choose another.',
    key_reused: BROKEN_EN,
    invalid_choice: 'This cannot be chosen now.',
    unauthorised: 'Your session has expired. Please join again.',
    forbidden: 'You may not do that.',
    origin_refused: 'This address may not use the wall. Take the link from the host.',
    host_refused: 'The wall does not know this address. Take the link from the host.',
    removed: 'The host has asked you to leave this wall.',
    muted: 'The host has muted you for now.',
    not_found: 'There is nothing here. Check the link.',
    session_not_found: 'We can’t find that code. Check the six characters on the big screen.',
    message_not_found: 'This message is gone.',
    vote_not_found: 'This vote is gone.',
    guest_not_found: 'This guest is gone.',
    method_not_allowed: BROKEN_EN,
    hello_timeout: 'The network is too slow. Trying again.',
    conflict: 'Somebody else has already done this.',
    vote_closed: 'The vote closed before your vote arrived.',
    vote_final: 'A choice in this vote cannot be changed.',
    ballot_voided: 'The host voided your ballot.',
    session_not_started: 'This has not started yet. Come back in a moment.',
    session_ended: 'This wall has ended. New messages can’t be sent.',
    wall_closed: 'The host has closed the wall to new messages.',
    replaced: 'You have opened this wall somewhere else.',
    too_large: 'This is too large to send.',
    unsupported_media_type: BROKEN_EN,
    rate_limited: 'A little too fast. Please wait a moment.',
    joined_just_now: 'You have just joined. Your vote counts in a few seconds.',
    session_busy: 'Many are writing right now. Please wait a moment.',
    not_supported: 'This is not available yet. Please choose something else.',
    internal: 'Something broke on the server. Please try again.',
    full: 'There is no free place right now. Try again in a while.',
    unavailable: 'The wall isn’t responding. Try again in a moment.',
    draining: 'The wall is restarting and will be right back.',
  },
}

/** The sentence for a code as it came over the wire; a newer server's code gets a general one. */
export function errorSentence(language: Language, code: string): string {
  const known = code === 'network' || code === 'foreign' || (ERROR_CODES as readonly string[]).includes(code)
  return ERROR_SENTENCES[language][known ? (code as FailureCode) : 'internal']
}
