import { MAX_CONTENT_GRAPHEMES, MAX_NAME_GRAPHEMES } from '@guestwall/protocol'
import { equal } from '../check.ts'
import { type Rule, rule } from '../rule.ts'
import type { Scene } from '../scene.ts'

/** Texts: the stored form, and the refusals. */
export const TEXT_RULES: readonly Rule[] = [
  rule(
    'TEXT',
    'a text is stored in NFC and without control characters',
    async (scene) => {
      const socket = await scene.connect(await scene.guest())
      const message = await scene.post(socket, '  cafe\u0301\u0007 \u202Eok ')
      equal('the stored text', message.content, 'caf\u00E9 ok')
    },
    'hostile',
  ),

  rule('TEXT', 'markup is text like any other', async (scene) => {
    const socket = await scene.connect(await scene.guest())
    const content = '<script>alert(1)</script> **& "quoted"** ${x}'
    equal('the stored text', (await scene.post(socket, content)).content, content)
  }),

  rule(
    'TEXT',
    'the longest message is taken, one character more is refused: too_long',
    async (scene) => {
      const socket = await scene.connect(await scene.guest())
      const longest = '字'.repeat(MAX_CONTENT_GRAPHEMES)
      equal('the longest message', (await scene.post(socket, longest)).content, longest)
      equal('the refusal', await refusalOf(scene, `${longest}字`), 'too_long')
    },
    'hostile',
  ),

  rule(
    'TEXT',
    'a text that shows nothing is refused: empty_content',
    async (scene) => {
      equal('the refusal', await refusalOf(scene, '\u200B\u2060 \n'), 'empty_content')
    },
    'hostile',
  ),

  rule(
    'TEXT',
    'a character without end is refused: invalid_text',
    async (scene) => {
      equal('the refusal', await refusalOf(scene, `👩${'\u200D👩'.repeat(40)}`), 'invalid_text')
    },
    'hostile',
  ),

  rule(
    'TEXT',
    'a name that looks like the host is refused: name_reserved; one that only holds such letters is not',
    async (scene) => {
      for (const name of ['Host', '主持人', 'ADMIN', 'аdmin'])
        equal(`the refusal of ${name}`, await joinRefusal(scene, name), 'name_reserved')
      equal('the refusal of Ghost', await joinRefusal(scene, 'Ghost'), null)
    },
    'hostile',
  ),

  rule(
    'TEXT',
    'a name without a visible character, on two lines or too long is refused: name_invalid',
    async (scene) => {
      for (const name of ['', ' \u200B ', 'x'.repeat(MAX_NAME_GRAPHEMES + 1)]) {
        equal(`the refusal of ${JSON.stringify(name)}`, await joinRefusal(scene, name), 'name_invalid')
      }
    },
    'hostile',
  ),
]

async function refusalOf(scene: Scene, content: string): Promise<string | null> {
  const socket = await scene.connect(await scene.guest())
  const answer = await scene.settled(socket, scene.message(content))
  return answer.type === 'error' ? answer.code : null
}

async function joinRefusal(scene: Scene, guestName: string): Promise<string | null> {
  const reply = await scene.settledReply({ method: 'POST', path: `/api/sessions/${scene.session.id}/guests`, body: { guestName } })
  return reply.status < 400 ? null : (JSON.parse(reply.text) as { code: string }).code
}
