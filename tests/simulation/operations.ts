import type { SeededRandom } from '../support/seeded-random.ts'
import type { Device } from './device.ts'
import type { Host } from './host.ts'
import type { ServerProcess } from './server-process.ts'
import type { StoreHealth } from './shaky-store.ts'
import type { VirtualClock } from '@guestwall/protocol/testing'
import type { Upgrades } from './weather.ts'

/** The parts that the operations act on. */
export interface Stage {
  readonly time: VirtualClock
  readonly random: SeededRandom
  readonly devices: readonly Device[]
  readonly server: ServerProcess
  readonly health: StoreHealth
  readonly host: Host
  postElsewhere(count: number, isLong: boolean): void
  /** A fault that clients feel by its nature. */
  onFault(what: string): void
}

/** How often each thing happens, in comparison. */
const WEIGHTS = {
  tap: 22,
  burst: 4,
  tapIntoDark: 5,
  dealWithRefusals: 3,
  reload: 3,
  kill: 3,
  secondTab: 2,
  closeTab: 1,
  sleep: 3,
  signalWake: 2,
  cut: 8,
  dark: 5,
  portal: 2,
  upgrades: 5,
  lossy: 5,
  stalls: 3,
  flap: 2,
  swallow: 3,
  slowSocket: 2,
  fullStorage: 1,
  crash: 3,
  drain: 1,
  storeFails: 3,
  storeSlow: 1,
  elsewhere: 3,
  remove: 5,
  moderate: 5,
}
export type Operation = keyof typeof WEIGHTS

/** Draws one operation, begins it, and says what it was. */
export function operate(stage: Stage): string {
  const name = stage.random.weighted(WEIGHTS)
  const device = stage.random.pick(stage.devices)
  return `${name} ${OPERATIONS[name](stage, device) ?? device.name}`
}

