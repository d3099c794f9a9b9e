/** What is to be seen in the end: one outcome for every message, one stored vote for every reaction. */
import { createPseudonyms } from '../../src/crowd/pseudonym.ts'
import type { SeenMessage as DiscordMessage } from '../fakes/discord/state.ts'
import type { SeenMessage as SlackMessage } from '../fakes/slack/state.ts'
import type { StoredExchange, StoredVote } from './stored.ts'
import type { Asked, Reacted, Town } from './town.ts'

export interface Problem {
  readonly kind:
    | 'message lost'
    | 'message doubled'
    | 'message half done'
    | 'exchange open'
    | 'vote lost'
    | 'vote doubled'
    | 'vote kept though taken back'
    | 'vote from nobody'
  readonly what: string
}

/** Problems of what the people see. */
export function problemsSeen(town: Town): readonly Problem[] {
  const { slack, discord } = town
  const threads = bySlackThread(
    [slack.channels.general, slack.channels.random, slack.channels.private].flatMap((channel) =>
      slack.messages(channel).filter(({ by, deleted }) => by === slack.botUserId && !deleted),
    ),
  )
  const replies = Map.groupBy(
    [discord.channels.general, discord.channels.random, discord.channels.lobby].flatMap((channel) =>
      discord.messagesIn(channel).filter(({ by, deleted }) => by === discord.botUserId && !deleted),
    ),
    ({ replyTo }) => replyTo ?? '',
  )
  return town.asked.flatMap((asked) =>
    asked.platform === 'slack'
      ? ofSlack(asked, threads.get(`${asked.channel} ${asked.message}`) ?? [])
      : ofDiscord(asked, replies),
  )
}

/** Problems of what is stored, beside what people did. */
export function problemsStored(
  exchanges: readonly StoredExchange[],
  votes: readonly StoredVote[],
  { reactions, pseudonymKey }: { readonly reactions: readonly Reacted[]; readonly pseudonymKey: string },
): readonly Problem[] {
  const pseudonym = createPseudonyms(pseudonymKey)
  const problems: Problem[] = []
  for (const { id, message, outcome, delivery } of exchanges) {
    if (outcome === null || delivery === 'due') {
      problems.push({ kind: 'exchange open', what: `${id} of ${message}: ${outcome}, ${delivery}` })
    }
  }
  const stored = Map.groupBy(votes, ({ message, annotator, emoji }) => [message, annotator, emoji].join(' '))
  const messages = new Set(reactions.map(({ message }) => message))
  for (const { platform, workspace, message, user, emoji, given, stands } of reactions) {
    const key = [message, pseudonym({ platform, workspace, user }), emoji].join(' ')
    const rows = stored.get(key) ?? []
    stored.delete(key)
    const what = `${platform} ${message} ${user} ${emoji}: ${rows.map(({ action, source }) => `${action} (${source})`).join(', ')}`
    const added = rows.filter(({ action }) => action === 'add').length
    const last = rows.at(-1)?.action
    if (stands && last !== 'add') problems.push({ kind: 'vote lost', what })
    if (!stands && last === 'add') problems.push({ kind: 'vote kept though taken back', what })
    if (added > given) problems.push({ kind: 'vote doubled', what })
  }
  for (const [key, rows] of stored) {
    if (rows[0] && messages.has(rows[0].message)) problems.push({ kind: 'vote from nobody', what: key })
  }
  return problems
}

function ofSlack(asked: Asked, answers: readonly SlackMessage[]): readonly Problem[] {
  const what = `slack ${asked.channel} ${asked.message}: ${answers.map(({ text }) => text.slice(0, 60)).join(' | ')}`
  const states = answers.map(({ metadata, streaming }) => (streaming ? 'streaming' : stateOf(metadata)))
  const whole = states.filter((state) => state === 'last').length
  if (whole > 1) return [{ kind: 'message doubled', what }]
  if (states.some((state) => state !== 'last' && state !== 'part'))
    return [{ kind: 'message half done', what }]
  return whole === 0 ? [{ kind: 'message lost', what }] : []
}

function ofDiscord(
  asked: Asked,
  replies: ReadonlyMap<string, readonly DiscordMessage[]>,
): readonly Problem[] {
  const direct = replies.get(asked.message) ?? []
  const what = `discord ${asked.channel} ${asked.message}: ${direct.map(({ content }) => content.slice(0, 60)).join(' | ')}`
  if (direct.length > 1) return [{ kind: 'message doubled', what }]
  let last = direct[0]
  if (!last) return [{ kind: 'message lost', what }]
  for (let next = replies.get(last.id)?.[0]; next; next = replies.get(last.id)?.[0]) last = next
  return last.components.length === 0 ? [{ kind: 'message half done', what }] : []
}

function bySlackThread(messages: readonly SlackMessage[]): ReadonlyMap<string, readonly SlackMessage[]> {
  return Map.groupBy(messages, ({ channel, threadTs }) => `${channel} ${threadTs}`)
}

function stateOf(metadata: unknown): string | undefined {
  return /"state":"(\w+)"/.exec(JSON.stringify(metadata ?? {}))?.[1]
}
