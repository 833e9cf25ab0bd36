import { expect, test } from 'vitest'
import { isLoopback } from './is-loopback.ts'

test.each(['http://localhost:8787', 'http://127.0.0.1:8787/ABCDEF', 'https://[::1]/x', 'HTTP://LOCALHOST', 'http://wall.localhost:1'])(
  '%s leads to this computer alone',
  (url) => expect(isLoopback(url)).toBe(true),
)

test.each(['http://192.168.1.20:8787', 'https://localhost.example.com/', 'https://wall.example/127.0.0.1', 'http://[fd00::1]:8787'])(
  'other devices can open %s',
  (url) => expect(isLoopback(url)).toBe(false),
)
