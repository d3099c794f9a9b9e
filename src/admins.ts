import type { Person } from './bot-types.ts'
import { type Workspace, workspaceKey } from './places.ts'

/**
 * Who may change settings: ids as `platform:user`, `platform:workspace/user`, or a bare user id that counts on every
 * platform. With no list at all the people at the web console are the operators, since it opens on this machine only
 * or behind a token.
 */
export function createAdminCheck(ids: readonly string[]): (person: Person) => boolean {
  const isOperator = createOperatorCheck(ids)
  const listed = new Set(ids)
  return (person) => {
    const { platform, workspace, user } = person
    return isOperator(person) || listed.has(`${platform}:${workspace}/${user}`)
  }
}

/** Who may change what counts in every workspace: whoever is listed without one. */
export function createOperatorCheck(ids: readonly string[]): (person: Person) => boolean {
  if (ids.length === 0) return ({ platform }) => platform === 'web' || platform === 'cli'
  // One that names its platform is no bare id, whoever may be called so elsewhere.
  const bare = new Set(ids.filter((id) => !id.includes(':')))
  const qualified = new Set(ids)
  return ({ platform, user }) => bare.has(user) || qualified.has(`${platform}:${user}`)
}

/** Who installed the app in each workspace that is in use: they may change its settings. */
export class Installers {
  readonly #users = new Map<string, string>()

  set(workspace: Workspace, user: string): void {
    this.#users.set(workspaceKey(workspace), user)
  }

  delete(workspace: Workspace): void {
    this.#users.delete(workspaceKey(workspace))
  }

  has(person: Person): boolean {
    return this.#users.get(workspaceKey(person)) === person.user
  }
}
