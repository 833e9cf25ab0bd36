import { Agent, request } from 'node:http'
import { CAST_VOTE, JOIN, pathOf, SEND_MESSAGE } from '@guestwall/protocol'

/**
 * One device that makes ever new guests, in a process of its own so that it does not hold up what is measured: each joins, posts, and votes
 * when it may. Arguments: port, session, vote, joins a second. It reports its counts when its parent asks over IPC.
 */

const [port, session, vote, perSecond] = process.argv.slice(2) as [string, string, string, string]
/** A little after a ballot counts. */
const BALLOT_AFTER_MS = 3_100
/** More that wait for an answer are not sent: the device is no faster than the server lets it be. */
const MAX_UNDER_WAY = 600

const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const came = { joined: 0, posted: 0, refused: 0, ballots: 0 }
let underWay = 0
let lastKey = 0

function ask(method: string, path: string, token: string | null, body: object): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const json = JSON.stringify(body)
    const headers = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(json),
    }
    const asked = request({ agent, host: '127.0.0.1', port: Number(port), method, path, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      response.on('error', () => resolve({ status: 0, text: '' }))
    })
    asked.on('error', () => resolve({ status: 0, text: '' }))
    asked.end(json)
  })
}

async function newcomer(): Promise<void> {
  if (underWay >= MAX_UNDER_WAY) return
  underWay += 1
  const joined = await ask('POST', pathOf(JOIN, session), null, { guestName: '新客' })
  underWay -= 1
  if (joined.status !== 201) return
  came.joined += 1
  const { token } = JSON.parse(joined.text) as { token: string }
  const key = `flood-key-${(lastKey += 1)}`
  const said = await ask('POST', SEND_MESSAGE.path, token, { session, key, content: '广告', guestName: '新客' })
  if (said.status === 201) came.posted += 1
  else came.refused += 1
  await new Promise((resolve) => setTimeout(resolve, BALLOT_AFTER_MS))
  const cast = await ask('PUT', pathOf(CAST_VOTE, vote), token, { key: `${key}-ballot`, optionIds: ['o1'] })
  if (cast.status === 200) came.ballots += 1
}

setInterval(() => void newcomer(), 1_000 / Number(perSecond))
process.on('message', () => process.send?.(came))
process.on('disconnect', () => process.exit())
