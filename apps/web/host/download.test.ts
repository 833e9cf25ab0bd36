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
    expect(exportQuery('votes', 'csv', locale)).toEqual({ what: 'votes', format: 'csv', timeZone, separator })
  })

  it('a JSON export needs no time zone and no separator', () => {
    expect(exportQuery('ballots', 'json', 'de-DE')).toEqual({ what: 'ballots', format: 'json' })
  })
})
