import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fingerprintOf, type Seal, sealOf } from '../audit/seal.ts'
import { type Config, readConfig } from '../config.ts'
import { chooseExport, EXPORTS, FORMATS } from '../export/choose-export.ts'
import { LANGUAGES } from '../export/cells.ts'
import { SEPARATORS } from '../export/csv.ts'
import { exportSession } from '../export/session-export.ts'
import { keptSecret } from '../secrets.ts'
import { CannotRun, type Command, onlyArgument, parse, type Terminal, WrongUse } from './command.ts'
import { withSession } from './open-reader.ts'
import { Progress } from './progress.ts'
import { type Pieces, writeFile } from './write-file.ts'

export const exportCommand: Command = {
  name: 'export',
  usage: `export SESSION --what ${EXPORTS.join('|')} [--format ${FORMATS.join('|')}] [--time-zone ZONE] [--separator ${SEPARATORS.join('|')}] [--language ${LANGUAGES.join('|')}] [--out FILE]`,
  summary: 'writes messages, votes, ballots, guests, the activity log or the signed audit file',
  details: [
    'SESSION is an id or a join code; an id that begins with - stands last, behind --.',
    'Reads the store of DATA_DIR or DATABASE_URL, beside a running server, and writes nothing to it.',
    'In csv and xlsx the local times are of this machine’s time zone, or of ZONE, such as Asia/Shanghai. A spreadsheet of a language with a',
    'decimal comma reads csv with --separator semicolon. With --language csv has words in place of names; xlsx always has, in English without it.',
    'Without --format it is json, without --out it goes to stdout. A FILE that is there already is not written over.',
    'Exit code: 0 written, 2 not written.',
  ],
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      what: { type: 'string' },
      format: { type: 'string' },
      'time-zone': { type: 'string' },
      separator: { type: 'string' },
      language: { type: 'string' },
      out: { type: 'string' },
    })
    const asked = onlyArgument(positionals, 'SESSION')
    const choice = chooseExport({
      what: values.what ?? null,
      format: values.format ?? null,
      timeZone: values['time-zone'] ?? null,
      separator: values.separator ?? null,
      language: values.language ?? null,
    })
    if ('code' in choice) throw new WrongUse(choice.message)
    const config = readConfig(terminal.environment)
    await withSession(config, asked, async (reader, session) => {
      const seal = () => announced(sealOf(tokenSecret(config)), terminal)
      const { pieces } = exportSession(reader, session, choice, seal, terminal.clock.wallTime())
      await write(watched(pieces, new Progress(terminal)), values.out, terminal.out)
    })
    return 0
  },
}

/** The secret that the server signs with. It is never made here: nobody would know the key of such a signature. */
function tokenSecret({ TOKEN_SECRET: secret, DATA_DIR: directory }: Config): string {
  if (secret !== undefined) return secret
  const path = resolve(directory)
  if (!existsSync(join(path, 'token-secret'))) {
    throw new CannotRun(`there is no token-secret in ${path}: set DATA_DIR or TOKEN_SECRET to the server’s, it signs the audit file`)
  }
  return keptSecret(path, 'token-secret')
}

function announced(seal: Seal, { err }: Terminal): Seal {
  err.write(`signed with ${seal.publicKey} (fingerprint ${fingerprintOf(seal.publicKey)})\n`)
  return seal
}

async function* watched(pieces: Pieces, progress: Progress): Pieces {
  let bytes = 0
  for await (const piece of pieces) {
    bytes += Buffer.byteLength(piece)
    yield piece
    progress.at(`${(bytes / 1e6).toFixed(1)} MB written`)
  }
}

function write(pieces: Pieces, file: string | undefined, out: NodeJS.WritableStream): Promise<void> {
  return file === undefined ? pipeline(pieces, out, { end: false }).catch(unlessNobodyReads) : writeFile(pieces, file)
}

/** `guestwall export … | head` is not a failure. */
function unlessNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
