import type { types } from '@slack/bolt'
import type { CommandEvent, CommandText } from '../../../commands/command.ts'
import type { Caller } from '../../bot-types.ts'
import { patiently } from '../patiently.ts'
import { isReply, repliesFrom } from '../replies-from.ts'
import { withSlackNames } from './command-names.ts'
import { cannotPost, showComparison } from './comparison-start.ts'
import { messagesOf, type ReplyPlace } from './draft.ts'
import { type Identity, personOf, placeOf, type Said } from './incoming.ts'
import { Labelling } from './labelling.ts'
import { SLASH_COMMAND } from './names.ts'
import { showPicture, type Tell } from './picture.ts'
import { unescaped } from './plain-text.ts'
import { type ReplyServices, showReply } from './reply.ts'
import { sendFile } from './send-file.ts'
import { openThread } from './thread-opening.ts'

export interface SlashCommand {
  readonly channel: string
  readonly user: string
  readonly team: string
  readonly text: string
  /** Slack's id of this very use of the command. */
  readonly trigger: string
}

/** Answers a command: to the caller alone, or to the channel where the command is meant for it. */
export type Respond = (message: {
  readonly response_type: 'ephemeral' | 'in_channel'
  readonly text: string
  readonly blocks: types.KnownBlock[]
}) => Promise<unknown>

/** Runs `/recourse …`. What starts an exchange opens a thread of its own for it. */
export async function runSlashCommand(
  command: SlashCommand,
  services: ReplyServices,
  identity: Identity,
  respondOnce: Respond,
): Promise<void> {
  const { bot } = services
  // To be answered twice is better than not at all; a second time changes nothing.
  const respond: Respond = (message) => patiently(() => respondOnce(message), services.wait)
  const { channel, user } = command
  const line = unescaped(command.text).trim() || 'help'
  const person = personOf(identity, user)
  const id = `command-${command.trigger}`
  const caller: Caller = {
    person,
    place: placeOf(identity, channel, id),
    isAdmin: bot.isAdmin(person),
    key: { platform: 'slack', workspace: identity.team, channel, message: id },
    awaitsDelivery: true,
  }
  const events = bot.handleCommand(line, caller)[Symbol.asyncIterator]()
  const first = await events.next()
  if (first.done) return
  const event = first.value
  if (event.type === 'text') {
    const { markdown, isShared } = textAnswer(line, event, services)
    await answer(respond, isShared ? 'in_channel' : 'ephemeral', markdown)
    const tell = teller({ channel, user }, isShared, services)
    if (event.picture) await showPicture(event.picture, tell, services)
    return
  }
  if (event.type === 'labelling') return new Labelling(services, identity).begin({ channel, user }, respond)
  if (event.type === 'file') return answer(respond, 'ephemeral', await sendFile(event, user, services))
  if (event.type === 'comparison') {
    const tell = (line: string) => answer(respond, 'ephemeral', line)
    return showComparison({ view: event.view, rest: events, person }, services, tell)
  }
  if (event.type !== 'started') {
    const done = event.type === 'done' ? event : undefined
    await answer(respond, 'ephemeral', done?.failure?.message ?? 'This could not be asked. Try again.')
    // It ended before it began, and nobody is to be told of it later.
    if (done && !done.turnedAway) await bot.delivered(done.exchangeId, [])
    await events.return?.()
    return
  }
  let thread: string
  try {
    thread = await openThread(event.exchangeId, { channel, user }, services)
  } catch (error) {
    services.logger.warn({ err: error, exchange: event.exchangeId }, 'command could not open a thread')
    await takeBack(caller, events, services)
    return answer(respond, 'ephemeral', cannotPost(error, 'the answer'))
  }
  const place: ReplyPlace = { channel, thread, recipient: { user, team: command.team } }
  await showReply(repliesFrom(event, events), place, services)
}

/**
 * The command that a message to the bot is, without its slash; `undefined` for everything else. Slack has no slash
 * commands in threads, so there they are typed behind a mention.
 */
