import { decodeQueue, MAX_SCREEN_CARDS } from '@guestwall/protocol'

/** A box on the page, in pixels. */
export interface PageBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

const WHOLE = 10_000

/** `x y width height` in ten-thousandths of the screen, cut to it; `null` where nothing of the box is on it. */
export function boxOn(screen: PageBox, box: PageBox): string | null {
  const [left, right] = [box.left, box.left + box.width].map((x) => part(x - screen.left, screen.width))
  const [top, bottom] = [box.top, box.top + box.height].map((y) => part(y - screen.top, screen.height))
  if (left === undefined || right === undefined || top === undefined || bottom === undefined || right <= left || bottom <= top) return null
  return `${left} ${top} ${right - left} ${bottom - top}`
}

function part(offset: number, whole: number): number {
  return Math.round(Math.min(1, Math.max(0, offset / whole)) * WHOLE)
}

/** The input of a measurement. `queue`: the event ids of the messages that wait, in the order of their turn. */
export interface MeasuredScreen {
  readonly cards: string[]
  readonly panel: string | null
  readonly waiting: number
  readonly queue: readonly number[]
  /** Its messages stand in columns. */
  readonly hasColumns: boolean
  /** The vote whose results are drawn; `null`: none. */
  readonly vote: string | null
}

/** The page as it was drawn: the messages with their boxes, the part with the QR code, and the messages that wait. */
export function measureScreen(page: Element): MeasuredScreen {
  const screen = page.getBoundingClientRect()
  const spotlight = page.querySelector('.spotlight')
  // Behind a message that is shown large the others are dimmed, and behind results hidden: they are not shown.
  const seen = [...page.querySelectorAll('[data-message]')].filter((card) => card.closest('.wall-screen__covered') === null)
  const shown = spotlight === null ? seen : [spotlight]
  const cards = shown.flatMap((card) => {
    const box = boxOn(screen, inBand(card))
    return box === null ? [] : [`${card.getAttribute('data-message')} ${box}`]
  })
  const entrances = '.side-panel, .idle__entrance, .danmaku-screen:not(.wall-screen__covered) .danmaku-screen__entrance, .overlay__entrance'
  const panel = page.querySelector(entrances)?.getBoundingClientRect()
  const wall = page.querySelector('[data-waiting]')
  const waiting = Number(wall?.getAttribute('data-waiting') ?? 0)
  const queue = decodeQueue(wall?.getAttribute('data-queue') ?? '')
  const hasColumns = spotlight === null && page.querySelector('.gw-wall:not(.gw-wall--single)') !== null
  const vote = page.querySelector('[data-vote]')?.getAttribute('data-vote') ?? null
  return {
    cards: cards.slice(0, MAX_SCREEN_CARDS),
    panel: panel === undefined ? null : boxOn(screen, panel),
    waiting,
    queue,
    hasColumns,
    vote,
  }
}

/** Where messages pass, one is shown between the fades at the ends of its band. */
function inBand(card: Element): PageBox {
  const box = card.getBoundingClientRect()
  const band = card.closest('[data-fade]')
  if (band === null) return box
  const fade = Number(band.getAttribute('data-fade'))
  const clear = band.getBoundingClientRect()
  const left = Math.max(box.left, clear.left + fade)
  const right = Math.min(box.right, clear.right - fade)
  return { left, top: box.top, width: Math.max(0, right - left), height: box.height }
}
