import { VirtualClock } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { SignWatch } from './sign-watch.ts'

/** A watch of a process that answers while `answers` is true. */
function watched() {
  const clock = new VirtualClock()
  const said: string[] = []
  const state = { answers: true, asked: 0 }
  const watch: SignWatch = new SignWatch({
    clock,
    ask() {
      state.asked += 1
      if (state.answers) watch.onSign()
    },
    onSilent: () => said.push('silent'),
    onBack: () => said.push('back'),
    onHung: () => said.push('hung'),
  })
  return { clock, said, state, watch }
}

test('a process that answers is asked each second, and nothing is said of it', () => {
  const { clock, said, state, watch } = watched()
  clock.advance(3_600_000)
  expect({ asked: state.asked, said, isSilent: watch.isSilent }).toEqual({ asked: 3_600, said: [], isSilent: false })
})

test('a process without a sign for ten seconds is silent, and hangs after thirty; each is said once', () => {
  const { clock, said, state, watch } = watched()
  state.answers = false
  clock.advance(10_999)
  expect(said).toEqual([])
  clock.advance(1)
  expect({ said, isSilent: watch.isSilent }).toEqual({ said: ['silent'], isSilent: true })
  clock.advance(60_000)
  expect(said).toEqual(['silent', 'hung'])
})

test('a process that loses what it is asked while it starts is asked again', () => {
  const { clock, said, state } = watched()
  state.answers = false
  clock.advance(8_000)
  state.answers = true
  clock.advance(60_000)
  expect(said).toEqual([])
})

test('a late sign is one: the process counts again', () => {
  const { clock, said, state, watch } = watched()
  state.answers = false
  clock.advance(25_000)
  state.answers = true
  watch.onSign()
  clock.advance(60_000)
  expect({ said, isSilent: watch.isSilent }).toEqual({ said: ['silent', 'back'], isSilent: false })
})

test('a pause of all processes together, as when a laptop sleeps, makes no process silent', () => {
  const { clock, said, state, watch } = watched()
  state.answers = false
  clock.advance(1_000)
  clock.sleep(3_600_000)
  clock.advance(1_000)
  state.answers = true
  watch.onSign()
  clock.advance(60_000)
  expect(said).toEqual([])
})

test('a watch that was stopped asks nothing', () => {
  const { clock, said, state, watch } = watched()
  state.answers = false
  clock.advance(5_000)
  watch.stop()
  clock.advance(60_000)
  expect({ asked: state.asked, said }).toEqual({ asked: 5, said: [] })
})
