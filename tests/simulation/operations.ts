import type { Chance } from '../support/chance.ts'
import type { Device } from './device.ts'
import type { Host } from './host.ts'
import type { ServerProcess } from './server-process.ts'
import type { StoreHealth } from './shaky-store.ts'
import type { VirtualTime } from './virtual-time.ts'
import type { Upgrades } from './weather.ts'

/** What the operations act on. */
export interface Stage {
  readonly time: VirtualTime
  readonly chance: Chance
  readonly devices: readonly Device[]
  readonly server: ServerProcess
  readonly health: StoreHealth
  readonly host: Host
  postElsewhere(count: number, isLong: boolean): void
  /** A fault that clients feel by its nature. */
  bitten(what: string): void
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
  const name = stage.chance.weighted(WEIGHTS)
  const device = stage.chance.pick(stage.devices)
  return `${name} ${OPERATIONS[name](stage, device) ?? device.name}`
}

const OPERATIONS: Readonly<Record<Operation, (stage: Stage, device: Device) => string | void>> = {
  tap: ({ chance }, device) => tabOf(chance, device)?.tap(),
  burst({ chance }, device) {
    const tab = tabOf(chance, device)
    for (let count = chance.int(2, 6); count > 0; count -= 1) tab?.tap()
  },
  /** The message may have left, its answer does not come back; meanwhile the host may close the wall. */
  tapIntoDark({ chance, time, host }, device) {
    const ms = chance.int(2_000, 15_000)
    tabOf(chance, device)?.tap()
    time.setTimer(chance.int(20, 400), () => {
      device.weather.darken()
      if (chance.is(0.4)) host.moderate(chance.pick(['closed', 'approve']))
      if (chance.is(0.5)) device.cutSockets(chance.pick(['both', 'client'] as const))
      time.setTimer(ms, () => device.weather.lighten())
    })
    return `${device.name} ${ms} ms`
  },
  dealWithRefusals: ({ chance }, device) => tabOf(chance, device)?.dealWithRefusals(chance.is(0.6)),
  reload: ({ chance }, device) => tabOf(chance, device)?.reload('leave'),
  kill({ chance, time }, device) {
    const tab = tabOf(chance, device)
    if (chance.is(0.5)) tab?.tap()
    tab?.close('kill')
    time.setTimer(chance.int(0, 6_000), () => tab?.open())
  },
  secondTab(_stage, device) {
    // Two tabs that join at the same moment over a slow storage become two guests, who share an outbox: a known limit.
    if (device.tabs.length < 3 && (device.storage.isAtOnce || device.knowsGuest)) device.openTab()
  },
  closeTab({ chance }, device) {
    if (device.openTabs.length > 1) tabOf(chance, device)?.close('leave')
  },
  sleep({ chance, time }, device) {
    const isLaptop = chance.is(0.5)
    if (isLaptop) device.weather.darken()
    for (const tab of device.openTabs) tab.sleep()
    const ms = chance.int(2_000, chance.is(0.2) ? 120_000 : 40_000)
    time.setTimer(ms, () => {
      if (isLaptop) device.weather.lighten()
      for (const tab of device.tabs) tab.wakeUp()
    })
    return `${device.name} ${ms} ms`
  },
  signalWake: ({ chance }, device) => tabOf(chance, device)?.signalWake(),
  cut({ chance }, device) {
    const told = chance.pick(['both', 'client', 'server', 'nobody'] as const)
    device.cutSockets(told)
    return `${device.name} told ${told}`
  },
  dark({ chance, time }, device) {
    const ms = chance.int(500, 45_000)
    device.weather.darken()
    time.setTimer(ms, () => {
      if (chance.is(0.5)) device.cutSockets(chance.pick(['both', 'client', 'server', 'nobody'] as const))
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
    const upgrades: Upgrades = stage.chance.pick(['refused', 'hanging', 'silent'] as const)
    device.cutSockets('client')
    return lasting(stage, device, 60_000, (isOn) => {
      device.weather.upgrades = isOn ? upgrades : 'pass'
    })
  },
  lossy: (stage, device) =>
    lasting(stage, device, 40_000, (isOn) => {
      device.weather.exchangeFaults = isOn ? 0.6 : 0
      if (isOn && stage.chance.is(0.6)) device.cutSockets('client')
    }),
  stalls: (stage, device) =>
    lasting(stage, device, 30_000, (isOn) => {
      device.weather.stallChance = isOn ? 0.3 : 0
    }),
  flap({ chance, time }, device) {
    for (let turn = 0; turn < 5; turn += 1) {
      time.setTimer(turn * 2_000, () => device.cutSockets(chance.pick(['both', 'client', 'server'] as const)))
    }
  },
  swallow({ chance }, device) {
    device.weather.swallows = chance.int(1, 2)
  },
  slowSocket: (stage, device) =>
    lasting(stage, device, 40_000, (isOn) => {
      device.weather.bytesPerSecond = isOn ? stage.chance.int(1_000, 20_000) : null
      if (isOn) device.cutSockets('both')
      if (isOn && stage.chance.is(0.5)) stage.postElsewhere(stage.chance.int(50, 150), true)
    }),
  fullStorage: (stage, device) =>
    lasting(stage, device, 20_000, (isOn) => {
      // Full before the guest's credential is kept, storage makes the next page another guest, with the first one's outbox: a known limit.
      if (device.knowsGuest || !isOn) device.fillStorage(isOn)
    }),
  crash({ chance, server, time }) {
    const ms = chance.int(0, 8_000)
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
  elsewhere({ chance, postElsewhere }) {
    const count = chance.is(0.1) ? 250 : chance.int(1, 5)
    postElsewhere(count, false)
    return `${count}`
  },
  remove({ host }) {
    host.removeOne()
    return ''
  },
  moderate({ host, chance }) {
    const moderation = chance.weighted({ off: 3, approve: 2, closed: 2 })
    host.moderate(moderation)
    return moderation
  },
}

function tabOf(chance: Chance, device: Device) {
  return device.openTabs.length === 0 ? undefined : chance.pick(device.openTabs)
}

function lasting({ chance, time }: Stage, device: Device | null, longestMs: number, set: (isOn: boolean) => void): string {
  const ms = chance.int(500, longestMs)
  set(true)
  time.setTimer(ms, () => set(false))
  return `${device?.name ?? ''} ${ms} ms`
}
