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
    const query = new URLSearchParams(exportQuery('votes', 'csv', locale))
    expect(query.get('separator')).toBe(separator)
    expect(query.get('timeZone')).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone)
  })

  it('as json needs neither', () => {
    expect(exportQuery('ballots', 'json', 'de-DE')).toBe('what=ballots&format=json')
  })
})
