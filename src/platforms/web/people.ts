import type { Person } from '../../bot-types.ts'

/** Somebody at this console. The console trusts whoever can open it; names only keep votes apart. */
export interface LocalUser {
  /** Lower case, stable; what the bot knows them by. */
  readonly id: string
  readonly name: string
}

export const WORKSPACE = 'local'

/** The console as a workspace of its own. */
export const CONSOLE = { platform: 'web', workspace: WORKSPACE } as const

export const LOCAL_USERS: readonly LocalUser[] = [
  { id: 'ana', name: 'Ana' },
  { id: 'ben', name: 'Ben' },
  { id: 'chris', name: 'Chris' },
  { id: 'dana', name: 'Dana' },
  { id: 'eli', name: 'Eli' },
]

export const CHANNELS: readonly ChannelInfo[] = [
  { name: 'general', topic: 'Anything at all' },
  { name: 'python', topic: 'Code, processes and what goes wrong with them' },
  { name: 'writing', topic: 'Stories, scripts and essays' },
  { name: 'science', topic: 'How the world works' },
]

export interface ChannelInfo {
  /** Lower case, as in the address of its page. */
  readonly name: string
  readonly topic: string
}

export function personOf(user: LocalUser): Person {
  return { platform: 'web', workspace: WORKSPACE, user: user.id }
}

/** One or two letters for an avatar. */
export function initials(name: string): string {
  const letters = name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .filter((letter) => letter !== '')
  return letters.slice(0, 2).join('').toUpperCase()
}
