import type { ClientSnapshot } from '@guestwall/client'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { messagesZhCN } from '../../messages/zh-CN.ts'
import { ConnectionBadge } from './connection-badge.tsx'

describe('<ConnectionBadge>', () => {
  const badge = (state: ClientSnapshot['state'], troubleSinceMs: number | null) =>
    renderToStaticMarkup(
      <ConnectionBadge
        connection={{ state, trouble: 'server', troubleSinceMs, isTimely: false, closedReason: null }}
        labels={messagesZhCN.connection}
        now={() => 10_000}
      />,
    )

  it('[G8] is an empty status while all is well, and speaks after two seconds', () => {
    expect(badge('connected', null)).toMatch(/role="status"[^>]*><\/div>/)
    expect(badge('reconnecting', 9_000)).not.toContain(messagesZhCN.connection.server)
    expect(badge('reconnecting', 8_000)).toContain(messagesZhCN.connection.server)
  })

  it('takes a class and a function that renders the notice', () => {
    const html = renderToStaticMarkup(
      <ConnectionBadge
        connection={{ state: 'closed', trouble: null, troubleSinceMs: null, isTimely: false, closedReason: 'removed' }}
        className="mine"
        renderNotice={(notice, text) => <i title={notice}>{text}</i>}
      />,
    )
    expect(html).toMatch(/^<div class="gw-connection gw-connection--banner mine" role="status"><i title="removed">The host/)
  })
})
