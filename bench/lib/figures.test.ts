import { expect, test } from 'vitest'
import { atLeast, atMost, exactly, holds, limitText, measuredText, told, verdict } from './figures.ts'

test('[bench] a figure passes at its limit and is short beyond it', () => {
  expect([atMost('a', 50, 50, 'ms'), atMost('a', 50.1, 50, 'ms')].map(verdict)).toEqual(['pass', 'SHORT'])
  expect([atLeast('a', 99, 99, '%'), atLeast('a', 98.9, 99, '%')].map(verdict)).toEqual(['pass', 'SHORT'])
  expect([exactly('a', 100, 100), exactly('a', 99, 100)].map(verdict)).toEqual(['pass', 'SHORT'])
})

test('[bench] a figure that was not measured is short of its limit, and says so', () => {
  const figure = atMost('a', Number.NaN, 50, 'ms')
  expect([holds(figure), measuredText(figure)]).toEqual([false, 'not told'])
})

test('[bench] a figure without a limit has no verdict', () => {
  const figure = told('a', 1.25, 'µs', 1)
  expect([verdict(figure), limitText(figure), measuredText(figure)]).toEqual(['', '', '1.3 µs'])
})
