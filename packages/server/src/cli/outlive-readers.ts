/** The reader of this process's output may have closed it. This must not end the process. */
export function outliveReaders(): void {
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
}
