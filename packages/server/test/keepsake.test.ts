import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../src/stores/open-sqlite-store.ts'
import readSheets from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EveningWriter } from '../../../tests/support/evening.ts'
import { missingGlyphs, pdfLetters, pdfPages, pdfStreams } from '../../../tests/support/pdf.ts'
import { SCRIPTS } from '../../../tests/support/scripts-sample.ts'
import { unzip } from '../../../tests/support/unzip.ts'
import type { BookMaker } from '../src/keepsake/book-maker.ts'
import { FileImageStore } from '../src/images/file-image-store.ts'
import { TypstBook } from '../src/keepsake/book/typst-book.ts'
import { type KeepsakeParts, keepsake } from '../src/keepsake/keepsake.ts'
import { storedPhotos } from '../src/keepsake/stored-photos.ts'
import type { Store } from '../src/log/store.ts'

/** The keepsake of an evening, file by file, with the book that Typst sets. */

const NOW = Date.parse('2026-11-22T16:00:00.000Z')
const ZH = { language: 'zh-CN', timeZone: 'Asia/Shanghai', separator: 'comma', hasWords: true } as const
const EN = { ...ZH, language: 'en' } as const
const TEMPLATE = '<html><script type="application/json">__GUESTWALL_EVENING__</script></html>'
const LONG = '愿你们在平凡的日子里，也能把每一天过成诗，过成歌，过成一碗热汤。'.repeat(8)

/** A picture of 24 x 18 pixels, as the server stores pictures. */
const JPEG = Buffer.from(
  '/9j/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAASABgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCqAmKIAAAAAD//2Q==',
  'base64',
)

let directory: string
let store: Store
let evening: EveningWriter

const at = (minute: number): string => new Date(Date.parse('2026-11-22T10:50:00.000Z') + minute * 60_000).toISOString()

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'guestwall-keepsake-'))
  writeFileSync(join(directory, 'page.html'), TEMPLATE)
  store = await openSqliteStore(join(directory, 'data'))
  evening = await EveningWriter.open(store)
  for (const [index, [name, text]] of Object.entries(SCRIPTS).entries()) await evening.say(`of ${name}.`, at(index), text)
  await evening.say('舅舅 </script><!--', at(20), '</script><script>alert(1)</script>\n#set page(width: 1pt) $x$ @a *b* `c` \\ "d"')
  for (let index = 0; index < 60; index += 1) await evening.say('小明', at(25 + index * 3), `${'祝福'.repeat(1 + (index % 40))} ${index}.`)
  await evening.say('Grandma', at(210), LONG)
})
afterAll(async () => {
  await store.close()
  rmSync(directory, { recursive: true })
})

async function make(parts: Partial<KeepsakeParts> = {}, writer = evening) {
  const session = await store.findSession(writer.session.id)
  if (session === null) throw new Error('no session')
  const made = keepsake({
    reader: store,
    session,
    choice: ZH,
    template: join(directory, 'page.html'),
    book: new TypstBook(),
    photos: null,
    now: NOW,
    ...parts,
  })
  const pieces: Uint8Array[] = []
  for await (const piece of made.pieces) pieces.push(piece)
  const folder = made.fileName.replace(/\.zip$/, '')
  const files = new Map([...unzip(Buffer.concat(pieces))].map(([path, bytes]) => [path.replace(`${folder}/`, ''), bytes]))
  return { ...made, files }
}

const textOf = (files: Map<string, Buffer>, path: string): string => (files.get(path) ?? Buffer.alloc(0)).toString('utf8')

