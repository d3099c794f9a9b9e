import { randomBytes } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { describeError, StoreError } from '../errors.ts'

/** The key of the pseudonyms in a file, and the keys before it in another one beside it: a line each, the latest first. */

const KEY = /^[0-9a-f]{64}$/i

/** Where the keys are kept that were in use before the one in `path`. */
export function formerKeysFile(path: string): string {
  return `${path}.before`
}

/**
 * The keys before the one in `path`, the latest first.
 *
 * @throws {StoreError} where they cannot be read
 */
export async function readFormerKeys(path: string): Promise<readonly Uint8Array[]> {
  const lines = await linesOf(formerKeysFile(path))
  if (lines.every((line) => KEY.test(line))) return lines.map((line) => Buffer.from(line, 'hex'))
  throw new StoreError(
    'corrupt',
    `The file "${formerKeysFile(path)}" holds no keys; restore it from a backup, or delete it and let go of who was who.`,
  )
}

/**
 * Puts a new key in the place of the one in `path`, which is kept as the latest of those before it. Whoever reads both
 * meanwhile, the key first, finds the former one in one of them.
 */
export async function rotateKeyFile(path: string, random: (size: number) => Uint8Array = randomBytes) {
  const [key = ''] = await linesOf(path)
  if (!KEY.test(key)) {
    throw new StoreError('corrupt', `There is no key in "${path}" yet, so there is none to change.`)
  }
  const before = (await linesOf(formerKeysFile(path))).filter((line) => line !== key)
  await replace(formerKeysFile(path), [key, ...before])
  await replace(path, [Buffer.from(random(32)).toString('hex')])
}

/** Deletes the former keys; gives how many there were. */
export async function discardFormerKeys(path: string): Promise<number> {
  const lines = await linesOf(formerKeysFile(path))
  await rm(formerKeysFile(path), { force: true })
  return lines.length
}

async function linesOf(file: string): Promise<readonly string[]> {
  try {
    const text = await readFile(file, 'utf8')
    return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw cannot(file, error)
  }
}

/** For its owner only, and whole for whoever reads it at any time. */
async function replace(file: string, lines: readonly string[]): Promise<void> {
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`
  try {
    await writeFile(draft, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' })
    await rename(draft, file)
  } catch (error) {
    throw cannot(file, error)
  }
}

function cannot(file: string, error: unknown): StoreError {
  return new StoreError(
    'read_only',
    `The key file "${file}" cannot be read or written (${describeError(error)}); give this user access to its folder.`,
    { cause: error },
  )
}
