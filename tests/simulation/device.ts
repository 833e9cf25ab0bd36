import { ProfileStorage } from './page-storage.ts'
import { Tab, type TabOptions, type TabWorld } from './tab.ts'
import { Weather } from './weather.ts'

type DeviceOptions = Pick<TabOptions, 'token' | 'usesSocket' | 'pollWaitSeconds'>

/** A phone or a laptop: one network, one browser profile, one or more tabs of the same guest. */
export class Device {
  readonly name: string
  readonly weather: Weather
  readonly storage: ProfileStorage
  readonly tabs: Tab[] = []
  /** Its storage refused something: a page that is opened later may not know what an earlier one was told. */
  hasForgotten = false
  readonly #world: TabWorld
  readonly #options: DeviceOptions

  constructor(world: TabWorld, name: string, options: DeviceOptions & { readonly slowestStorageMs: number }) {
    this.#world = world
    this.#options = options
    this.name = name
    this.weather = new Weather(world.time, world.random.fork())
    this.storage = new ProfileStorage(world.time, world.random.fork(), options.slowestStorageMs)
  }

  openTab(): Tab {
    const name = `${this.name}${this.tabs.length === 0 ? '' : `-${this.tabs.length + 1}`}`
    const tab = new Tab(this.#world, { ...this.#options, name, weather: this.weather, storage: this.storage })
    this.tabs.push(tab)
    tab.open()
    return tab
  }

  get openTabs(): readonly Tab[] {
    return this.tabs.filter(({ client }) => client !== null)
  }

  /** Whether a tab has joined: another tab finds its credential. */
  get knowsGuest(): boolean {
    return this.openTabs.some(({ client }) => client?.getSnapshot().guest !== null)
  }

  /** The quota is used up, or free again. */
  fillStorage(isFull: boolean): void {
    if (isFull) this.hasForgotten = true
    if (this.storage.refuses !== 'everything') this.storage.refuses = isFull ? 'writes' : 'nothing'
  }

  cutSockets(told: Parameters<Tab['cutSockets']>[0]): void {
    for (const tab of this.tabs) tab.cutSockets(told)
  }

  /** Well again, awake, and with a page open. */
  heal(): void {
    this.weather.clear()
    this.fillStorage(false)
    for (const tab of this.tabs) {
      tab.wakeUp()
      tab.replaceLossySockets()
    }
    if (this.openTabs.length === 0) this.tabs[0]?.open()
  }
}
