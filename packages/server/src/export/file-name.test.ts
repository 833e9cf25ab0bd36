import { describe, expect, it } from 'vitest'
import { contentDisposition, exportFileName } from './file-name.ts'

const name = (title: string) => exportFileName({ title, what: '留言', date: '2026-11-22', extension: 'xlsx' })

describe('the name of an exported file', () => {
  it.each([
    ['林晓 & 陈默', '林晓 & 陈默-留言-2026-11-22.xlsx'],
    ['a/b\\c:d*e?f"g<h>i|j%k;l', 'a b c d e f g h i j k l-留言-2026-11-22.xlsx'],
    ['../../etc/passwd', 'etc passwd-留言-2026-11-22.xlsx'],
    ['.hidden. ', 'hidden-留言-2026-11-22.xlsx'],
    ['line\r\nend\u0000\u202Egpj', 'line end gpj-留言-2026-11-22.xlsx'],
    ['half \uD83D', 'half-留言-2026-11-22.xlsx'],
    ['👨‍👩‍👧', '👨‍👩‍👧-留言-2026-11-22.xlsx'],
    ['???', 'Guestwall-留言-2026-11-22.xlsx'],
    ['CON', 'CON-留言-2026-11-22.xlsx'],
  ])('is safe on every system: %j', (title, expected) => {
    expect(name(title)).toBe(expected)
  })

  it('fits a file system, whatever the length of the title', () => {
    for (const long of ['好'.repeat(500), '👩🏻‍🚀'.repeat(100), 'a. '.repeat(100)]) {
      expect(Buffer.byteLength(name(long))).toBeLessThan(255)
      expect(name(long)).toMatch(/[^\s.]-留言-2026-11-22\.xlsx$/u)
    }
  })

  it('is in the header as it is, beside a plain one', () => {
    const header = contentDisposition("小明's (1)*.csv", 'guestwall-AB2CD3-messages-2026-11-22.csv')
    expect(header).toBe(
      `attachment; filename="guestwall-AB2CD3-messages-2026-11-22.csv"; filename*=UTF-8''%E5%B0%8F%E6%98%8E%27s%20%281%29%2A.csv`,
    )
  })
})
