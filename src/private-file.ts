import { chmodSync, statSync } from 'node:fs'

/** Rights of everybody but the owner. */
const OTHERS = 0o077

/** What holds people's words or a key is for its owner alone. */
export const PRIVATE_FILE = 0o600

/**
 * Takes the rights of everybody else from a file that is there: one that was made by another program, copied or
 * restored has the rights of its maker's mood. False where it stays open to others, since only its owner can change that.
 */
export function makePrivate(path: string): boolean {
  // Windows keeps rights in another way, which mode bits say nothing of.
  if (process.platform === 'win32') return true
  const found = statSync(path, { throwIfNoEntry: false })
  // A device or a pipe is nobody's record.
  if (!found?.isFile() || (found.mode & OTHERS) === 0) return true
  try {
    chmodSync(path, found.mode & 0o700)
    return true
  } catch {
    return false
  }
}
