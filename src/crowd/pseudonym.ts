import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Person } from '../bot-types.ts'
import { describeError, StoreError } from '../errors.ts'
import { makePrivate, PRIVATE_FILE } from '../private-file.ts'

/** Bytes of a key that is made here; HMAC-SHA-256 gains nothing from more (RFC 2104, section 3). */
const KEY_BYTES = 32

/** Hexadecimal digits of a pseudonym: 128 bits, so that two people never share one by chance. */
const PSEUDONYM_DIGITS = 32

/**
 * Names people by a keyed hash of platform, workspace and user. Without the key nobody can tell who it is,
 * not even by trying every user id; with the same key the same person always gets the same pseudonym.
 */
export function createPseudonyms(key: Uint8Array | string): (person: Person) => string {
  // Made once: from bytes Node makes such an object for every name anew, which takes longer than the hash.
  const secret = typeof key === 'string' ? createSecretKey(key, 'utf8') : createSecretKey(key)
  return ({ platform, workspace, user }) =>
    createHmac('sha256', secret)
      // JSON keeps the three apart whatever characters they hold.
      .update(JSON.stringify([platform, workspace, user]))
      .digest('hex')
      .slice(0, PSEUDONYM_DIGITS)
}

/**
 * The key in a file, which is made where it is missing: 32 random bytes as hexadecimal text, for its owner
 * only. Of several processes that make it at once one wins and all get the same key.
 * @throws {StoreError} `read_only` when the file cannot be made or read, `corrupt` when it holds no key.
 */
export async function loadOrCreateKey(
  path: string,
  random: (size: number) => Uint8Array = randomBytes,
): Promise<Uint8Array> {
  try {
    return (await readKey(path)) ?? (await createKey(path, random))
  } catch (error) {
    if (error instanceof StoreError) throw error
    throw new StoreError(
      'read_only',
      `The key file "${path}" can neither be read nor made (${describeError(error)}); give this user access to its folder or set PSEUDONYM_KEY.`,
      { cause: error },
    )
  }
}

async function createKey(path: string, random: (size: number) => Uint8Array): Promise<Uint8Array> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const text = Buffer.from(random(KEY_BYTES)).toString('hex')
  // Written aside and then linked into place, so that nobody ever reads half a key and nobody's is overwritten.
  const draft = `${path}.${process.pid}.${Buffer.from(randomBytes(6)).toString('hex')}`
  await writeFile(draft, `${text}\n`, { mode: PRIVATE_FILE, flag: 'wx' })
  try {
    await link(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft)
  }
  const key = await readKey(path)
  if (!key) throw new StoreError('read_only', `The key file "${path}" vanished while it was made; try again.`)
  return key
}

async function readKey(path: string): Promise<Uint8Array | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
    makePrivate(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
  const key = Buffer.from(text.trim(), 'hex')
  if (key.length !== KEY_BYTES) {
    throw new StoreError(
      'corrupt',
      `The key file "${path}" holds no key; restore it from a backup, or delete it and start with new pseudonyms.`,
    )
  }
  return key
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
