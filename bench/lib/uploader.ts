import { readFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { ROUTES } from '@guestwall/protocol'

/** The phones of guests who send photos, in a process of its own behind everything else: in a hall they are no part of the server's machine. */

/** Every guest uploads the picture at the same moment, and sends its message. */
export interface UploadJob {
  readonly url: string
  readonly sessionId: string
  readonly file: string
  readonly guests: readonly { readonly token: string; readonly key: string }[]
}

export interface Uploaded {
  /** Messages with their photo that were taken. */
  readonly sent: number
  /** Uploads that were asked to come again, or broke off because the server did not wait for their end, and came again. */
  readonly putOff: number
  readonly refusals: readonly string[]
  /** Until the last message was taken. */
  readonly tookMs: number
}

const BEHIND_ALL = 19

setPriority(BEHIND_ALL)
process.on('message', (job: UploadJob) => {
  void uploadAll(job).then((uploaded) => process.send?.(uploaded))
})

async function uploadAll({ url, sessionId, file, guests }: UploadJob): Promise<Uploaded> {
  const startMs = performance.now()
  const picture = readFileSync(file)
  const counted = { sent: 0, putOff: 0, refusals: [] as string[] }
  const send = async ({ token, key }: UploadJob['guests'][number]): Promise<void> => {
    const authorization = `Bearer ${token}`
    for (;;) {
      const { status, ...answer } = await upload(`${url}${ROUTES.uploadPhoto.path}?key=${key}`, authorization, picture)
      if (status === 429 || status === 503) {
        counted.putOff += 1
        await new Promise((resolve) => setTimeout(resolve, answer.retryAfterMs ?? 1_000))
        continue
      }
      if (answer.photo === undefined) return void counted.refusals.push(`${status} ${answer.code ?? ''}`)
      const message = { session: sessionId, key, content: '从第一支舞', guestName: 'Photographer', photo: answer.photo.id }
      const said = await fetch(`${url}${ROUTES.sendMessage.path}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(message),
      })
      await said.arrayBuffer()
      if (said.ok) counted.sent += 1
      else counted.refusals.push(`message ${said.status}`)
      return
    }
  }
  await Promise.all(guests.map(send))
  return { ...counted, tookMs: performance.now() - startMs }
}

interface Answer {
  readonly status: number
  readonly photo?: { readonly id: string }
  readonly code?: string
  readonly retryAfterMs?: number
}

async function upload(address: string, authorization: string, picture: Buffer<ArrayBuffer>): Promise<Answer> {
  try {
    const headers = { authorization, 'content-type': 'image/jpeg' }
    const response = await fetch(address, { method: 'POST', headers, body: picture })
    return { ...((await response.json()) as Omit<Answer, 'status'>), status: response.status }
  } catch {
    return { status: 503 }
  }
}
