import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Guestwall, OPERATOR_TOKEN, startGuestwall } from '../../../tests/support/guestwall.ts'

let wall: Guestwall
beforeAll(async () => {
  wall = await startGuestwall()
})
afterAll(() => wall.stop())

async function signIn(key: string): Promise<[number, unknown]> {
  const response = await fetch(`${wall.url}/api/operator/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  })
  return [response.status, ((await response.json()) as { operatorToken?: string }).operatorToken]
}

test('an operator signs in with OPERATOR_TOKEN any number of times, and with the one-time key once', async () => {
  expect(await signIn(OPERATOR_TOKEN)).toEqual([200, OPERATOR_TOKEN])
  expect(await signIn(OPERATOR_TOKEN)).toEqual([200, OPERATOR_TOKEN])
  expect(await signIn('one-time-key-of-the-tests')).toEqual([200, OPERATOR_TOKEN])
  expect(await signIn('one-time-key-of-the-tests')).toEqual([401, undefined])
  expect(await signIn(`${OPERATOR_TOKEN}x`)).toEqual([401, undefined])
  expect(await signIn('')).toEqual([401, undefined])
})
