import { describe, expect, it } from 'vitest'
import { exportQuery } from './download.ts'

describe('an export from the console', () => {
  it.each([
    ['zh-CN', 'comma'],
    ['en-US', 'comma'],
    ['de-DE', 'semicolon'],
    ['fr-FR', 'semicolon'],
    ['pt-BR', 'semicolon'],
  ])('as csv is one that a spreadsheet in %s splits into its cells: %s', (locale, separator) => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    expect(exportQuery({ what: 'votes', format: 'csv', language: 'en' }, locale)).toEqual({
      what: 'votes',
      format: 'csv',
      language: 'en',
      timeZone,
      separator,
    })
  })

  it('in another format needs no separator', () => {
    const asked = { what: 'guests', format: 'xlsx', language: 'zh-CN' } as const
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    expect(exportQuery(asked, 'de-DE')).toEqual({ ...asked, timeZone })
  })
})
