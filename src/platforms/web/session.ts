import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The value of the cookie that a holder of the token gets. It follows from the token alone, so it outlives a
 * restart and ends with a change of the token; the token cannot be had from it.
 */
export function sessionOf(token: string): string {
  return createHmac('sha256', token).update('recourse web console session, 1').digest('base64url')
}

/** Compares two secrets in a time that says nothing about where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
