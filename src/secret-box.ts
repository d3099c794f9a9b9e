import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { RecourseError } from './errors.ts'

/** NIST SP 800-38D recommends initialisation vectors of 96 bits for GCM. */
const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/** Hexadecimal digits that name a key; enough to tell an operator's keys apart, and no help in finding one. */
const KEY_ID_DIGITS = 8

/** A text that only who has the key can read, and the name of that key. */
export interface Sealed {
  readonly keyId: string
  /** Initialisation vector, tag and cipher text, as base64url. */
  readonly sealed: string
}

/** Keeps secrets that are stored: AES-256-GCM under a key of the operator's. */
export interface SecretBox {
  /** The key under which is sealed. */
  readonly keyId: string
  /** Whether there is a key of this name to open with. */
  knows(keyId: string): boolean
  /** `about` says what the text is of; it opens only with the same words, so that nobody can swap two. */
  seal(text: string, about: string): Sealed
  /** @throws {RecourseError} `cannot_open` where its key is missing, or it is not what was sealed */
  open(sealed: Sealed, about: string): string
}

/**
 * Seals with the first key and opens with any. What the operator sets is no key yet: two are derived of it, one to
 * encrypt with and one that names it. It has to be random itself, since nothing here slows guessing down.
 */
export function createSecretBox(
  key: string,
  before: readonly string[] = [],
  random: (size: number) => Uint8Array = randomBytes,
): SecretBox {
  const current = derived(key)
  const known = new Map([...before.map(derived), current].map((one) => [one.id, one.secret]))
  return {
    keyId: current.id,
    knows: (keyId) => known.has(keyId),
    seal(text, about) {
      const iv = random(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', current.secret, iv).setAAD(Buffer.from(about))
      const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      const sealed = Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url')
      return { keyId: current.id, sealed }
    },
    open({ keyId, sealed }, about) {
      const secret = known.get(keyId)
      if (!secret) {
        throw cannotOpen(
          `was encrypted with another key (${keyId}) than ENCRYPTION_KEY: put that key in ENCRYPTION_KEY_BEFORE`,
        )
      }
      try {
        const bytes = Buffer.from(sealed, 'base64url')
        const iv = bytes.subarray(0, IV_BYTES)
        const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)
        const decipher = createDecipheriv('aes-256-gcm', secret, iv, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(about))
          .setAuthTag(tag)
        const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES))
        return Buffer.concat([text, decipher.final()]).toString('utf8')
      } catch {
        throw cannotOpen('is not what was stored: the database was changed or is damaged')
      }
    },
  }
}

/** A secret of its own for one purpose, of the same key. */
export function secretFor(purpose: string, key: string): string {
  return Buffer.from(hkdfSync('sha256', key, '', `recourse ${purpose}`, KEY_BYTES)).toString('hex')
}

function derived(key: string): { readonly id: string; readonly secret: Uint8Array } {
  return {
    id: secretFor('key id', key).slice(0, KEY_ID_DIGITS),
    secret: Buffer.from(secretFor('secrets', key), 'hex'),
  }
}

function cannotOpen(why: string): RecourseError {
  return new RecourseError('cannot_open', `A stored secret ${why}.`)
}
