import * as v from 'valibot'
import { EventIdSchema, IdSchema, PositionSchema } from './ids.ts'
import { MAX_QUEUE_CHARS, MAX_SCREEN_CARDS } from './limits.ts'
import { LayoutSchema } from './session.ts'

/** Where on the screen danmaku pass: above and below a free middle, only above or below it, or over the whole height. */
export const DanmakuRegionSchema = v.picklist(['around', 'top', 'bottom', 'all'])
export type DanmakuRegion = v.InferOutput<typeof DanmakuRegionSchema>
/** How closely danmaku follow one another. */
export const DanmakuDensitySchema = v.picklist(['low', 'normal', 'high'])
export type DanmakuDensity = v.InferOutput<typeof DanmakuDensitySchema>

/** The state of a screen that hosts have set (SCREEN-1). */
export const ScreenStateSchema = v.object({
  /** Messages after this event wait, and nothing enters by itself; each of `steps` lets one enter. `null`: the screen is not paused. */
  pausedAt: v.nullable(EventIdSchema),
  /** How often a host let the next message enter since the last pause began. */
  steps: EventIdSchema,
  /** Only the names of the couple or the title. */
  isBlank: v.boolean(),
  /** The picture stays as it was at this event: nothing enters and nothing changes, but what a host takes away leaves. */
  frozenAt: v.nullable(EventIdSchema),
  /** Messages up to this event are not shown; 0: all are. */
  clearedTo: EventIdSchema,
  /** The one message that is shown large. `eventId`: its position in the log, for a screen whose wall no longer holds it. */
  spotlight: v.nullable(v.object({ id: IdSchema, eventId: EventIdSchema })),
  /** `null`: the layout of the session. */
  layout: v.nullable(LayoutSchema),
  /** The event with which a host chose the layout last. One that is set already is chosen, too: results that were revealed before it leave the screen. */
  layoutAt: v.optional(EventIdSchema),
  /** Little moves: what changes fades. */
  isCalm: v.optional(v.boolean()),
  /** Absent: as the page of the screen has it. */
  region: v.optional(DanmakuRegionSchema),
  density: v.optional(DanmakuDensitySchema),
})
export type ScreenState = v.InferOutput<typeof ScreenStateSchema>

/** The state of a screen until a host changes it. */
export const NEW_SCREEN: ScreenState = {
  pausedAt: null,
  steps: 0,
  isBlank: false,
  frozenAt: null,
  clearedTo: 0,
  spotlight: null,
  layout: null,
}

/** The states of all screens of a session. The newest `version` is valid; it is the id of the event that made it, 0 before the first. */
export const ScreenControlSchema = v.object({
  version: EventIdSchema,
  /** The state of every screen that has none of its own. */
  all: ScreenStateSchema,
  /** By the id of the screen's credential. */
  own: v.record(IdSchema, ScreenStateSchema),
})
export type ScreenControl = v.InferOutput<typeof ScreenControlSchema>

export const NO_SCREEN_CONTROL: ScreenControl = { version: 0, all: NEW_SCREEN, own: {} }

/** The state of one screen. */
export function screenState({ all, own }: ScreenControl, screenId: string): ScreenState {
  return Object.entries(own).find(([id]) => id === screenId)?.[1] ?? all
}

/**
 * A host's change of a screen; an absent field stays as it is, and `null` is as before any change. `isCleared`: the messages on the screen
 * leave, or come back. `spotlight`: the message.
 */
export const ScreenChangeSchema = v.strictObject({
  isPaused: v.optional(v.boolean()),
  step: v.optional(v.literal(true)),
  isBlank: v.optional(v.boolean()),
  isFrozen: v.optional(v.boolean()),
  isCleared: v.optional(v.boolean()),
  spotlight: v.optional(v.nullable(IdSchema)),
  layout: v.optional(v.nullable(LayoutSchema)),
  isCalm: v.optional(v.boolean()),
  region: v.optional(v.nullable(DanmakuRegionSchema)),
  density: v.optional(v.nullable(DanmakuDensitySchema)),
})
export type ScreenChange = v.InferOutput<typeof ScreenChangeSchema>

/** The picture that a screen shows now. */
export const ScreenPictureSchema = v.picklist(['masonry', 'danmaku', 'results', 'idle', 'spotlight', 'blank'])
export type ScreenPicture = v.InferOutput<typeof ScreenPictureSchema>

const PIXELS = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(32_767))
const MAX_DURATION_MS = 24 * 60 * 60 * 1000
const DURATION_MS = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MAX_DURATION_MS))
const BOX = String.raw`\d{1,5} \d{1,5} \d{1,5} \d{1,5}`

/**
 * The report of one page of a screen: what it shows (SCREEN-4). It has ids of messages and no text. Boxes are `x y width height` in
 * ten-thousandths of the screen's width and height: one text each, because a frame may have few commas.
 */
export const ScreenReportSchema = v.strictObject({
  /** In CSS pixels. */
  width: PIXELS,
  height: PIXELS,
  picture: ScreenPictureSchema,
  /** The vote whose results it shows. Absent: none. */
  vote: v.optional(IdSchema),
  /** `id box` of each message on the screen. */
  cards: v.pipe(v.array(v.pipe(v.string(), v.regex(new RegExp(`^[A-Za-z0-9_-]{1,36} ${BOX}$`)))), v.maxLength(MAX_SCREEN_CARDS)),
  /** The box of the part with the QR code; `null`: there is none. */
  panel: v.nullable(v.pipe(v.string(), v.regex(new RegExp(`^${BOX}$`)))),
  /** Messages that have arrived and wait for their turn. */
  waiting: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(100_000)),
  /** Which ones, in the order of their turn, as `encodeQueue` writes them; the first of them where they are many. Absent: not known. */
  queue: v.optional(v.pipe(v.string(), v.maxLength(MAX_QUEUE_CHARS), v.regex(/^(\d{1,16}( -?\d{1,16})*)?$/))),
  /** For how long the first of them has waited. */
  behindMs: DURATION_MS,
  /** Up to where the screen has read the log. */
  position: PositionSchema,
  /** The version of the control that it carries out. */
  version: EventIdSchema,
  /** 95 of 100 of its last messages were on this page so soon after their event; `null`: there was none lately. */
  deliveryMs: v.nullable(DURATION_MS),
})
export type ScreenReport = v.InferOutput<typeof ScreenReportSchema>

/** A page of a screen: `page` tells apart several that were opened with one link. */
export const ScreenPageSchema = v.object({ page: IdSchema, ageMs: v.pipe(v.number(), v.minValue(0)), report: ScreenReportSchema })
export type ScreenPage = v.InferOutput<typeof ScreenPageSchema>