describe('a keepsake', () => {
  test('has the page, the book and the tables, under names in the language that was asked for', async () => {
    const zh = await make()
    expect(zh.fileName).toBe('林晓 & 陈默-留念-2026-11-23.zip')
    expect([...zh.files.keys()]).toEqual([
      '回放.html',
      '留言.xlsx',
      '留言.csv',
      '留言.json',
      '投票.xlsx',
      '投票.csv',
      '投票.json',
      '留言册.pdf',
      '说明.txt',
    ])
    const [sheet] = await readSheets(zh.files.get('留言.xlsx') as Buffer)
    expect(sheet?.data[0]).toEqual(['时间 (Asia/Shanghai)', '时区', '来宾', '留言', '置顶', '时间（UTC）', '留言 ID'])
    expect(sheet?.data).toHaveLength(1 + Object.keys(SCRIPTS).length + 62)
    const en = await make({ choice: EN })
    expect([...en.files.keys()]).toEqual([
      'replay.html',
      'Messages.xlsx',
      'Messages.csv',
      'Messages.json',
      'Votes.xlsx',
      'Votes.csv',
      'Votes.json',
      'book.pdf',
      'read me.txt',
    ])
  })

  test('has the evening in the page as data: no text of a guest ends the element or begins a comment', async () => {
    const html = textOf((await make({ book: NO_BOOK })).files, '回放.html')
    const data = html.slice(html.indexOf('{'), html.lastIndexOf('}') + 1)
    expect(data).not.toContain('<')
    const { events, start, timeZone } = JSON.parse(data) as {
      events: { data: { content: string } }[]
      start: { session: { id: string } }
      timeZone: string
    }
    expect(events.map(({ data: { content } }) => content)).toContain(
      '</script><script>alert(1)</script>\n#set page(width: 1pt) $x$ @a *b* `c` \\ "d"',
    )
    expect([start.session.id, timeZone]).toEqual([evening.session.id, 'Asia/Shanghai'])
  })

  test('without the program or the fonts of the book everything else is made, and it says what to install', async () => {
    const missing: string[] = []
    const { files } = await make({ book: new TypstBook(join(directory, 'no-fonts')), onMissing: ({ message }) => missing.push(message) })
    expect([...files.keys()]).not.toContain('留言册.pdf')
    expect(files.get('回放.html')?.length).toBeGreaterThan(1_000)
    expect(missing).toEqual([expect.stringContaining('npm run build')])
    expect(textOf(files, '说明.txt')).toContain('缺少留言册的字体')
  })

  test('ends the book when its reader leaves, and leaves no file behind', async () => {
    let aborted: Promise<void> | undefined
    const slow: BookMaker = {
      make: (_, signal) => {
        aborted = new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
        return aborted.then(() => Promise.reject(new Error('aborted')))
      },
    }
    const session = (await store.findSession(evening.session.id)) ?? evening.session
    const parts = { reader: store, session, choice: ZH, template: join(directory, 'page.html'), photos: null, now: NOW }
    const { pieces } = keepsake({ ...parts, book: slow })
    await pieces.next()
    await pieces.return(undefined)
    await aborted
    const before = new Set(booksBelow())
    const real = keepsake({ ...parts, book: new TypstBook() }).pieces
    await real.next()
    await real.return(undefined)
    await expect.poll(() => booksBelow().filter((name) => !before.has(name))).toEqual([])
  })
})

describe('the book', () => {
  let pdf: Buffer
  let pages: string[]
  beforeAll(async () => {
    pdf = (await make()).files.get('留言册.pdf') as Buffer
    pages = pdfPages(pdf)
  })

  test('has a text layer with every text and every name, each script with its own letters', () => {
    const text = pdfLetters(pages.join(''))
    for (const [script, sample] of Object.entries(SCRIPTS)) {
      expect(text, script).toContain(pdfLetters(sample))
    }
    expect(text).toContain(pdfLetters('</script><script>alert(1)</script>#set page(width: 1pt) $x$ @a *b* `c` \\ "d"'))
    expect(text).toContain(LONG)
    for (let index = 0; index < 60; index += 1) expect(text).toContain(`${'祝福'.repeat(1 + (index % 40))}${index}.`)
    for (const name of Object.keys(SCRIPTS)) expect(text.split(pdfLetters(`of ${name}.`)).length - 1, name).toBe(2)
  })

  test('has a glyph for every letter of twelve scripts and for the emoji', async () => {
    expect(missingGlyphs(pdf)).toBe(0)
    // A letter that no font has is seen: private letters are none of any script.
    const other = await EveningWriter.open(store, { id: 'other', code: 'KEEP33' })
    await other.say('g', at(0), 'a missing letter: \u{13254}\u{16A0}\u{1E900}')
    expect(missingGlyphs((await make({}, other)).files.get('留言册.pdf') as Buffer)).toBeGreaterThan(0)
  })

  test('has the hours as headings, and no page ends after one', () => {
    const headings = ['晚上六点', '晚上七点', '晚上八点', '晚上九点', '晚上十点']
    const lines = pages.map((page) => page.split('\n').filter((line) => line.trim() !== ''))
    for (const heading of headings) expect(lines.flat().filter((line) => line.trim() === heading)).toHaveLength(1)
    // The last line is the number of the page.
    expect(lines.map((of) => of.at(-2)?.trim() ?? '').filter((line) => headings.includes(line))).toEqual([])
  })
})

