import { memo, useLayoutEffect, useRef } from 'react'
import { classNames } from '../shared/class-names.ts'
import { languageOf } from '../shared/language-of.ts'
import type { Shown } from '../wall/layout.ts'
import { TextRunList } from '../wall/text-run-list.tsx'
import { WallPhoto, type WallPhotos } from '../wall/wall-photo.tsx'
import { laneBreaks, laneText } from './lane-text.ts'
import { laneModifiers } from './lane-type.ts'
import { readTimeline } from './use-stoppable-clock.ts'
import { readClock, type StoppableClock } from './stoppable-clock.ts'

const FADE_MS = 420

interface DanmakuItemProps {
  readonly shown: Shown
  /** The top of its band. */
  readonly top: number
  /** Pixels of one percent of the screen's height, times the operator's text size. */
  readonly unit: number
  readonly clock: StoppableClock
  readonly photos: WallPhotos | undefined
}

/** A message in its lane. It is moved by one animation over its whole way, so that no frame costs more than a transform. */
export const DanmakuItem = memo(function DanmakuItem({ shown, top, unit, clock, photos }: DanmakuItemProps) {
  const { message, place, shownAtMs, isNew } = shown
  const { x, y, width, height, fit } = place
  const pxPerMs = place.lane?.pxPerMs ?? 0
  const isLine = fit.breaks === 'line'
  const text = laneText(message.content)
  const slot = useRef<HTMLLIElement>(null)
  useLayoutEffect(() => {
    if (pxPerMs === 0 || typeof slot.current?.animate !== 'function') return
    const way = [{ transform: `translateX(${x}px)` }, { transform: `translateX(${-width}px)` }]
    const animation = slot.current.animate(way, { duration: (x + width) / pxPerMs, fill: 'both' })
    if (clock.isRunning) animation.startTime = shownAtMs + clock.lostMs
    else {
      animation.pause()
      animation.currentTime = readClock(clock, readTimeline()) - shownAtMs
    }
    return () => animation.cancel()
  }, [x, width, pxPerMs, shownAtMs, clock])
  useLayoutEffect(() => {
    if (pxPerMs === 0) slot.current?.animate?.([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: 'ease-out' })
  }, [pxPerMs, x, y])
  return (
    <li
      ref={slot}
      className="gw-danmaku__slot"
      data-message={message.key}
      style={{ top: `${y - top}px`, width: `${width}px`, height: `${height}px`, transform: `translateX(${x}px)` }}
    >
      <article
        className={classNames('gw-danmaku__message', laneModifiers(fit.fontSize / unit, isLine), isNew && 'gw-danmaku__message--new')}
      >
        {photos !== undefined && fit.photo !== undefined && message.photo !== undefined && (
          <WallPhoto className="gw-danmaku__photo" photos={photos} photo={message.photo} fit={fit.photo} name={message.name} />
        )}
        <span className="gw-danmaku__text" dir="auto" lang={languageOf(message.content)} style={{ fontSize: `${fit.fontSize}px` }}>
          <TextRunList text={text} breaks={laneBreaks(text)} />
        </span>
        <span className="gw-danmaku__name" lang={languageOf(message.name)}>
          <bdi>{message.name}</bdi>
        </span>
      </article>
    </li>
  )
})
