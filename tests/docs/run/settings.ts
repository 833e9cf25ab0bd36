/** The code around a fragment that makes it a program. Whole blocks need none. */
export interface Setting {
  readonly before?: string
  /** Code behind the block: it waits for what the block started, and ends it. */
  readonly after?: string
  /** The output that the program must print. */
  readonly prints?: RegExp
}

const VALUES = `
const url = process.env['GUESTWALL_URL'] ?? ''
const session = process.env['SESSION'] ?? ''
const token = process.env['TOKEN'] ?? ''
`

const CONNECTED = `
await new Promise<void>((resolve) => {
  const look = () => client.getSnapshot().messages.length > 0 && resolve()
  client.subscribe(look)
  look()
})`

/** By name of the block: document, heading, and the how manieth below it. */
export const SETTINGS: Readonly<Record<string, Setting>> = {
  'README.md#Use the SDK': { prints: /Ana: To a hundred years![^]*event \d+/ },
  'README.zh-CN.md#使用 SDK': { prints: /小明：百年好合！[^]*事件 \d+/ },
  'packages/client/README.md#Example': { after: 'client.close()', prints: /新婚快乐[^]*event \d+/ },
  'packages/client/README.md#Example (2)': {
    after: `
client.on('state', (state) => {
  console.log(state)
  if (state === 'connected') client.close()
})
client.connect()`,
    prints: /^connected$/m,
  },
  'packages/client/README.md#Read every event': {
    before: `
import { RealtimeClient } from '@guestwall/client'
import type { Position, Wall } from '@guestwall/protocol'
${VALUES}
const load = (): Position => ({ epoch: 'another', lastEventId: 0 })
const save = (position: Position) => {
  console.log('saved', position.lastEventId)
}
const print = (name: string, content: string) => {
  console.log('printed', name, content)
  client.close()
}
const startOver = (wall: Wall, position: Position) => {
  console.log('starts over', wall.messages.length, position.lastEventId)
  void client.sendMessage('An event for the bot', 'Noor')
}`,
    prints: /starts over \d+ \d+[^]*printed Noor An event for the bot/,
  },
  'packages/client/README.md#Record what a client does': {
    before: `import { readFileSync } from 'node:fs'`,
    after: `${CONNECTED}
client.close()
const lines = readFileSync('trace.jsonl', 'utf8').trim().split('\\n').map((line) => JSON.parse(line) as Record<string, unknown>)
console.log('version', lines[0]?.['version'], lines.length > 5 && lines.slice(1).every((line) => 'input' in line && 'effects' in line))`,
    prints: /version \d+ true/,
  },
  'packages/client/README.md#Requests without a connection': {
    before: `
const url = process.env['GUESTWALL_URL'] ?? ''
const operatorToken = process.env['OPERATOR_TOKEN'] ?? ''`,
    after: `
console.log(messages.length, nextBefore, file.name)`,
    prints: /http.*\/[A-Z0-9]{6}\n0 null .*-Votes-.*\.csv/,
  },
  'packages/client/README.md#What to know': {
    before: `
import { RealtimeClient } from '@guestwall/client'
${VALUES}
const client = new RealtimeClient({ url, session, guestName: 'admin' })
const nameField = { value: 'Ana' }
const nameForm = { onsubmit: () => {} }
const showNameForm = () => {
  console.log('refused:', client.getSnapshot().closedReason)
  setTimeout(() => nameForm.onsubmit())
}`,
    after: `client.connect()${CONNECTED}
console.log('joined')
client.close()`,
    prints: /refused: name_reserved[^]*joined/,
  },
  'packages/protocol/README.md#Example': {
    before: VALUES,
    after: `
const event = { id: 1, type: 'message.created', at: '2026-11-22T10:00:00.000Z', data: {
  id: 'm1', key: 'k-0123456789', eventId: 1, guestId: 'g1', guestName: 'Ana', content: 'Hello', createdAt: '2026-11-22T10:00:00.000Z', status: 'shown', pinned: false } }
const answer = await fetch(url + '/api/realtime/poll?session=' + session, { headers: { authorization: 'Bearer ' + token } })
const { snapshot } = (await answer.json()) as { snapshot: { wall: Wall } }
console.log(read(snapshot.wall, JSON.stringify({ type: 'events', from: 0, to: 1, events: [event] })).messageCount - snapshot.wall.messageCount, 'message more')`,
    prints: /1 message more/,
  },
  'packages/protocol/README.md#Example (2)': {
    after: `console.log(prepareContent('  新婚快乐！ '), prepareContent('\\u200B'))`,
    prints: /text: '新婚快乐！'[^]*empty_content/,
  },
  'packages/react/README.md#Example': {
    before: `import { renderToString } from 'react-dom/server'`,
    after: `console.log(renderToString(<GuestWall />))`,
    prints: /data-theme="linen"/,
  },
  'packages/server/README.md#Embed': { prints: /^\d+$/m },
}
