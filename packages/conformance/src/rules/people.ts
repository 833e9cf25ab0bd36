import { ActedGuestSchema, CLOSE, HostGuestsSchema, JoinedSchema, type KnownGuest } from '@guestwall/protocol'
import { equal } from '../check.ts'
import { parseProblem } from '../parse.ts'
import { type Rule, rule } from '../rule.ts'
import { becomes, type Guest, type Scene } from '../scene.ts'
import type { HttpQuestion } from '../target.ts'

/** PEOPLE: guests, as hosts see them. */
export const PEOPLE_RULES: readonly Rule[] = [
  rule(
    'PEOPLE-1',
    'a guest who connected stands in the host’s list, with how it came',
    async (scene) => {
      const guest = await connected(scene, '王小明', '3号桌')
      equal('where it came from', (await listed(scene, guest))?.source, '3号桌')
    },
    'host',
    'time',
  ),

  rule(
    'PEOPLE-2',
    'a muted guest’s messages are refused until it is unmuted, and nobody else’s',
    async (scene) => {
      const guest = await connected(scene)
      const [socket, other] = [await scene.connect(guest), await scene.connect(await scene.guest('乙'))]
      await act(scene, guest, 'mute')
      const answer = await scene.settled(socket, scene.message('静音'))
      equal('the answer', answer.type === 'error' ? answer.code : answer, 'muted')
      await scene.post(other, '不受影响')
      await act(scene, guest, 'unmute')
      await scene.post(socket, '又能说了')
    },
    'host',
    'time',
  ),

  rule(
    'PEOPLE-3',
    'a removed guest’s requests are refused until it is let back',
    async (scene) => {
      const guest = await connected(scene)
      await act(scene, guest, 'remove')
      const poll = { method: 'GET', path: `/api/realtime/poll?session=${scene.session.id}`, token: guest.token } as const
      await isRefused(scene, poll)
      await act(scene, guest, 'unban')
      await becomes(async () => (await scene.settledReply(poll)).status === 200)
    },
    'host',
    'time',
  ),

  rule(
    'PEOPLE-4',
    'the socket of a banned guest is closed: removed, 4403',
    async (scene) => {
      const guest = await connected(scene)
      const socket = await scene.connect(guest)
      await act(scene, guest, 'ban')
      equal('the close code', await socket.closed(), CLOSE.forbidden)
    },
    'host',
    'time',
  ),

  rule('PEOPLE-5', 'a guest that shows its old credential joins again as the same guest', async (scene) => {
    const guest = await scene.guest()
    const body = { guestName: '换个名字', previous: guest.token }
    const path = `/api/sessions/${scene.session.id}/guests`
    const joined = await scene.answer(201, JoinedSchema, { method: 'POST', path, body })
    equal('the guest', joined.guest.id, guest.id)
  }),

  rule(
    'PEOPLE-5',
    'a banned guest that shows its old credential may not join again: removed',
    async (scene) => {
      const guest = await connected(scene)
      await act(scene, guest, 'ban')
      const body = { guestName: '换个名字', previous: guest.token }
      await isRefused(scene, { method: 'POST', path: `/api/sessions/${scene.session.id}/guests`, body })
    },
    'host',
    'time',
  ),
]

/** A guest whom the host's list has. */
async function connected(scene: Scene, guestName?: string, source?: string): Promise<Guest> {
  const guest = await scene.guest(guestName, source)
  await scene.connect(guest)
  await becomes(async () => (await listed(scene, guest)) !== undefined)
  return guest
}

async function listed(scene: Scene, guest: Guest): Promise<KnownGuest | undefined> {
  const path = `/api/host/sessions/${scene.session.id}/guests`
  const { guests } = await scene.answer(200, HostGuestsSchema, { method: 'GET', path, token: scene.session.hostToken ?? '' })
  return guests.find(({ id }) => id === guest.id)
}

async function act(scene: Scene, guest: Guest, name: string): Promise<void> {
  const path = `/api/host/guests/${guest.id}/${name}`
  await scene.answer(200, ActedGuestSchema, { method: 'POST', path, token: scene.session.hostToken ?? '', body: {} })
}

/** Waits until the server that answers has heard of the removal, and looks at its refusal. */
async function isRefused(scene: Scene, question: HttpQuestion): Promise<void> {
  let text = ''
  await becomes(async () => {
    const reply = await scene.settledReply(question)
    text = reply.text
    return reply.status === 403
  })
  equal('the refusal', parseProblem(text).code, 'removed')
}
