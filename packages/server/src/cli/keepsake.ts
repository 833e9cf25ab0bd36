import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openImageStore } from '../assembly/open-images.ts'
import { readConfig } from '../config.ts'
import { every } from '../domain/ports.ts'
import { LANGUAGES } from '../export/cells.ts'
import { chooseWriting } from '../export/choose-export.ts'
import { SEPARATORS } from '../export/csv.ts'
import { TypstBook } from '../keepsake/book/typst-book.ts'
import { keepsake } from '../keepsake/keepsake.ts'
import { replayTemplate } from '../keepsake/replay-page.ts'
import { storedPhotos } from '../keepsake/stored-photos.ts'
import { type Command, onlyArgument, parse, WrongUse } from './command.ts'
import { withSession } from './open-reader.ts'
import { Progress } from './progress.ts'
import { webRoot } from './web-root.ts'
import { type Pieces, writeFile } from './write-file.ts'

/** The book takes seconds in which nothing is written. */
const STEP_MS = 500

export const keepsakeCommand: Command = {
  name: 'keepsake',
  usage: `keepsake SESSION [--language ${LANGUAGES.join('|')}] [--time-zone ZONE] [--separator ${SEPARATORS.join('|')}] [--out FILE]`,
  summary: 'writes what guests saw as one archive: a page that replays the evening, a book to print, and tables',
  details: [
    'SESSION is an id or a join code; an id that begins with - stands last, behind --.',
    'Reads the store of DATA_DIR or DATABASE_URL, beside a running server, and writes nothing to it.',
    'Nothing in the archive was removed or rejected, waits for a host, or is for hosts.',
    'The book (PDF) needs an optional dependency, the program that sets it. Where it is missing the command says what to install, and makes the rest.',
    'Times are of this machine’s time zone, or of ZONE, such as Asia/Shanghai. Names of files, headers and the words of the book are in LANGUAGE.',
    'Without --out the archive is written into this folder, under the title; --out names a file or a folder. A file that is there is not written over.',
    'Exit code: 0 written, 1 written without the book, 2 not written.',
  ],
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      language: { type: 'string' },
      'time-zone': { type: 'string' },
      separator: { type: 'string' },
      out: { type: 'string' },
    })
    const asked = onlyArgument(positionals, 'SESSION')
    const choice = chooseWriting({
      language: values.language ?? null,
      timeZone: values['time-zone'] ?? null,
      separator: values.separator ?? null,
    })
    if ('code' in choice) throw new WrongUse(choice.message)
    let isWhole = true
    const config = readConfig(terminal.environment)
    await withSession(config, asked, async (reader, session) => {
      const progress = new Progress(terminal)
      let file = ''
      const { fileName, pieces } = keepsake({
        reader,
        session,
        choice,
        template: replayTemplate(webRoot()),
        book: new TypstBook(),
        photos: storedPhotos(openImageStore(config, resolve(config.DATA_DIR)), session.id),
        now: terminal.clock.wallTime(),
        onFile: (path) => {
          file = path
        },
        onMissing: ({ message }) => {
          isWhole = false
          terminal.err.write(`guestwall: there is no book: ${message}\n`)
        },
      })
      const stop = every(terminal.clock, STEP_MS, () => progress.at(file === '' ? 'reading the evening' : `writing ${file}`))
      const path = pathFor(values.out, fileName)
      await writeFile(pieces as Pieces, path).finally(stop)
      terminal.out.write(`${path}\n`)
    })
    return isWhole ? 0 : 1
  },
}

function pathFor(out: string | undefined, fileName: string): string {
  if (out === undefined) return fileName
  return statSync(out, { throwIfNoEntry: false })?.isDirectory() === true ? join(out, fileName) : out
}
