import { type HostedSession, SEND_MESSAGE } from '@guestwall/protocol'
import { post } from '../../tests/support/http-calls.ts'

/** The host writes a message to the wall over HTTP. `key` is new for each. */
export async function writeAsHost(url: string, { session, hostToken }: HostedSession, key: string, content: string): Promise<void> {
  await post(`${url}${SEND_MESSAGE.path}`, { session: session.id, key, content, guestName: 'Host' }, hostToken)
}
