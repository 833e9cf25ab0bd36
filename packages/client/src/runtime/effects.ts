import { SUBPROTOCOL } from '@guestwall/protocol'
import { type ClientState, transportOf } from '../core/client-state.ts'
import type { ClientConfig } from '../core/config.ts'
import type { Effect, EffectOf, PlacedEvent, TimerName } from '../core/effect.ts'
import type { Input } from '../core/input.ts'
import type { Question } from '../core/question.ts'
import { parseJson } from '../core/parse.ts'
import { RefusedError } from '../errors.ts'
import type { ClientEvents, HttpAnswer, Socket } from '../types.ts'
import type { Listeners } from './listeners.ts'
import type { Ports } from './ports.ts'
import { storageEffects } from './storage-effects.ts'

/** How each effect is carried out. */
export type EffectTable = { readonly [Type in Effect['type']]: (effect: EffectOf<Type>) => unknown }

export type ClientListeners = { readonly [Name in keyof ClientEvents]: Listeners<Parameters<ClientEvents[Name]>> }

/** A promise that the application waits for. */
export interface Settler {
  resolve(value: unknown): void
  reject(error: RefusedError): void
}

export interface EffectParts {
  readonly ports: Ports
  readonly config: ClientConfig
  readonly listeners: ClientListeners
  readonly promises: Map<string, Settler>
  getState(): ClientState
  dispatch(input: Input): void
  /** Runs work when the snapshot is published: listeners read it. */
  afterPublish(work: () => void): void
}

const NORMAL = 1000

/** The only code that touches the platform. */
export function createEffects({ ports, config, listeners, promises, getState, dispatch, afterPublish }: EffectParts): EffectTable {
  const { clock, socketFactory, http, holdSource, wakeSource, storage } = ports
  const timers = new Map<TimerName, () => void>()
  const requests = new Map<AbortController, Question['purpose']>()
  let current: Socket | undefined
  let unwatchWakes = () => {}

  function setTimer(timer: TimerName, delayMs: number | null, isHeld = () => false): void {
    timers.get(timer)?.()
    timers.delete(timer)
    if (delayMs !== null)
      timers.set(
        timer,
        clock.setTimer(delayMs, () => dispatch({ type: 'timer', timer, isHeld: isHeld() })),
      )
  }

  /** Without a purpose: all. An aborted request has no answer. */
  function abort(purpose?: Question['purpose']): void {
    for (const [controller, its] of requests) {
      if (purpose !== undefined && its !== purpose) continue
      requests.delete(controller)
      controller.abort()
    }
  }

  /** A listener may close the client: the rest of the events follows after its next start. */
  function callEventListeners({ events, to }: EffectOf<'emitEvents'>): void {
    let last: PlacedEvent['position'] | null = null
    for (const { event, position } of events) {
      if (transportOf(getState()) === null) return dispatch({ type: 'emitted', position: last })
      last = position
      listeners.event.emit(event, position)
    }
    dispatch({ type: 'emitted', position: to })
  }

  return {
    ...storageEffects(storage, config, dispatch),
    openSocket({ socket, url }) {
      current = socketFactory?.(url, SUBPROTOCOL, {
        onOpen: () => dispatch({ type: 'socketOpened', socket }),
        onText: (text) => dispatch({ type: 'socketFrame', socket, frame: parseJson(text) }),
        onClose: (code) => dispatch({ type: 'socketClosed', socket, code }),
      })
    },
    send: ({ frame }) => current?.send(JSON.stringify(frame)),
    closeSocket: () => current?.close(NORMAL),
    async request({ question, request }) {
      const controller = new AbortController()
      requests.set(controller, question.purpose)
      let answer: HttpAnswer = { kind: 'network' }
      try {
        answer = await http(request, controller.signal)
      } catch {
        // An exchange of the application's may throw or reject, although it must not.
      }
      if (requests.delete(controller)) dispatch({ type: 'answered', question, answer })
    },
    abort({ purpose }) {
      abort(purpose)
      if (purpose === 'poll') holdSource.release()
    },
    timer: ({ timer, delayMs }) => setTimer(timer, delayMs),
    pause({ timer, delayMs, holdMs, otherwiseMs }) {
      const askPlace = () => (holdMs > 0 ? holdSource.ask(holdMs) : null)
      const settleMs = askPlace()
      setTimer(timer, settleMs === null ? otherwiseMs : Math.max(delayMs, settleMs), () => askPlace() === 0)
    },
    watchWakes() {
      unwatchWakes()
      unwatchWakes = wakeSource((isOffline) => dispatch({ type: 'wake', isOffline }))
    },
    emit: ({ name, args }) => afterPublish(() => (listeners[name].emit as (...args: readonly unknown[]) => void)(...args)),
    emitEvents: (effect) => afterPublish(() => callEventListeners(effect)),
    resolve: ({ promise, value }) => promises.get(promise)?.resolve(value),
    reject: ({ promise, refusal }) => promises.get(promise)?.reject(new RefusedError(refusal)),
    end({ refusal }) {
      abort()
      unwatchWakes()
      for (const [promise, { reject }] of promises) if (!promise.startsWith('kept')) reject(new RefusedError(refusal))
    },
  }
}
