/**
 * Prints how a script is called and ends: with success for `--help`, with an error where the call `isWrong`.
 * @param {string} usage
 * @param {boolean} [isWrong]
 */
export function helpAsked(usage, isWrong = false) {
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    console.log(usage)
    process.exit(0)
  }
  if (!isWrong) return
  console.error(usage)
  process.exit(2)
}
