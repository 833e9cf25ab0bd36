/** Formats the times of the evening as the clocks of the hall showed them. */
export class HallClock {
  readonly #time: Intl.DateTimeFormat
  readonly #date: Intl.DateTimeFormat

  constructor(language: string, timeZone: string) {
    this.#time = new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    this.#date = new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'long' })
  }

  time(iso: string): string {
    return this.#time.format(Date.parse(iso))
  }

  date(iso: string): string {
    return this.#date.format(Date.parse(iso))
  }
}