const OPERATIONS: Readonly<Record<Operation, (stage: Stage, device: Device) => string | void>> = {
  tap: ({ random }, device) => tabOf(random, device)?.tap(),
  burst({ random }, device) {
    const tab = tabOf(random, device)
    for (let count = random.int(2, 6); count > 0; count -= 1) tab?.tap()
  },
  /** The message may have left, its answer does not come back; meanwhile the host may close the wall. */
  tapIntoDark({ random, time, host }, device) {
    const ms = random.int(2_000, 15_000)
    tabOf(random, device)?.tap()
    time.setTimer(random.int(20, 400), () => {
      device.weather.darken()
      if (random.is(0.4)) host.moderate(random.pick(['closed', 'approve']))
      if (random.is(0.5)) device.cutSockets(random.pick(['both', 'client'] as const))
      time.setTimer(ms, () => device.weather.lighten())
    })
    return `${device.name} ${ms} ms`
  },
  dealWithRefusals: ({ random }, device) => tabOf(random, device)?.dealWithRefusals(random.is(0.6)),
  reload: ({ random }, device) => tabOf(random, device)?.reload('leave'),
  kill({ random, time }, device) {
    const tab = tabOf(random, device)
    if (random.is(0.5)) tab?.tap()
    tab?.close('kill')
    time.setTimer(random.int(0, 6_000), () => tab?.open())
  },
  secondTab(_stage, device) {
    // Two tabs that join at the same moment over a slow storage become two guests, who share an outbox: a known limit.
    if (device.tabs.length < 3 && (device.storage.isAtOnce || device.knowsGuest)) device.openTab()
  },
  closeTab({ random }, device) {
    if (device.openTabs.length > 1) tabOf(random, device)?.close('leave')
  },
  sleep({ random, time }, device) {
    const isLaptop = random.is(0.5)
    if (isLaptop) device.weather.darken()
    for (const tab of device.openTabs) tab.sleep()
    const ms = random.int(2_000, random.is(0.2) ? 120_000 : 40_000)
    time.setTimer(ms, () => {
      if (isLaptop) device.weather.lighten()
      for (const tab of device.tabs) tab.wakeUp()
    })
    return `${device.name} ${ms} ms`
  },
  signalWake: ({ random }, device) => tabOf(random, device)?.signalWake(),
  cut({ random }, device) {
    const told = random.pick(['both', 'client', 'server', 'nobody'] as const)
    device.cutSockets(told)
    return `${device.name} told ${told}`
  },
  dark({ random, time }, device) {
    const ms = random.int(500, 45_000)
    device.weather.darken()
    time.setTimer(ms, () => {
      if (random.is(0.5)) device.cutSockets(random.pick(['both', 'client', 'server', 'nobody'] as const))
      device.weather.lighten()
    })
    return `${device.name} ${ms} ms`
  },
  portal: (stage, device) =>
    lasting(stage, device, 30_000, (isOn) => {
      device.weather.isPortal = isOn
      if (isOn) device.cutSockets('nobody')
    }),
  upgrades(stage, device) {
    const upgrades: Upgrades = stage.random.pick(['refused', 'hanging', 'silent'] as const)
    device.cutSockets('client')
    return lasting(stage, device, 60_000, (isOn) => {
      device.weather.upgrades = isOn ? upgrades : 'pass'
    })
  },
  lossy: (stage, device) =>
    lasting(stage, device, 40_000, (isOn) => {
      device.weather.exchangeFaults = isOn ? 0.6 : 0
      if (isOn && stage.random.is(0.6)) device.cutSockets('client')
    }),
  stalls: (stage, device) =>
    lasting(stage, device, 30_000, (isOn) => {
      device.weather.stallChance = isOn ? 0.3 : 0
    }),
  flap({ random, time }, device) {
    for (let turn = 0; turn < 5; turn += 1) {
      time.setTimer(turn * 2_000, () => device.cutSockets(random.pick(['both', 'client', 'server'] as const)))
    }
  },
  swallow({ random }, device) {
    device.weather.swallows = random.int(1, 2)
  },
  slowSocket: (stage, device) =>
    lasting(stage, device, 40_000, (isOn) => {
      device.weather.bytesPerSecond = isOn ? stage.random.int(1_000, 20_000) : null
      if (isOn) device.cutSockets('both')
      if (isOn && stage.random.is(0.5)) stage.postElsewhere(stage.random.int(50, 150), true)
    }),
  fullStorage: (stage, device) =>
    lasting(stage, device, 20_000, (isOn) => {
      // Full before the guest's credential is kept, storage makes the next page another guest, with the first one's outbox: a known limit.
      if (device.knowsGuest || !isOn) device.fillStorage(isOn)
    }),
  crash({ random, server, time }) {
    const ms = random.int(0, 8_000)
    server.crash()
    time.setTimer(ms, () => server.boot())
    return `${ms} ms`
  },
  drain({ server, time }) {
    void server.drain()
    time.setTimer(7_000, () => server.boot())
    return ''
  },
  storeFails(stage) {
    return lasting(stage, null, 10_000, (isOn) => {
      stage.health.failures = isOn ? 0.5 : 0
    })
  },
  storeSlow(stage) {
    return lasting(stage, null, 20_000, (isOn) => {
      stage.health.slowestMs = isOn ? 1_500 : 20
    })
  },
  elsewhere({ random, postElsewhere }) {
    const count = random.is(0.1) ? 250 : random.int(1, 5)
    postElsewhere(count, false)
    return `${count}`
  },
  remove({ host }) {
    host.removeOne()
    return ''
  },
  moderate({ host, random }) {
    const moderation = random.weighted({ off: 3, approve: 2, closed: 2 })
    host.moderate(moderation)
    return moderation
  },
}

function tabOf(random: SeededRandom, device: Device) {
  return device.openTabs.length === 0 ? undefined : random.pick(device.openTabs)
}

function lasting({ random, time }: Stage, device: Device | null, longestMs: number, set: (isOn: boolean) => void): string {
  const ms = random.int(500, longestMs)
  set(true)
  time.setTimer(ms, () => set(false))
  return `${device?.name ?? ''} ${ms} ms`
}
