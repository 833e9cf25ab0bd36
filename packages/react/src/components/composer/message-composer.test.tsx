import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { messagesZhCN } from '../../messages/zh-CN.ts'
import { MessageComposer } from './message-composer.tsx'

const nothing = (): void => undefined

describe('<MessageComposer>', () => {
  const composer = (draft: string) =>
    renderToStaticMarkup(
      <MessageComposer
        draft={draft}
        onDraft={nothing}
        onSend={nothing}
        guestName="Lily"
        onRename={nothing}
        labels={messagesZhCN.composer}
      />,
    )

  it('[G3] counts, and does not send what is empty or too long', () => {
    expect(composer('愿你们幸福')).toContain('5 / 280')
    expect(composer('愿你们幸福')).toContain('aria-disabled="false"')
    expect(composer('')).toContain('aria-disabled="true"')
    expect(composer('好'.repeat(281))).toContain(messagesZhCN.composer.over(1))
  })

  it('has a button for the name only where the name can be changed', () => {
    const html = renderToStaticMarkup(<MessageComposer draft="" onDraft={nothing} onSend={nothing} guestName="Lily" className="mine" />)
    expect(html).toMatch(/^<form class="gw-composer mine">/)
    expect(html).not.toContain('gw-composer__rename')
  })
})
