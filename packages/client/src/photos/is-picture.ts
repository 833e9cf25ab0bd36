/** The first bytes of JPEG, PNG, GIF and WebP, in hexadecimal digits; a dot is any digit. */
const BEGINNINGS = /^(ffd8ff|89504e470d0a1a0a|47494638|52494646.{8}57454250)/
const LONGEST = 12

/** Whether a file begins as a picture does that the server reads, whatever its name and type say. */
export async function isPicture(file: Blob): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, LONGEST).arrayBuffer())
  return BEGINNINGS.test(Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''))
}
