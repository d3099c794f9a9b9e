import { refusalOf, type SlackApi } from './slack-api.ts'

/** Users whose kind is remembered. */
const REMEMBERED = 5_000

/** Tells people from bots, asking Slack about each user once. Somebody Slack does not know counts as a person. */
export function createBotCheck(api: SlackApi): (user: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>()
  return (user) => {
    const remembered = known.get(user)
    if (remembered) return remembered
    if (known.size >= REMEMBERED) known.clear()
    const asked = ask(api, user)
    known.set(user, asked)
    asked.catch(() => known.delete(user))
    return asked
  }
}

async function ask(api: SlackApi, user: string): Promise<boolean> {
  try {
    const { user: found } = await api.call(() => api.client.users.info({ user }), { lane: 'users.info' })
    return found?.is_bot === true || user === 'USLACKBOT'
  } catch (error) {
    if (refusalOf(error) !== undefined) return false
    throw error
  }
}
