import { describe, expect, test } from 'vitest'
import { pageAt } from './page-address.ts'

const to = (path: string) => ({ redirect: path })

describe('the address of a page', () => {
  test.each([
    ['/', '/guest/index.html'],
    ['/ABC234', '/guest/index.html'],
    ['/abc234', '/guest/index.html'],
    ['/host', '/host/index.html'],
    ['/host/some-id_1', '/host/index.html'],
    ['/wall', '/wall/index.html'],
    ['/wall/some-id_1', '/wall/index.html'],
  ])('%s is answered with %s', (path, file) => expect(pageAt(path)).toEqual({ file }))

  test.each([
    ['/ABC234/', '/ABC234'],
    ['//ABC234', '/ABC234'],
    ['/ABC-234', '/ABC234'],
    ['/abc-234', '/ABC234'],
    ['/ABC%20234', '/ABC234'],
    ['/ABC234%20', '/ABC234'],
    ['/ABC234.', '/ABC234'],
    ['/ABC234)', '/ABC234'],
    ['/ABC234,', '/ABC234'],
    [`/${encodeURIComponent('ABC234。')}`, '/ABC234'],
    [`/${encodeURIComponent('ABC234，快来留言')}`, '/ABC234'],
    [`/${encodeURIComponent('ABC234快来留言')}`, '/ABC234'],
    ['/ABC234%20come%20and%20write', '/ABC234'],
    [`/${encodeURIComponent('ＡＢＣ２３４')}`, '/ABC234'],
    [`/${encodeURIComponent('ａｂｃ－２３４')}/`, '/ABC234'],
    [`/${encodeURIComponent('ABC\u200B234')}`, '/ABC234'],
    ['/host/', '/host'],
    ['/wall/', '/wall'],
    ['/Host', '/host'],
    ['/HOST/', '/host'],
    ['/host.', '/host'],
    ['/host/Some-id_1/', '/host/Some-id_1'],
    ['/wall/Some-id1/', '/wall/Some-id1'],
    ['/Wall/Some-id1', '/wall/Some-id1'],
    [`/wall/Some-id1${encodeURIComponent('。')}`, '/wall/Some-id1'],
  ])('%s is sent to %s', (path, right) => expect(pageAt(path)).toEqual(to(right)))

  test('the field of the page for unknown addresses asks for a code', () => {
    expect(pageAt('/', 'ａｂｃ－２３４')).toEqual(to('/ABC234'))
    expect(pageAt('/', 'http://192.168.1.23:8787/ABC234')).toEqual(to('/ABC234'))
    expect(pageAt('/', 'nonsense')).toEqual({ file: '/guest/index.html' })
  })

  test.each([
    '/ABC23',
    '/ABC2345',
    '/host/a/b',
    '/wall/a/b',
    '/assets/old-1a2b.js',
    '/server/x',
    '/%zz',
    '/%ff',
    '/%00',
    '/.env',
    '/ABC234/x',
    '/ABC234%00',
  ])('%s is none', (path) => expect(pageAt(path)).toBeNull())

  test('a redirect always leads to a page of this site, without a loop', () => {
    for (const path of [
      '//evil.example',
      '//evil.example/ABC234',
      '/\\evil.example',
      '/%2f%2fevil.example',
      '/https:%2f%2fevil.example%2fABC234',
      '//host',
      '//wall//x',
    ]) {
      const answer = pageAt(path)
      if (answer === null) continue
      expect('redirect' in answer ? pageAt(answer.redirect) : answer).toHaveProperty('file')
      expect('redirect' in answer ? answer.redirect : '').not.toMatch(/^\/[/\\]/)
    }
  })
})
