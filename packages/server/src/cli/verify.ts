import { readFileSync, statSync } from 'node:fs'
import { type AddedVote, findReceipt, parseReceipt, type ReceiptVerdict, verifyAudit } from '../audit/verify.ts'
import { CannotRun, type Command, onlyArgument, parse, WrongUse } from './command.ts'
import { plain } from './plain-text.ts'

/** A larger file takes seconds to check, so progress is shown. */
const LARGE_FILE_BYTES = 10_000_000
/** More than any wall writes (two million ballots), and the most that the JSON parser takes. */
const MAX_FILE_BYTES = 400_000_000

export const verify: Command = {
  name: 'verify',
  usage: 'verify FILE [--key PUBLICKEY] [--receipt SEQ-HASH|JSON]',
  summary: 'checks an audit file; needs no server, no data and no secret',
  details: [
    '--key PUBLICKEY      the key that the operator announced: only with it does the signature say who made the file',
    '--receipt RECEIPT    a guest’s receipt, as the page shows it (17-0a1b2c3d4e5f) or the JSON that the server answers',
    'Exit code: 0 intact (and the receipt is in it), 1 not so, 2 nothing was checked.',
  ],
  async run(args, { out, err }) {
    const { values, positionals } = parse(args, { key: { type: 'string' }, receipt: { type: 'string' } })
    const receipt = values.receipt === undefined ? null : parseReceipt(values.receipt)
    if (values.receipt !== undefined && receipt === null) {
      throw new WrongUse('--receipt takes a receipt as the page shows it (17-0a1b2c3d4e5f), or its JSON')
    }
    const bytes = bytesOf(onlyArgument(positionals, 'FILE'))
    if (bytes.length > LARGE_FILE_BYTES) err.write(`… checking ${Math.round(bytes.length / 1e6)} MB\n`)
    const { wrong, audit, votes, fingerprint } = verifyAudit(bytes, values.key ?? null)
    const say = (line: string) => out.write(`${line}\n`)
    if (audit !== null) {
      say(`session      ${audit.session}, written ${plain(audit.writtenAt)}`)
      say(`key          ${plain(audit.publicKey)}`)
      say(`fingerprint  ${fingerprint ?? ''}`)
    }
    for (const added of votes) say(wordsOfVote(added))
    if (wrong !== null || audit === null) {
      say(`WRONG: ${plain(wrong ?? '', 300)}`)
      return 1
    }
    const found = receipt === null ? null : findReceipt(audit, receipt)
    if (found !== null) say(wordsOfReceipt(found))
    say(
      values.key === undefined
        ? 'The file is intact. Without --key the signature only proves that the file is whole, not who made it.'
        : 'The file is intact, and signed with the key given.',
    )
    return found === null || found.wrong === null ? 0 : 1
  },
}

function bytesOf(file: string): Buffer {
  try {
    if (statSync(file).size > MAX_FILE_BYTES) throw new Error(`it has more than ${MAX_FILE_BYTES / 1e6} MB`)
    return readFileSync(file)
  } catch (error) {
    throw new CannotRun(`${file} cannot be read: ${(error as Error).message}`)
  }
}

function wordsOfVote({ vote, ballots, counts, voided }: AddedVote): string {
  const { question, options, state, announced, head } = vote
  const sums = options.map(({ id, label }) => `${plain(label)} ${counts.get(id) ?? 0}`).join(', ')
  const later = head.seq - (announced?.seq ?? 0)
  const not = later === 0 ? '' : ` (entries since: ${later})`
  const sum = `${sums} (ballots: ${ballots}, entries: ${announced?.seq ?? 0}), as event ${announced?.eventId ?? 0} announced${not}${voided === 0 ? '' : `; voided by the host: ${voided}`}`
  return `vote         “${plain(question)}”, ${state}\n             ${sum}`
}

function wordsOfReceipt(found: ReceiptVerdict): string {
  if (found.wrong !== null) return `receipt      NOT THERE: ${found.wrong}`
  const { vote, optionIds, replacedBy, isVoided } = found
  const labels = vote.options.filter(({ id }) => optionIds.includes(id)).map(({ label }) => plain(label))
  if (isVoided)
    return `receipt      in “${plain(vote.question)}”: ${labels.join(', ')}${labels.length > 0 ? '; ' : ''}the host voided this ballot`
  const fate = replacedBy === null ? 'it counts' : `changed later, by entry ${replacedBy}, which is to be looked for now`
  return `receipt      in “${plain(vote.question)}”: ${labels.join(', ')}; ${fate}`
}
