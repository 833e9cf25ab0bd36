import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, statSync, writeSync, openSync, closeSync } from 'node:fs'
import { join } from 'node:path'

/** Whether this user may make a disk: only root may. */
export const canMakeDisks = process.getuid?.() === 0

/** A disk of a few megabytes, which a test fills, empties and makes read-only. */
export class SmallDisk {
  readonly path: string

  constructor(path: string, size: string) {
    this.path = path
    mkdirSync(path, { recursive: true })
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path])
  }

  /** Takes all the room that is left. */
  fill(): void {
    const file = openSync(join(this.path, 'filler'), 'a')
    try {
      for (const bytes of [65_536, 4_096, 1]) while (takes(file, bytes));
    } finally {
      closeSync(file)
    }
  }

  /** Gives it back. */
  empty(): void {
    rmSync(join(this.path, 'filler'))
  }

  get fillerBytes(): number {
    return statSync(join(this.path, 'filler')).size
  }

  makeReadOnly(isReadOnly = true): void {
    execFileSync('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, this.path])
  }

  dispose(): void {
    // Lazily: a process that was just killed may still hold a file.
    execFileSync('umount', ['-l', this.path])
  }
}

function takes(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes)) === bytes
  } catch {
    return false
  }
}
