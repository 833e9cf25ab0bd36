import { describe, expect, it } from 'vitest'
import { keyOf } from '../host/sign-in.ts'
import { guestAddress } from './guest-address.ts'
import { qrPath } from './qr-path.ts'
import { randomKey } from './random-key.ts'

describe('addresses', () => {
  it('the QR code holds the whole link and the text the short one', () => {
    expect(guestAddress('http://192.168.1.23:8787/', 'K7M2QX')).toEqual({
      link: 'http://192.168.1.23:8787/K7M2QX',
      short: '192.168.1.23:8787',
    })
    expect(guestAddress('https://wall.example', 'K7M2QX').short).toBe('wall.example')
  })

  it('a key is found in any pasted text', () => {
    expect(keyOf(' http://localhost:8787/host#key=abc_DEF-1 ')).toBe('abc_DEF-1')
    expect(keyOf('#key=abc')).toBe('abc')
    expect(keyOf('abc')).toBe('abc')
    // An operator's token may hold anything.
    expect(keyOf('my-monkey=1&x')).toBe('my-monkey=1&x')
  })

  it('each action has a new key that fits the wire', () => {
    expect(randomKey()).toMatch(/^[A-Za-z0-9_-]{16,64}$/)
    expect(randomKey()).not.toBe(randomKey())
  })
})

describe('the QR code', () => {
  it('has whole modules within a quiet zone', () => {
    const { size, path } = qrPath('http://192.168.1.23:8787/K7M2QX')
    const bars = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)].map(
      (bar) => bar.slice(1, 5).map(Number) as [number, number, number, number],
    )
    expect(bars.map((bar) => bar[0])).not.toContain(0)
    for (const [x, y, width, back] of bars) {
      expect(width).toBe(back)
      expect(Math.min(x, y, size - x - width, size - y - 1)).toBeGreaterThanOrEqual(3)
    }
    expect(path.replace(/M\d+ \d+h\d+v1h-\d+z/g, '')).toBe('')
  })
})
