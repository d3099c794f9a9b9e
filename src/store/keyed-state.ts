import { createHmac } from 'node:crypto'
import type { State } from './state.ts'

/**
 * The same state, in which what comes after the first colon of a key is a hash under a secret: what is remembered of a
 * text is found by a digest of it, from which nobody without the secret can tell whether it was a certain text. What is
 * deleted is also deleted where it was kept under a former secret.
 */
export function keyedState(
  state: Pick<State, 'get' | 'set' | 'delete'>,
  secret: string | Uint8Array,
  former: readonly (string | Uint8Array)[] = [],
): Pick<State, 'get' | 'set' | 'delete'> {
  const keyed = (key: string, by = secret) => {
    const end = key.indexOf(':') + 1
    return key.slice(0, end) + createHmac('sha256', by).update(key.slice(end)).digest('base64url')
  }
  return {
    get: (key, schema) => state.get(keyed(key), schema),
    set: (key, value, ttlMs) => state.set(keyed(key), value, ttlMs),
    async delete(key) {
      for (const by of [secret, ...former]) await state.delete(keyed(key, by))
    },
  }
}
