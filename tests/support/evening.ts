import type { Photo, Session } from '@guestwall/protocol'
import { aSession } from '@guestwall/protocol/testing'
import type { Store } from '@guestwall/server'

/** An evening that is written straight into a store, with times of its own: what happened when is a part of a keepsake. */

type Commands = Parameters<Store['append']>[1]['commands']
type KeyedCommand = Extract<Commands[number], { readonly actor: unknown }>
/** A command without what every command has. */
export type Asked = KeyedCommand extends infer One ? (One extends KeyedCommand ? Omit<One, 'actor' | 'key' | 'bodyHash'> : never) : never

const HOST = { id: 'host', name: 'Host', role: 'host' } as const

export class EveningWriter {
  readonly session: Session
  readonly #store: Store
  readonly #guests = new Map<string, string>()
  #lastId = 0

  private constructor(store: Store, session: Session) {
    this.#store = store
    this.session = session
  }

  static async open(store: Store, change: Partial<Session> = {}): Promise<EveningWriter> {
    const session = aSession({ id: 'evening', code: 'KEEP22', title: '林晓 & 陈默', subtitle: '2026 年 11 月 22 日　杭州', ...change })
    await store.createSession({ session, epoch: 'epoch-evening' })
    return new EveningWriter(store, session)
  }

  /** The id of the guest with this name. */
  idOf(name: string): string {
    const id = this.#guests.get(name) ?? `guest-${this.#guests.size + 1}`
    this.#guests.set(name, id)
    return id
  }

  /** A guest's command. */
  guest(name: string, at: string, asked: Asked): Promise<string> {
    return this.#act({ id: this.idOf(name), name, role: 'guest' }, at, asked)
  }

  /** A guest's message. Returns its id. */
  say(name: string, at: string, content: string): Promise<string> {
    return this.guest(name, at, { kind: 'sendMessage', content, guestName: name })
  }

  /** A guest's message with a photo, whose picture lies in the image store already, under the id with `.jpg`. */
  async sayWithPhoto(name: string, at: string, content: string, photo: Photo): Promise<string> {
    const upload = { id: photo.id, guestId: this.idOf(name), key: `upload-of-${photo.id}`, at }
    await this.#store.addPhoto(this.session.id, upload, { ofSession: 0, ofGuest: 0, unsentOfSession: 0, unsentOfGuest: 0 })
    await this.#store.storePhoto(this.session.id, photo)
    return this.guest(name, at, { kind: 'sendMessage', content, guestName: name, photoId: photo.id })
  }

  /** A host's command. Returns the id of the message or vote that it is about. */
  host(at: string, asked: Asked): Promise<string> {
    return this.#act(HOST, at, asked)
  }

  /** Many messages in one transaction each hundred. */
  async sayMany(messages: readonly { readonly name: string; readonly at: string; readonly content: string }[]): Promise<void> {
    for (let first = 0; first < messages.length; first += 100) {
      const page = messages.slice(first, first + 100)
      const commands = page.map(({ name, content }) =>
        this.#keyed({ id: this.idOf(name), name, role: 'guest' }, { kind: 'sendMessage', content, guestName: name }),
      )
      await this.#append(commands, page[0]?.at ?? '')
    }
  }

  async #act(actor: { id: string; name: string; role: 'guest' | 'host' }, at: string, asked: Asked): Promise<string> {
    const outcomes = await this.#append([this.#keyed(actor, asked)], at)
    const [outcome] = outcomes
    if (outcome?.ok !== true) throw new Error(`${asked.kind} was refused: ${JSON.stringify(outcome)}`)
    const { message, vote } = outcome.value
    return message?.id ?? vote?.id ?? ''
  }

  #keyed(actor: { id: string; name: string; role: 'guest' | 'host' }, asked: Asked): KeyedCommand {
    this.#lastId += 1
    const key = `key-of-${String(this.#lastId).padStart(6, '0')}`
    return { ...asked, actor: { ...actor, sessionId: this.session.id }, key, bodyHash: key }
  }

  async #append(commands: Commands, now: string) {
    const newIds = commands.map(() => {
      this.#lastId += 1
      return `id${this.#lastId}`
    })
    const seen = commands.flatMap((command) =>
      'actor' in command && command.actor.role === 'guest'
        ? [{ id: command.actor.id, name: command.actor.name, source: 'link', firstAt: now, at: now }]
        : [],
    )
    const unique = [...new Map(seen.map((guest) => [guest.id, guest])).values()]
    const committed = await this.#store.append(this.session.id, { commands, now, newIds, seen: unique })
    if (committed === null) throw new Error('no such session')
    return committed.outcomes
  }
}
