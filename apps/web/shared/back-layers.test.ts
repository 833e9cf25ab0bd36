import { expect, test } from 'vitest'
import { BackLayers } from './back-layers.ts'

/**
 * A history whose steps back are told when the test says so, as a busy browser tells them late. A step leads to where it led when it was asked for,
 * whatever was pushed meanwhile.
 */
function stage() {
  let entries = 0
  const targets: number[] = []
  const closed: string[] = []
  const layers = new BackLayers({ push: () => (entries += 1), back: () => targets.push(entries - 1) })
  return {
    closed,
    open: (name: string) => layers.open(() => closed.push(name)),
    /** The browser carries out the steps back that were asked for. */
    settle() {
      for (const target of targets.splice(0)) {
        entries = target
        expect(layers.moved()).toBe(true)
      }
    },
    pressBack() {
      entries -= 1
      return layers.moved()
    },
    entries: () => entries,
  }
}

test('Back closes the topmost layer, and without one it is a move of the page', () => {
  const { open, pressBack, closed, entries } = stage()
  open('lower')
  open('upper')
  expect(entries()).toBe(2)
  expect([pressBack(), pressBack()]).toEqual([true, true])
  expect(closed).toEqual(['upper', 'lower'])
  expect(pressBack()).toBe(false)
})

test('a layer that was closed otherwise takes its entry with it', () => {
  const { open, settle, closed, entries } = stage()
  open('one')()
  settle()
  expect([entries(), closed]).toEqual([0, []])
})

test('a layer that opens before the step back of the last one was told keeps its own entry: Back closes it, and never leaves the page', () => {
  const { open, settle, pressBack, closed, entries } = stage()
  open('first')()
  open('second')
  settle()
  expect(entries()).toBe(1)
  expect(pressBack()).toBe(true)
  expect([closed, entries()]).toEqual([['second'], 0])
})

test('a layer that opens and closes meanwhile leaves nothing behind', () => {
  const { open, settle, entries, pressBack } = stage()
  open('first')()
  open('second')()
  settle()
  expect(entries()).toBe(0)
  expect(pressBack()).toBe(false)
})
