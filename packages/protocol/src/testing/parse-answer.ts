import type { Route } from '../route.ts'
import { ROUTES } from '../routes.ts'
import { parseProblem, parseStrictly, UnexpectedText } from './parse.ts'

/** An HTTP answer with a JSON body. */
export interface JsonAnswer {
  readonly method: string
  /** The path of the request, with its query or without. */
  readonly path: string
  readonly status: number
  readonly body: string
}

/**
 * The value of an answer to a request of Wire v1: exactly what the table of routes has for its status, or a problem document. Every test client
 * reads its answers with this function.
 */
export function parseAnswer({ method, path, status, body }: JsonAnswer): unknown {
  const answer = routeOf(method, path)?.answers[status]
  if (answer !== undefined && !('mediaType' in answer)) return parseStrictly(answer, body)
  if (status >= 400) return parseProblem(body)
  throw new UnexpectedText(`no route has the answer ${status} to ${method} ${path}`)
}

function routeOf(method: string, path: string): Route | undefined {
  const [plain = ''] = path.split('?')
  const routes: readonly Route[] = Object.values(ROUTES)
  return routes.find((route) => route.method === method && pattern(route.path).test(plain))
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('{id}', '[^/]+')}$`)
}
