import { posix, win32 } from 'node:path'
import { expect, test } from 'vitest'
import { fileAddress } from './file-address.ts'

test('a file’s address is the same on every system', () => {
  expect(fileAddress('/srv/web', '/srv/web/assets/guest-1a2b.js', posix)).toBe('/assets/guest-1a2b.js')
  expect(fileAddress('C:\\wall\\web', 'C:\\wall\\web\\assets\\guest-1a2b.js', win32)).toBe('/assets/guest-1a2b.js')
  expect(fileAddress('C:\\wall\\web', 'c:\\wall\\web\\guest\\index.html', win32)).toBe('/guest/index.html')
  // A name may hold what separates folders elsewhere.
  expect(fileAddress('/srv/web', '/srv/web/a\\b.js', posix)).toBe('/a\\b.js')
})