export function typedCommand(text: string, services: ReplyServices): string | undefined {
  const [first] = text.split(/\s+/)
  if (first === SLASH_COMMAND) return text.slice(SLASH_COMMAND.length).trim() || 'help'
  const isKnown = services.bot.commands.some(({ name }) => first === `/${name}`)
  return isKnown ? text.slice(1) : undefined
}

/** Runs a command that was typed as a message to the bot, and answers it in the thread. */
export async function runTypedCommand(
  line: string,
  { message, authorTeam }: Said,
  services: ReplyServices,
): Promise<void> {
  const { bot } = services
  const { channel, thread } = message.place
  const { user } = message.author
  const caller: Caller = {
    person: message.author,
    place: message.place,
    isAdmin: bot.isAdmin(message.author),
    key: message.key,
    about: message.key,
    awaitsDelivery: true,
  }
  const events = bot.handleCommand(line, caller)[Symbol.asyncIterator]()
  const first = await events.next()
  if (first.done) return
  const event = first.value
  if (isReply(event)) {
    await showReply(
      repliesFrom(event, events),
      { channel, thread, recipient: { user, team: authorTeam } },
      services,
    )
    return
  }
  // Slack shows what is for one person alone only in a thread that exists.
  const inThread = message.key.message !== thread
  const tellAlone = teller({ channel, user, ...(inThread && { thread }) }, false, services)
  if (event.type === 'labelling') {
    const labelling = new Labelling(services, { team: message.place.workspace })
    return labelling.begin({ channel, user }, ({ text, blocks }) => tellAlone({ text, blocks }))
  }
  if (event.type === 'file') return tellText(tellAlone, await sendFile(event, user, services))
  if (event.type === 'comparison') {
    const begun = { view: event.view, rest: events, person: message.author }
    return showComparison(begun, services, (line) => tellText(tellAlone, line))
  }
  const { markdown, isShared } = textAnswer(line, event, services)
  const tell = isShared ? teller({ channel, user, thread }, true, services) : tellAlone
  await tellText(tell, markdown)
  if (event.picture) await showPicture(event.picture, tell, services)
}

async function tellText(tell: Tell, markdown: string): Promise<void> {
  for (const shown of messagesOf(markdown)) await tell(shown)
}

/** Tells a person alone, or the channel. */
function teller(
  { channel, user, thread }: { readonly channel: string; readonly user: string; readonly thread?: string },
  isShared: boolean,
  { api }: ReplyServices,
): Tell {
  const place = { channel, ...(thread !== undefined && { thread_ts: thread }) }
  return (shown) =>
    isShared
      ? api.call(
          () => api.client.chat.postMessage({ ...place, ...shown, unfurl_links: false, unfurl_media: false }),
          { lane: `chat.postMessage ${channel}`, repeat: false },
        )
      : api.call(() => api.client.chat.postEphemeral({ ...place, user, ...shown }), {
          lane: `chat.postEphemeral ${channel}`,
        })
}

/** A command's text in Slack's words, and whether the channel is to see it. */
function textAnswer(line: string, event: CommandText, { bot }: ReplyServices) {
  const [, typed = '', asked = ''] = /^\/?(\S*)(?:\s+\/?(\S+))?/.exec(line) ?? []
  const names = bot.commands.map(({ name }) => name)
  const used = bot.commands.find(({ name }) => name === typed.toLowerCase())
  // The line that says there is no such command calls it one.
  const unknown = used === undefined ? typed : used.name === 'help' ? asked : ''
  return {
    markdown: withSlackNames(event.markdown, [...names, unknown]),
    isShared: used?.visibility === 'channel' && !event.mistake,
  }
}

/** Nothing was asked yet, and nothing is to be taken up later. The person is told even where that cannot be written down. */
async function takeBack(
  { key }: Caller,
  events: AsyncIterator<CommandEvent>,
  { bot, logger }: ReplyServices,
): Promise<void> {
  try {
    await bot.retract(key)
  } catch (error) {
    logger.error({ err: error }, 'command not taken back')
  }
  // Ends the exchange's hold on its claim.
  await events.return?.()
}

async function answer(
  respond: Respond,
  response_type: 'ephemeral' | 'in_channel',
  markdown: string,
): Promise<void> {
  for (const shown of messagesOf(markdown)) await respond({ response_type, ...shown })
}