describe('the photos', () => {
  test('[PHOTO-2] lie beside the page and stand in the book, each with its message, and none of a message that was removed', async () => {
    const writer = await EveningWriter.open(store, { id: 'photos', code: 'KEEP55', photos: 'on' })
    const images = new FileImageStore(join(directory, 'images'))
    const photo = async (id: string, canary: string) => {
      const file = join(directory, `${id}.jpg`)
      writeFileSync(file, Buffer.concat([JPEG, Buffer.from(canary)]))
      await images.put(writer.session.id, `${id}.jpg`, file)
      await images.put(writer.session.id, `${id}-small.jpg`, file)
      return { id, width: 24, height: 18 }
    }
    const shown = await writer.sayWithPhoto('Lily', at(0), '哭了，妆花了，值了。', await photo('photo-shown', 'SHOWN'))
    const alone = await writer.sayWithPhoto('Tom', at(1), '', await photo('photo-alone', 'ALONE'))
    const removed = await writer.sayWithPhoto('CANARY-name', at(2), 'CANARY-text', await photo('photo-removed', 'CANARY'))
    const lost = await writer.sayWithPhoto('Ana', at(3), 'Its picture is gone.', { id: 'photo-lost', width: 24, height: 18 })
    await writer.host(at(4), { kind: 'removeMessage', messageId: removed })

    const { files } = await make({ photos: storedPhotos(images, writer.session.id) }, writer)
    expect([...files.keys()].filter((path) => path.endsWith('.jpg'))).toEqual(['照片/photo-shown.jpg', '照片/photo-alone.jpg'])
    expect(files.get('照片/photo-shown.jpg')).toEqual(Buffer.concat([JPEG, Buffer.from('SHOWN')]))
    const html = textOf(files, '回放.html')
    const { photos } = JSON.parse(html.slice(html.indexOf('{'), html.lastIndexOf('}') + 1)) as { photos: Record<string, { path: string }> }
    expect(Object.keys(photos)).toEqual([shown, alone, lost])
    expect(photos[shown]).toEqual({ path: '照片/photo-shown.jpg', width: 24, height: 18 })
    const pdf = files.get('留言册.pdf') as Buffer
    expect(pdfPages(pdf).join('')).toContain('哭了，妆花了，值了。')
    expect(pdf.toString('latin1').match(/\/Subtype \/Image/g)).toHaveLength(2)
    for (const [path, bytes] of files) {
      const text = [bytes, ...(path.endsWith('.pdf') ? pdfStreams(bytes) : [])].map((part) => part.toString('latin1')).join('')
      expect(text, path).not.toMatch(/CANARY|photo-removed/)
    }
    expect(textOf(files, '说明.txt')).toContain('照片')
  })
})

const NO_BOOK: BookMaker = { make: () => Promise.reject(new Error('not asked for')) }

function booksBelow(): string[] {
  return existsSync(tmpdir()) ? readdirSync(tmpdir()).filter((name) => name.startsWith('guestwall-book-')) : []
}

