import { expect, test } from 'vitest'
import { Arrivals } from './arrivals.ts'

test('[H1] the guests of each address are counted by the host name of their request, in any case', () => {
  const arrivals = new Arrivals()
  for (const host of ['192.168.1.23:8787', '192.168.1.23:8787', '[FD00::5]:8787', 'wall.local', undefined]) arrivals.note(host)
  expect(arrivals.at('http://192.168.1.23:8787')).toBe(2)
  expect(arrivals.at('http://[fd00::5]:8787')).toBe(1)
  expect(arrivals.at('http://wall.local')).toBe(1)
  expect(arrivals.at('http://10.0.0.8:8787')).toBe(0)
})

test('requests under made-up names fill a bounded number of entries, and the known ones still count', () => {
  const arrivals = new Arrivals()
  arrivals.note('192.168.1.23:8787')
  for (let at = 0; at < 1_000; at += 1) arrivals.note(`name-${at}`)
  arrivals.note('192.168.1.23:8787')
  expect(arrivals.at('http://192.168.1.23:8787')).toBe(2)
  expect(arrivals.at('http://name-999')).toBe(0)
})
