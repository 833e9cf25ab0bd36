import { parseCode } from '@guestwall/protocol'

/** What answers the address of a page: a file of the web app, or the page's right address. */
export type PageAnswer = { readonly file: string } | { readonly redirect: string }

const GUEST_PAGE = '/guest/index.html'
/** The pages whose first folder is a word. */
const NAMED: readonly { readonly pattern: RegExp; readonly file: string }[] = [
  { pattern: /^\/wall\/[A-Za-z0-9_-]{1,36}$/, file: '/wall/index.html' },
  { pattern: /^\/host(?:\/[A-Za-z0-9_-]{1,36})?$/, file: '/host/index.html' },
]
/** A code in any case: the page makes the best of it without another request. */
const CODE_PATH = /^\/[A-Za-z0-9]{6}$/
/** What slips in where an address is copied by hand or sent as text: at its end. */
const TRAILING = /[\s/.,;:!?)\]}>"'*_，。；：！？）】》」』”’、…\u200B\uFEFF]+$/u

/**
 * The page at an address as a person typed, pasted or was sent it; `null` where there is none. `code` is what the field of the page for unknown
 * addresses asked for.
 */
export function pageAt(path: string, code: string | null = null): PageAnswer | null {
  if (path === '/') {
    const found = code === null ? null : parseCode(code)
    return found === null ? { file: GUEST_PAGE } : { redirect: `/${found}` }
  }
  const page = NAMED.find(({ pattern }) => pattern.test(path))
  if (page !== undefined) return { file: page.file }
  if (CODE_PATH.test(path)) return { file: GUEST_PAGE }
  const text = decode(path)
  return text === null ? null : (nearNamed(text) ?? nearCode(text))
}

/** `/host/`, `/Wall/<id>.`: the words in any case, the id as it is. */
function nearNamed(text: string): PageAnswer | null {
  const [, word = '', rest = ''] = /^\/+(host|wall)((?:\/[^/]*)?)$/i.exec(text.replace(TRAILING, '')) ?? []
  const redirect = `/${word.toLowerCase()}${rest}`
  return NAMED.some(({ pattern }) => pattern.test(redirect)) ? { redirect } : null
}

/** One folder that holds a code: `/abc-234`, `/ABC234，快来`, `/ＡＢＣ２３４/`. */
function nearCode(text: string): PageAnswer | null {
  const folder = text.replace(/^\/+/, '').replace(TRAILING, '')
  if (folder.includes('/')) return null
  const code = parseCode(folder)
  return code === null ? null : { redirect: `/${code}` }
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
