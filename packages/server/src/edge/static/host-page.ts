import { ERRORS } from '@guestwall/protocol'
import { presentable } from '../host-names.ts'

/** The page for a request under an unknown host name. It says which variable to set, in both languages. */
export function hostPage(host: string): Response {
  const name = presentable(host)
  const variable = `<code>PUBLIC_URL=https://${name ?? 'wall.example'}</code>`
  const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Guestwall 留言墙</title>
<h1>留言墙不认识这个网址</h1>
<p>请用主持人给的链接。如果这就是来宾要用的网址，请在启动留言墙时设置 ${variable}；如果是另外一个网址，请加到 <code>ALLOWED_ORIGINS</code>。</p>
<div lang="en"><h1>This wall does not know this address</h1>
<p>Take the link from the host. If guests are to use this address, start the wall with ${variable}; if it is a further one, add it to <code>ALLOWED_ORIGINS</code>.</p></div></html>`
  return new Response(page, {
    status: ERRORS.host_refused.status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    },
  })
}
