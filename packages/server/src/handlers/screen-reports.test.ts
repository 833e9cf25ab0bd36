import { REPORT_INTERVAL_MS, REPORT_LIFE_MS } from '@guestwall/protocol'
import { aScreenReport, VirtualClock } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { InProcessBus } from '../cluster/bus/in-process-bus.ts'
import { ScreenReports } from './screen-reports.ts'

function start() {
  const clock = new VirtualClock()
  const reports = new ScreenReports(new InProcessBus(), clock)
  const take = (page: string, waiting: number, screenId = 'hall') =>
    reports.take('s', { screenId, page, report: aScreenReport({ waiting }) })
  const waiting = () => reports.of('s').map(({ id, pages }) => [id, pages.map(({ page, report }) => [page, report.waiting])])
  return { clock, reports, take, waiting }
}

test('[SCREEN-4] the newest report of each page is valid, and its age is said', () => {
  const { clock, reports, take, waiting } = start()
  take('p1', 3)
  take('p2', 1)
  clock.advance(REPORT_INTERVAL_MS)
  take('p1', 7)
  clock.advance(100)
  expect(waiting()).toEqual([
    [
      'hall',
      [
        ['p2', 1],
        ['p1', 7],
      ],
    ],
  ])
  expect(reports.of('s')[0]?.pages.map(({ ageMs }) => ageMs)).toEqual([REPORT_INTERVAL_MS + 100, 100])
  expect(reports.of('another session')).toEqual([])
})

test('[SCREEN-4] a page that reports too often is told how long to wait, and its report changes nothing', () => {
  const { clock, take, waiting } = start()
  expect(take('p1', 1)).toBe(0)
  clock.advance(50)
  expect(take('p1', 2)).toBe(REPORT_INTERVAL_MS - 50)
  expect(take('p2', 5)).toBe(0)
  expect(waiting()).toEqual([
    [
      'hall',
      [
        ['p1', 1],
        ['p2', 5],
      ],
    ],
  ])
})

test('[SCREEN-4] a page that is silent for seven seconds is gone; its screen is named for five minutes, then nothing of it stays in memory', () => {
  const { clock, reports, take, waiting } = start()
  take('p1', 1)
  take('p1', 1, 'side')
  clock.advance(REPORT_LIFE_MS - 1)
  take('p2', 2)
  expect(waiting()).toHaveLength(2)
  clock.advance(1)
  reports.sweep()
  expect(waiting()).toEqual([
    ['hall', [['p2', 2]]],
    ['side', []],
  ])
  clock.advance(5 * 60_000)
  expect(waiting()).toEqual([])
})

test('[SCREEN-4] of a link that is open on many displays the sixteen that reported last are known', () => {
  const { take, waiting } = start()
  for (let page = 0; page < 40; page += 1) take(`p${page}`, page)
  const [[, pages] = ['', []]] = waiting() as [string, [string, number][]][]
  expect(pages).toHaveLength(16)
  expect(pages.at(-1)).toEqual(['p39', 39])
})

test('[SCREEN-7] a screen may be missed while other servers are not heard, and after a screen without a socket has polled', () => {
  const clock = new VirtualClock()
  let isCutOff = true
  const reports = new ScreenReports(new InProcessBus(), clock, () => isCutOff)
  expect(reports.mayMiss('s')).toBe(true)
  isCutOff = false
  expect(reports.mayMiss('s')).toBe(false)
  reports.notePoll('s')
  expect([reports.mayMiss('s'), reports.mayMiss('another')]).toEqual([true, false])
  clock.advance(30_000)
  reports.sweep()
  expect(reports.mayMiss('s')).toBe(false)
})
