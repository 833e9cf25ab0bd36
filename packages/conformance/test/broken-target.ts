import type { HttpQuestion, HttpReply, Target } from '../src/target.ts'

/** A frame or an answer as it is changed: any JSON object. */
export type Json = { [field: string]: unknown }

/** The answers in which a broken server differs. Each is optional. */
export interface Faults {
  /** The frame in the place of this one; `null`: none. */
  frame?(frame: Json): Json | null
  /** The answer in the place of this one. */
  reply?(reply: HttpReply, question: HttpQuestion): HttpReply
  /** Told of what clients send. */
  sent?(frame: Json): void
  close?(code: number): number
  subprotocol?(asked: string): string
}

/** A server that keeps the rules, and between it and its clients the faults of one that does not. */
export function broken(target: Target, faults: Faults): Target {
  return {
    name: `${target.name}, broken`,
    lacks: target.lacks,
    createSession: () => target.createSession(),
    async openSocket(sessionId, listener, subprotocol) {
      const socket = await target.openSocket(
        sessionId,
        {
          onText(text) {
            const frame = faults.frame?.(JSON.parse(text) as Json)
            if (frame === undefined) listener.onText(text)
            else if (frame !== null) listener.onText(JSON.stringify(frame))
          },
          onClose: (code) => listener.onClose(faults.close?.(code) ?? code),
        },
        faults.subprotocol?.(subprotocol) ?? subprotocol,
      )
      return {
        send(text) {
          if (text.startsWith('{') && faults.sent !== undefined) faults.sent(JSON.parse(text) as Json)
          socket.send(text)
        },
        close: (code) => socket.close(code),
      }
    },
    async ask(question) {
      const reply = await target.ask(question)
      return faults.reply?.(reply, question) ?? reply
    },
  }
}
