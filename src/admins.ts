import type { Person } from './bot-types.ts'

/**
 * Who may change settings: ids as `platform:user`, or a bare user id that counts on every platform. With no
 * list at all the people at the web console are the operators, since it opens on this machine only or
 * behind a token.
 */
export function createAdminCheck(ids: readonly string[]): (person: Person) => boolean {
  if (ids.length === 0) return (person) => person.platform === 'web' || person.platform === 'cli'
  const listed = new Set(ids)
  return (person) => listed.has(person.user) || listed.has(`${person.platform}:${person.user}`)
}
