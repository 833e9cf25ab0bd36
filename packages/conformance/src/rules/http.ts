import { MAX_FRAME_BYTES, PublicSessionSchema } from '@guestwall/protocol'
import { equal, holds } from '../check.ts'
import { type Rule, rule } from '../rule.ts'
import { freshKey, type Scene } from '../scene.ts'
import type { HttpQuestion } from '../target.ts'

/** HTTP: addresses, credentials, refusals. */
export const HTTP_RULES: readonly Rule[] = [
  rule(
    'HTTP',
    'a code finds its session in any case and width, with spaces and hyphens',
    async (scene) => {
      const { code, id } = scene.session
      for (const written of [code, code.toLowerCase(), `${code.slice(0, 3)}-${code.slice(3)}`, wide(code)]) {
        const session = await scene.answer(200, PublicSessionSchema, {
          method: 'GET',
          path: `/api/sessions/${encodeURIComponent(written)}`,
        })
        equal(`the session of ${written}`, session.id, id)
      }
    },
    'addresses',
  ),

  rule(
    'HTTP',
    'a refusal is a problem document with the code and the status of its table',
    async (scene) => {
      const reply = await scene.ask({ method: 'GET', path: '/api/sessions/ZZZZZZ' })
      equal('the status', reply.status, 404)
      const type = reply.headers['content-type'] ?? 'no type'
      holds(type.startsWith('application/problem+json'), `the type is ${type}`)
      equal('the code', (await scene.refusal({ method: 'GET', path: '/api/sessions/ZZZZZZ' })).code, 'session_not_found')
    },
    'addresses',
  ),

  rule(
    'HTTP',
    'an address that is none is refused: not_found; a method that it does not take: method_not_allowed',
    async (scene) => {
      equal('the code of an unknown address', (await scene.refusal({ method: 'GET', path: '/api/nothing' })).code, 'not_found')
      const wrong = await scene.refusal({ method: 'DELETE', path: `/api/sessions/${scene.session.id}/guests` })
      equal('the code of a wrong method', wrong.code, 'method_not_allowed')
    },
    'addresses',
  ),

  rule('HTTP', 'without a credential, or with a wrong one, a session tells nothing: unauthorised', async (scene) => {
    const path = `/api/realtime/poll?session=${scene.session.id}`
    for (const token of [undefined, 'not-a-token']) {
      const problem = await scene.refusal({ method: 'GET', path, ...(token === undefined ? {} : { token }) })
      equal('the refusal', [problem.code, problem.status], ['unauthorised', 401])
    }
  }),

  rule(
    'HTTP',
    'a guest may not do what a host does: forbidden',
    async (scene) => {
      const { token } = await scene.guest()
      const path = `/api/host/sessions/${scene.session.id}`
      equal('the end of the session', (await scene.refusal({ method: 'POST', path: `${path}/end`, token, body: {} })).code, 'forbidden')
      equal('the list of messages', (await scene.refusal({ method: 'GET', path: `${path}/messages`, token })).code, 'forbidden')
      equal('a new vote', (await scene.refusal({ method: 'POST', path: `${path}/votes`, token, body: voteBody() })).code, 'forbidden')
    },
    'host',
  ),

  rule(
    'HTTP',
    'a host of one session may not act in another',
    async (scene) => {
      const other = await scene.target.createSession()
      const path = `/api/host/sessions/${other.id}/end`
      const problem = await scene.refusal({ method: 'POST', path, token: scene.session.hostToken ?? '', body: {} })
      await other.end()
      holds(problem.status === 401 || problem.status === 403, `the status is ${problem.status}, expected 401 or 403`)
    },
    'host',
  ),

  rule(
    'HTTP',
    'a field that is not known, a body that is no JSON, a wrong type or too many bytes are refused and change nothing',
    async (scene) => {
      const guest = await scene.guest()
      const before = await scene.poll(guest)
      const body = { session: scene.session.id, key: freshKey(), content: 'hello', guestName: '小明' }
      const post = (over: Partial<HttpQuestion>) =>
        scene.refusal({ method: 'POST', path: '/api/realtime/messages', token: guest.token, ...over }).then(({ code }) => code)
      equal('an unknown field', await post({ body: { ...body, role: 'host' } }), 'bad_request')
      equal('no JSON', await post({ body: '{"session":' }), 'bad_request')
      equal('another type', await post({ body: 'session=1', headers: { 'content-type': 'text/plain' } }), 'unsupported_media_type')
      equal('too many bytes', await post({ body: { ...body, content: 'x'.repeat(MAX_FRAME_BYTES) } }), 'too_large')
      equal('the wall afterwards', lastIdOf(await scene.poll(guest)), lastIdOf(before))
    },
    'hostile',
  ),

  rule(
    'HTTP',
    'an ended session takes no message: session_ended',
    async (scene) => {
      const guest = await scene.guest()
      await scene.session.end()
      const body = { session: scene.session.id, key: freshKey(), content: '太晚', guestName: '小明' }
      const problem = await scene.refusal({ method: 'POST', path: '/api/realtime/messages', token: guest.token, body })
      equal('the refusal', [problem.code, problem.status], ['session_ended', 409])
    },
    'host',
  ),

  rule(
    'HTTP',
    'the server says that it lives, and that it can be used',
    async (scene) => {
      equal('the status of /healthz', (await scene.ask({ method: 'GET', path: '/healthz' })).status, 200)
      equal('the status of /readyz', (await scene.ask({ method: 'GET', path: '/readyz' })).status, 200)
    },
    'addresses',
  ),
]

function voteBody(): object {
  return { key: freshKey(), question: 'may I?', options: ['yes', 'no'] }
}

function wide(code: string): string {
  return code.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
}

function lastIdOf(answer: Awaited<ReturnType<Scene['poll']>>): number {
  return 'snapshot' in answer ? answer.snapshot.lastEventId : answer.to
}
