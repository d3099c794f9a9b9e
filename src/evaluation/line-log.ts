import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs'
import { InputError } from '../errors.ts'

/** Milliseconds after which what was written is on the disk itself, should the machine lose its power. */
const SYNC_EVERY = 1_000

/**
 * A file to which lines are only ever added. A line that was added has left this process, so that nothing the process
 * does or suffers can lose it; a power cut can lose the last second. Lines are written at once and one by one: handing
 * a short line to the system takes microseconds, and waiting for a thread to do it takes many times that.
 */
export class LineLog {
  readonly #file: number
  readonly #name: string
  #lastSync = performance.now()
  #syncing = false

  private constructor(file: number, name: string) {
    this.#file = file
    this.#name = name
  }

  /**
   * Opens a file, makes it where there is none, and drops a last line whose writing was broken off.
   *
   * @throws {InputError} when it cannot be used
   */
  static open(path: string): LineLog {
    const log = attempt(path, () => new LineLog(openSync(path, 'a+', 0o600), path))
    attempt(path, () => dropTornLine(log.#file))
    return log
  }

  /** @throws {InputError} when it cannot be written, as on a full disk */
  append(value: unknown): void {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`)
    attempt(this.#name, () => {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written)
    })
    const now = performance.now()
    if (this.#syncing || now - this.#lastSync < SYNC_EVERY) return
    this.#lastSync = now
    this.#syncing = true
    // A disk that cannot sync will not be able to write either, and says so there.
    fdatasync(this.#file, () => {
      this.#syncing = false
    })
  }

  close(): void {
    attempt(this.#name, () => fdatasyncSync(this.#file))
    closeSync(this.#file)
  }
}

function attempt<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (cause) {
    throw new InputError(`${path} cannot be written: free some space, or see whose it is.`, { cause })
  }
}

function dropTornLine(file: number): void {
  const { size } = fstatSync(file)
  const chunk = Buffer.alloc(65_536)
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - chunk.length)
    const read = readSync(file, chunk, 0, end - start, start)
    const at = chunk.subarray(0, read).lastIndexOf('\n')
    if (at >= 0) {
      if (start + at + 1 < size) ftruncateSync(file, start + at + 1)
      return
    }
    end = start
  }
  if (size > 0) ftruncateSync(file, 0)
}
