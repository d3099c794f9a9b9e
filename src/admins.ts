import type { Person } from './bot-types.ts'

/**
 * Who may change settings: ids as `platform:user`, or a bare user id that counts on every platform. With no
 * list at all the people at the web console are the operators, since it opens on this machine only or
 * behind a token.
 */
export function createAdminCheck(ids: readonly string[]): (person: Person) => boolean {
  if (ids.length === 0) return (person) => person.platform === 'web' || person.platform === 'cli'
  // One that names its platform is no bare id, whoever may be called so elsewhere.
  const bare = new Set(ids.filter((id) => !id.includes(':')))
  const qualified = new Set(ids)
  return ({ platform, user }) => bare.has(user) || qualified.has(`${platform}:${user}`)
}
