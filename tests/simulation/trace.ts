import type { HistoryRecord } from './history.ts'

/** A record as one line. */
export function describe(record: HistoryRecord): string {
  switch (record.kind) {
    case 'committed': {
      const ballots = record.ballots.map(
        ({ voteId, guestId, key, optionIds, before }) => `${voteId} ${guestId} ${key} ${optionIds.join('+')} <${before}`,
      )
      return `committed ${record.events.map(({ event, audience }) => `${event.id}:${event.type}:${keyOf(event.data)}:${audience}`).join(' ')}${ballots.map((ballot) => ` [${ballot}]`).join('')}`
    }
    case 'chose':
      return `${record.client} chose ${record.key} ${record.voteId} ${record.optionIds.join('+')}`
    case 'ballotAcked':
      return `${record.client} ballot acked ${record.key} ${record.optionIds.join('+')}`
    case 'ballotRefused':
      return `${record.client} ballot refused ${record.key} ${record.code}`
    case 'tapped':
      return `${record.client} tapped ${record.key} ${record.body.slice(0, 20)}`
    case 'kept':
      return `kept ${record.key}`
    case 'arrived':
      return `${record.client} ${record.transport} asks ${record.key}`
    case 'acked':
      return `${record.client} acked ${record.key} as ${record.eventId}`
    case 'refused':
      return `${record.client} refused ${record.key} ${record.code}`
    case 'discarded':
      return `${record.client} discarded ${record.key}`
    case 'opened':
    case 'closed':
    case 'slept':
    case 'polled':
      return `${record.client} ${record.kind}`
    case 'greeted':
      return `${record.transport} greeted at ${record.position?.lastEventId}`
    case 'swallowed':
      return `${record.transport} swallowed`
    case 'welcomed':
      return `${record.transport} welcomed at ${record.head} recovered ${record.recovered}`
    case 'slice':
      return `${record.client} ${record.transport} slice (${record.from}, ${record.to}] ${record.events.map(({ id }) => id).join()}`
    case 'snapshot':
      return `${record.client} ${record.transport} snapshot at ${record.position}: ${record.wall.messages.length}`
    case 'viewed': {
      const own = record.messages.flatMap(({ isMine, viewKey, delivery }) => (isMine ? `${viewKey.slice(0, 6)}:${delivery}` : []))
      const votes = (record.wall?.votes ?? []).map(({ id, state, tally }) => ` ${id}:${state}:${tally?.version}`)
      const ballots = record.ballots.map(({ voteId, optionIds, delivery }) => ` ${voteId}=${optionIds.join('+')}:${delivery}`)
      return `${record.client} ${record.state} at ${record.position?.lastEventId}: ${record.messages.length} ${own.join(' ')}${votes.join('')}${ballots.join('')}`
    }
    case 'ended':
      return `ended with ${record.log.length} events: ${record.clients.map(({ client, state }) => `${client} ${state}`).join(', ')}`
    default:
      return record satisfies never
  }
}

function keyOf(data: object): string {
  if ('counts' in data && 'voteId' in data && 'version' in data) return `${String(data.voteId)}:${String(data.version)}`
  return 'key' in data ? String(data.key) : 'id' in data ? String(data.id) : ''
}

/** The lines of a run and their hash: the same seed gives the same hash. */
export class Trace {
  readonly lines: string[] = []
  #hash = 0x811c9dc5

  add(atMs: number, text: string): void {
    const line = `${(atMs / 1_000).toFixed(3)} ${text}`
    this.lines.push(line)
    for (let at = 0; at < line.length; at += 1) this.#hash = Math.imul(this.#hash ^ line.charCodeAt(at), 0x01000193)
  }

  get hash(): string {
    return (this.#hash >>> 0).toString(16)
  }
}