describe('[MOD-3] [LOG-5] no byte of any file', () => {
  test('holds what guests do not see at the end: removed, rejected, pending, private, of banned guests, drafts, hidden counts, reasons, earlier titles', async () => {
    const writer = await EveningWriter.open(store, { id: 'canaries', code: 'KEEP44', title: 'CANARY-title', privateWishes: true })
    await writer.say('Shown', at(0), 'SHOWN-text')
    await writer.guest('CANARY-name-private', at(1), {
      kind: 'sendMessage',
      content: 'CANARY-private',
      guestName: 'CANARY-name-private',
      to: 'hosts',
    })
    const removed = await writer.say('CANARY-name-removed', at(1), 'CANARY-removed')
    await writer.host(at(2), { kind: 'removeMessage', messageId: removed, eraseName: true })
    const kept = await writer.say('CANARY-name-kept', at(3), 'CANARY-removed-too')
    await writer.host(at(4), { kind: 'removeMessage', messageId: kept })
    const rejected = await writer.say('CANARY-name-rejected', at(5), 'CANARY-rejected')
    await writer.host(at(6), { kind: 'actOnMessage', messageId: rejected, action: 'reject', from: 'shown' })
    await writer.say('CANARY-name-banned', at(7), 'CANARY-banned')
    await writer.host(at(8), { kind: 'actOnGuest', guestId: writer.idOf('CANARY-name-banned'), act: 'ban', reason: 'CANARY-reason' })
    await writer.say('CANARY-old-name', at(9), 'RENAMED-text')
    await writer.host(at(10), { kind: 'actOnGuest', guestId: writer.idOf('CANARY-old-name'), act: { rename: 'NEW-name' }, reason: null })
    const draft = { options: ['Yes', 'No'], maxChoices: 1, changeable: true }
    await writer.host(at(11), { kind: 'createVote', draft: { ...draft, question: 'CANARY-draft', results: 'always' } })
    const hidden = await writer.host(at(12), { kind: 'createVote', draft: { ...draft, question: 'CANARY-typo', results: 'always' } })
    await writer.host(at(13), { kind: 'actOnVote', voteId: hidden, action: 'open' })
    await writer.host(at(14), { kind: 'changeVote', voteId: hidden, change: { question: 'HIDDEN-question' } })
    for (let guest = 0; guest < 7_919; guest += 7_918)
      await writer.guest(`voter ${guest}`, at(15 + guest / 7_918), { kind: 'castVote', voteId: hidden, optionIds: ['o1'] })
    await writer.host(at(17), { kind: 'actOnVote', voteId: hidden, action: 'hide' })
    await writer.host(at(18), { kind: 'changeSession', change: { title: 'NEW-title', moderation: 'approve' } })
    await writer.say('CANARY-name-pending', at(19), 'CANARY-pending')

    const { files } = await make({}, writer)
    expect(files.size).toBe(9)
    const seen = new Set<string>()
    for (const [path, bytes] of files) {
      const parts = path.endsWith('.xlsx')
        ? [...unzip(bytes).values()]
        : path.endsWith('.pdf')
          ? [...pdfStreams(bytes), Buffer.from(pdfPages(bytes).join(''))]
          : [bytes]
      for (const part of parts) {
        const text = `${part.toString('utf8')}${part.toString('utf16le')}${part.subarray(1).toString('utf16le')}`
        for (const [word] of text.matchAll(/(?:CANARY|SHOWN|RENAMED|NEW|HIDDEN)-\w+/g)) seen.add(word)
      }
    }
    expect([...seen].sort()).toEqual(['HIDDEN-question', 'NEW-name', 'NEW-title', 'RENAMED-text', 'SHOWN-text'])
    const page = textOf(files, '回放.html')
    const gone = ['CANARY-name-removed', 'CANARY-name-kept', 'CANARY-name-rejected', 'CANARY-name-banned', 'CANARY-name-pending', 'voter 0']
    for (const word of [...gone.map((name) => `"${writer.idOf(name)}"`), '"counts"']) expect(page).not.toContain(word)
    expect(pdfPages(files.get('留言册.pdf') as Buffer).join('')).toContain('结果没有公开')
  })
})
