import { describe, expect, it } from 'vitest'
import { screenShape } from './screen-shape.ts'
import { largerText, smallerText } from './use-text-scale.ts'
import { wallAction } from './wall-keys.ts'

const press = (key: string, more = {}) => wallAction({ key, ctrlKey: false, metaKey: false, altKey: false, ...more })

describe('[P9] the keys of the wall', () => {
  it.each([
    ['f', 'fullScreen'],
    ['F', 'fullScreen'],
    ['q', 'qr'],
    ['h', 'keys'],
    ['?', 'keys'],
    ['Escape', 'back'],
    ['+', 'larger'],
    ['=', 'larger'],
    ['-', 'smaller'],
    [' ', 'vote'],
    ['Enter', 'results'],
    ['m', 'calm'],
  ])('%s means %s', (key, action) => {
    expect(press(key)).toBe(action)
  })

  it('shortcuts of the browser stay with the browser', () => {
    expect(press('f', { ctrlKey: true })).toBeNull()
    expect(press('+', { metaKey: true })).toBeNull()
    expect(press('x')).toBeNull()
  })
})

describe('the size of the text', () => {
  it('goes up and down in steps, never below what a hall can read', () => {
    expect(largerText(1)).toBeGreaterThan(1)
    expect(smallerText(largerText(1))).toBe(1)
    expect(smallerText(1)).toBe(1)
    expect(largerText(2)).toBe(2)
  })

  it('follows the height of the screen, and the width of one that is narrow', () => {
    expect(screenShape({ width: 1920, height: 1080 })).toEqual({ unit: 10.8, isUpright: false, isWide: false })
    expect(screenShape({ width: 1024, height: 768 }).unit).toBeCloseTo(7.68)
    expect(screenShape({ width: 1080, height: 1920 })).toEqual({ unit: 10.8, isUpright: true, isWide: false })
    expect(screenShape({ width: 3840, height: 1080 }).isWide).toBe(true)
  })
})
