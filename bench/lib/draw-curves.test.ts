import { expect, test } from 'vitest'
import { drawCurves } from './draw-curves.ts'

const AXIS = { label: 'readers', isLogarithmic: true }

test('[bench] a curve stays within the picture, and more is higher and further right', () => {
  const svg = drawCurves({
    file: 'f',
    title: 'CPU & p99',
    x: AXIS,
    y: { label: 'µs', isLogarithmic: false },
    lines: [
      {
        name: 'a',
        points: [
          [100, 4],
          [1_000, 2],
          [10_000, 1],
        ],
      },
    ],
  })
  const [points = ''] = /(?<=points=")[^"]+/.exec(svg) ?? []
  const places = points.split(' ').map((place) => place.split(',').map(Number))
  expect(places.map(([x]) => x)).toEqual([64, 382, 700])
  for (const [, y = 0] of places) expect(y).toBeGreaterThanOrEqual(64)
  // Less is further down, and the picture counts from its top.
  expect(places.map(([, y]) => y)).toEqual(places.map(([, y]) => y).sort((left, right) => Number(left) - Number(right)))
  expect(svg).toContain('CPU &amp; p99')
  expect(svg).toContain('prefers-color-scheme: dark')
})

test('[bench] a logarithmic axis has the round steps around its values', () => {
  const svg = drawCurves({
    file: 'f',
    title: 't',
    x: AXIS,
    y: { label: 'ms', isLogarithmic: true },
    lines: [
      {
        name: 'a',
        points: [
          [30, 0.7],
          [300, 7],
        ],
      },
    ],
  })
  const ticks = [...svg.matchAll(/text-anchor="(?:middle|end)">([\d.,]+)</g)].map(([, tick]) => tick)
  expect(ticks).toEqual(['20', '50', '100', '200', '500', '0.5', '1', '2', '5', '10'])
})
