import { slackCaller } from './slack-call.ts'

const HOW = 'invite the bot there with /invite, or put the id of another channel in ADMIN_CHANNEL'

const REMEDIES = {
  not_in_channel: `The bot is not in it: ${HOW}.`,
  channel_not_found: `Slack knows no such channel, or the bot may not see it: ${HOW}. A channel’s id stands at the end of its details.`,
  is_archived: `It is archived: ${HOW}.`,
}

/**
 * Whether the bot is in a channel, and so may post there. It reads one message and posts none: `conversations.info`
 * would need a scope of its own.
 *
 * @throws {InputError} saying what to do
 */
export async function trySlackChannel(
  channel: string,
  { token, timeout, apiUrl }: { readonly token: string; readonly timeout: number; readonly apiUrl?: string },
): Promise<string> {
  const call = slackCaller(timeout, apiUrl)
  await call({ method: 'conversations.history', token, remedies: REMEDIES, options: { channel, limit: 1 } })
  return 'the bot is in it'
}
