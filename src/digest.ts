import { createHash } from 'node:crypto'

/** SHA-256 in hexadecimal of a value as JSON. Objects must be built in one order of keys. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
