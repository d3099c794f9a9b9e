import type { Identity } from './incoming.ts'

const MENTION = /<@([UW][A-Z0-9]+)(?=[>|])/g

/**
 * An event of a channel in which several workspaces have a bot of this app. People mention that of their own workspace,
 * but the channel is at home in one, which hears of all: whichever of them is named, that one is meant.
 *
 * @param botsAmong those of some users that are bots of this app
 */
export async function withSiblingsNamed(
  event: object,
  { botUser }: Pick<Identity, 'botUser'>,
  botsAmong: (users: readonly string[]) => Promise<readonly string[]>,
): Promise<unknown> {
  const text = JSON.stringify(event)
  const named = new Set([...text.matchAll(MENTION)].map(([, user = '']) => user))
  named.delete(botUser)
  if (named.size === 0) return event
  const siblings = new Set(await botsAmong([...named]))
  if (siblings.size === 0) return event
  return JSON.parse(
    text.replaceAll(MENTION, (all, user: string) => (siblings.has(user) ? `<@${botUser}` : all)),
  )
}
