import { pathOf, type QueryInputOf, type Routes } from '@guestwall/protocol'
import { RequestError, refusalIn } from '../requests/request-error.ts'
import { type CallOptions, queryText, type Requests } from '../requests/send-request.ts'
import { refusedResponse } from './refused-response.ts'

/** `what` is needed: `messages`, `votes`, `ballots`, `guests`, `activity` or `audit`. `format`: `json` by default, `csv` or `xlsx`. */
export type ExportQuery = QueryInputOf<Routes['exportSession']> & { readonly what: string }

/** A file on its way. Use `blob` or `stream`, once. */
export interface ExportedFile {
  /** The name that the server proposes. */
  readonly name: string | null
  readonly contentType: string
  /** Rejects when the answer breaks off: it is then not a complete file. */
  blob(): Promise<Blob>
  readonly stream: ReadableStream<Uint8Array>
}

/** `language`: of the names and of the book. `timeZone`: of the local times. */
export type KeepsakeQuery = QueryInputOf<Routes['getKeepsake']>

interface FileRequest extends CallOptions {
  readonly route: Routes['exportSession'] | Routes['getKeepsake']
  readonly sessionId: string
  readonly token: string
  readonly query: ExportQuery | KeepsakeQuery
}

/** Requests a file. It has no time limit, because the file may be large; `signal` ends it. It is never repeated. */
export async function fetchExport({ url }: Requests, { route, sessionId, token, query, signal }: FileRequest): Promise<ExportedFile> {
  const response = await fetch(`${url}${pathOf(route, sessionId)}${queryText(query)}`, {
    headers: { authorization: `Bearer ${token}` },
    cache: 'no-store',
    redirect: 'manual',
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error
    throw new RequestError(refusalIn({ kind: 'network' }), null, false)
  })
  const name = fileNameIn(response.headers.get('content-disposition') ?? '')
  if (!response.ok || response.body === null || name === null) throw await refusedResponse(response)
  return {
    name,
    contentType: response.headers.get('content-type') ?? '',
    blob: () => response.blob(),
    stream: response.body,
  }
}

/** The name as it is (RFC 5987), or the plain one. */
function fileNameIn(disposition: string): string | null {
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition)?.[1]
  const plain = /filename="([^"]+)"/.exec(disposition)?.[1] ?? null
  if (encoded === undefined) return plain
  try {
    return decodeURIComponent(encoded)
  } catch {
    return plain
  }
}
