import type { Range } from './finding.ts'
import type { Glyphs } from './glyphs.ts'

/** Names of services by which strangers are called, as people write them past a filter. */
/** Signs within a name. */
const S = '[ \\u2022·.*_-]{0,2}'
const SERVICE = `(?:[微薇威维徽vw]${S}信|微${S}星|wei ?xin|we ?chat|v${S}x|w${S}x|q${S}q|扣${S}扣|企 ?鹅|telegram|tele|tg|飞机|whats ?app|line|skype|抖音|小红书|快手|微博|陌陌|群号|企业微信)`
const FILLER = '[ :：=\\-—_.,，。•|号好是群加我搜id私聊联系方式:]{0,8}'
/** An account: letters with a digit or an underscore, or five digits and more. Bounded, so that the work is linear. */
const ACCOUNT = '(?:[a-z](?=[a-z_-]{0,18}[0-9_])[a-z0-9_-]{5,19}|[1-9](?: ?[0-9]){4,10}|(?:[a-z0-9] ){5,19}[a-z0-9])(?![a-z0-9])'
const WITH_ACCOUNT = new RegExp(`(?<![a-z])${SERVICE}${FILLER}@?${ACCOUNT}(?! ?[元块钱万亿千百年月天小分秒人次名个步位票%])`, 'g')
/** A plus for 加, as in `+v`: no list of words can hold a sign. */
const PLUS = /(?<![a-z0-9)] ?)[+] ?(?:微|薇|威|v ?x|v ?信|w ?x|vx|v(?![a-z0-9])|q ?q|q群|扣)|十 ?v ?[:：]/g
/** `@name` of a service that is named before, and an address of mail. */
const HANDLE = /(?<![a-z])(?:telegram|tele|tg|ins|insta|instagram|ig|snap(?:chat)?|twitter|whats ?app|line)[ :：=-]{0,4}@[a-z0-9_.]{4,30}/g
const MAIL =
  /(?<![a-z0-9._-])[a-z0-9._-]{1,64}(?: ?@ ?| ?\[at\] ?| ?\(at\) ?)[a-z0-9-]{1,63}(?:(?: ?\. ?| ?\[dot\] ?| dot )[a-z]{2,12}){1,3}/g
/** Each repetition has a bound, so that an attempt at one place of the text costs no more than a constant. */
export const ACCOUNT_PATTERNS = [WITH_ACCOUNT, PLUS, HANDLE, MAIL]

/** Finds accounts at services and addresses of mail. Asking to be added without naming an account is in the list of words. */
export function accounts({ folded, starts, ends }: Glyphs): Range[] {
  return ACCOUNT_PATTERNS.flatMap((pattern) =>
    Array.from(folded.matchAll(pattern), (match) => ({
      start: starts[match.index] ?? 0,
      end: ends[match.index + match[0].length - 1] ?? 0,
    })),
  )
}
