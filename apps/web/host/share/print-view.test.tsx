import { aSession } from '@guestwall/protocol/testing'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { guestAddress } from '../../shared/guest-address.ts'
import { PrintView } from './print-view.tsx'

const warning = (url: string, language: 'en' | 'zh-CN') => {
  const html = renderToStaticMarkup(
    <PrintView
      printing={{ what: 'poster' }}
      session={aSession()}
      address={guestAddress(url, 'ABCDEF')}
      onClose={() => {}}
      language={language}
    />,
  )
  return /role="alert">([^<]+)</.exec(html)?.[1] ?? null
}

it('paper with an address that no phone can open is warned of, with the address', () => {
  expect(warning('http://127.0.0.1:8787', 'en')).toContain('127.0.0.1:8787')
  expect(warning('http://localhost:8787', 'zh-CN')).toContain('手机打不开 localhost:8787')
  expect(warning('http://192.168.1.20:8787', 'en')).toBeNull()
})
