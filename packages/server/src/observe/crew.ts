import type { MetricObjectWithValues, MetricValue } from 'prom-client'

/** The metrics of one process, as data. */
export type Figures = MetricObjectWithValues<MetricValue<string>>[]

/** All the processes that are one server. */
export interface Crew {
  /** Whether all of them serve. */
  isWhole(): Promise<boolean>
  /** The metrics of each one that answers. */
  figures(): Promise<readonly Figures[]>
}
