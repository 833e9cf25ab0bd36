/** Gives a file to the browser, to be saved. */
export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // The browser has taken the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href))
}
