import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeEvent } from '@guestwall/protocol'
import type { SheetSettings } from '../export/cells.ts'
import type { Evening } from './evening.ts'
import type { PhotoFiles } from './photos.ts'

/** The page has the evening in the place of this word. */
const PLACE = '__GUESTWALL_EVENING__'

/** The built page is missing: the web app was not built. */
export class ReplayPageMissing extends Error {
  override readonly name = 'ReplayPageMissing'
}

/** The path of the page in the folder of the built web app. */
export function replayTemplate(webRoot: string): string {
  return join(webRoot, 'keepsake', 'index.html')
}

interface ReplayPageParts extends SheetSettings {
  /** The path of the built page. */
  readonly template: string
  /** ISO 8601. */
  readonly writtenAt: string
  readonly photos: PhotoFiles
}

/** The page that replays an evening: the built page with the evening in it, page by page of the log. */
export async function* replayPage(evening: Evening, { template, language, timeZone, writtenAt, photos }: ReplayPageParts) {
  const [head, tail] = (await readTemplate(template)).split(PLACE)
  if (tail === undefined) throw new ReplayPageMissing(`${template} has no place for an evening`)
  const { start } = evening
  yield `${head}{"language":${inScript(language)},"timeZone":${inScript(timeZone)},"writtenAt":${inScript(writtenAt)},"start":${inScript(start)},`
  yield `"photos":${inScript(Object.fromEntries([...photos].map(([id, { path, width, height }]) => [id, { path, width, height }])))},"events":[\n`
  let separator = ''
  for await (const events of evening.events()) {
    if (events.length === 0) continue
    yield `${separator}${events.map((event) => unmarked(encodeEvent(event))).join(',\n')}`
    separator = ',\n'
  }
  yield `\n]}${tail}`
}

async function readTemplate(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new ReplayPageMissing(`the page of the keepsake is not built (${path} is missing): run npm run build`, { cause: error })
  }
}

function inScript(value: unknown): string {
  return unmarked(JSON.stringify(value))
}

/** JSON that stands in a script element: no text in it ends the element or begins a comment. */
function unmarked(json: string): string {
  return json.replaceAll('<', '\\u003c')
}
