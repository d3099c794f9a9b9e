import type { Bot, HistoryEntry } from '../../src/bot-types.ts'
import { LABELS, type Label } from '../../src/crowd/codebook.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import type { Announcement } from '../../src/platforms/announcement.ts'
import { type ComparisonDriver, discordComparisons, slackComparisons } from './comparison-driver.ts'
import { answered as answeredInDiscord, answersTo, openDiscord } from './discord.ts'
import { answered as answeredInSlack, answersIn, openSlack } from './slack.ts'

/** Something that somebody asked, and where. */
export interface Asked {
  readonly channel: string
  readonly message: string
}

export type Somebody = 'ana' | 'ben' | 'cleo'

/** `own`: the workspace's own emoji. */
export type Reacted = '👍' | '🚨' | '🙅' | '🛡️' | 'own'

/** What stands behind a command: free text, or options by their names. */
type Given = string | Readonly<Record<string, string>>

export interface ShownPicture {
  /** Its beginning, as Latin-1. */
  readonly begins: string
  readonly bytes: number
  readonly alt: string
}

/** What people do and see on a chat platform. Whoever adds a platform, or a thing to do, has to say how for each. */
export interface Chat extends ComparisonDriver {
  readonly bot: Bot
  mention(who: Somebody, text: string): Promise<Asked>
  writeDirectly(who: Somebody, text: string): Promise<Asked>
  /** Goes on with a conversation without naming the bot. Gives what was asked by that. */
  goOn(who: Somebody, asked: Asked, text: string): Promise<Asked>
  rewrite(who: Somebody, asked: Asked, text: string): Promise<void>
  remove(who: Somebody, asked: Asked): Promise<void>
  /** The texts of an answer, once it is whole. */
  answer(asked: Asked): Promise<readonly string[]>
  /** The texts that stand in answer now. */
  standing(asked: Asked): readonly string[]
  react(who: Somebody, asked: Asked, emoji: Reacted): Promise<void>
  unreact(who: Somebody, asked: Asked, emoji: Reacted): Promise<void>
  /** Gives what only they see. */
  showFirstRefusal(who: Somebody, asked: Asked): Promise<string>
  chooseReading(who: Somebody, asked: Asked): Promise<void>
  /** Votes with the button that calls the answer good, or the refusal right. */
  pressGood(who: Somebody, asked: Asked): Promise<void>
  /** Presses the button that asks the channel about a refusal. Gives what only they see. */
  appeal(who: Somebody, asked: Asked): Promise<string>
  /** Votes on the refusal that was appealed. Gives what only they see. */
  takeSide(who: Somebody, asked: Asked, choice: 'harmless' | 'harmful' | 'not_sure'): Promise<string>
  /** Gives what only they see. */
  command(who: Somebody, channel: 'general', name: string, given: Given): Promise<string>
  /** The workspace's own emoji as people type it. */
  readonly ownEmoji: string
  /** What stands below the text of the last message of an answer, as the platform was given it. */
  below(asked: Asked): string
  /** Takes up labelling in the channel, and says this of the first answer. Gives what they see before and after. */
  label(who: Somebody, label: Label): Promise<readonly string[]>
  /** The pictures that only they see, oldest first. */
  pictures(who: Somebody): readonly ShownPicture[]
  /** Has the platform post an announcement, in a channel that the bot is in or in one that it is not in. */
  announce(channel: 'general' | 'elsewhere', announcement: Announcement): Promise<void>
  /** What the bot has posted in the channel outside any answer, oldest first. */
  announced(): readonly { readonly text: string; readonly pictures: readonly ShownPicture[] }[]
  /** Lets every upload of a file fail from here on. */
  refuseFiles(): void
  /** The newest exchange of the channel, with its votes. */
  newest(): Promise<HistoryEntry>
  /** Every text that anybody was ever shown, by the bot or by others. */
  visibleHistory(): readonly string[]
  /** The texts that everybody sees in the channel now. */
  inPublic(): readonly string[]
  /** Whoever was notified by the bot. */
  notified(): readonly string[]
  until(condition: () => boolean): Promise<unknown>
  close(): Promise<void>
}

/** What the message of an appeal says, whatever has come of it. */
const APPEALED = 'this refusal was wrong'

/** `impatient`: nothing waits for its turn, and the platform limits nothing. */
type OpenChat = (models: readonly ChatModel[], impatient?: 'impatient') => Promise<Chat>

/** Lets everything else go first, and that is all. */
const atOnce = () => new Promise<void>((resolve) => setImmediate(resolve))

export const CHATS: Readonly<Record<string, OpenChat>> = {
  slack: openSlackChat,
  discord: openDiscordChat,
}

async function openSlackChat(models: readonly ChatModel[], impatient?: 'impatient'): Promise<Chat> {
  const opened = await openSlack({ models, ...(impatient && { platform: { wait: atOnce } }) })
  const { slack, bot, platform, close } = opened
  const { people, channels } = slack
  const emojiNames = {
    '👍': '+1',
    '🚨': 'rotating_light',
    '🙅': 'no_good',
    '🛡️': 'shield',
    own: 'our_no',
  } as const
  const lastOf = ({ channel, message }: Asked) => answersIn(slack, channel, message).at(-1)?.ts ?? ''
  const appealOf = ({ channel, message }: Asked) =>
    answersIn(slack, channel, message).find(({ text }) => text.includes(APPEALED))?.ts ?? ''
  const picturesIn = (blocks: readonly Readonly<Record<string, unknown>>[]): readonly ShownPicture[] =>
    blocks.flatMap((block) => {
      const file = slack.files().find(({ id }) => JSON.stringify(block['slack_file'] ?? {}).includes(id))
      if (!file) return []
      const begins = file.bytes?.toString('latin1', 1, 4) ?? ''
      return [{ begins, bytes: file.length, alt: String(block['alt_text']) }]
    })
  const seenBy = async (who: Somebody, act: () => Promise<unknown>) => {
    const before = slack.ephemerals(people[who]).length
    await act()
    await slack.until(() => slack.ephemerals(people[who]).length > before)
    return JSON.stringify(slack.ephemerals(people[who]).at(-1)?.blocks ?? [])
  }
  return {
    ...slackComparisons(opened),
    bot,
    async mention(who, text) {
      const message = await slack.say(people[who], channels.general, `<@${slack.botUserId}> ${text}`)
      return { channel: channels.general, message }
    },
    async writeDirectly(who, text) {
      const channel = slack.dm(people[who])
      return { channel, message: await slack.say(people[who], channel, text) }
    },
    async goOn(who, { channel, message }, text) {
      await slack.say(people[who], channel, text, { thread: message })
      return { channel, message }
    },
    async rewrite(who, { channel, message }, text) {
      await slack.edit(people[who], channel, message, `<@${slack.botUserId}> ${text}`)
    },
    async remove(who, { channel, message }) {
      await slack.remove(people[who], channel, message)
    },
    async answer({ channel, message }) {
      return (await answeredInSlack(slack, channel, message)).map(({ text }) => text)
    },
    standing: ({ channel, message }) => answersIn(slack, channel, message).map(({ text }) => text),
    async react(who, asked, emoji) {
      await slack.react(people[who], asked.channel, lastOf(asked), emojiNames[emoji])
    },
    async unreact(who, asked, emoji) {
      await slack.unreact(people[who], asked.channel, lastOf(asked), emojiNames[emoji])
    },
    showFirstRefusal: (who, asked) =>
      seenBy(who, () => slack.click(people[who], asked.channel, lastOf(asked), 'recourse_first_refusal')),
    async chooseReading(who, asked) {
      await slack.click(people[who], asked.channel, lastOf(asked), 'recourse_reading_1')
    },
    async pressGood(who, asked) {
      await slack.click(people[who], asked.channel, lastOf(asked), 'recourse_feedback')
    },
    appeal: (who, asked) =>
      seenBy(who, () => slack.click(people[who], asked.channel, lastOf(asked), 'recourse_appeal')),
    takeSide: (who, asked, choice) =>
      seenBy(who, () =>
        slack.click(people[who], asked.channel, appealOf(asked), `recourse_appeal_vote_${choice}`),
      ),
    command: (who, channel, name, given) =>
      seenBy(who, () => {
        const options =
          typeof given === 'string' ? [given] : Object.entries(given).map((one) => one.join(':'))
        return slack.command(people[who], channels[channel], '/recourse', [name, ...options].join(' '))
      }),
    ownEmoji: ':our_no:',
    below: ({ channel, message }) => JSON.stringify(answersIn(slack, channel, message).at(-1)?.blocks ?? []),
    async label(who, label) {
      const first = await seenBy(who, () =>
        slack.command(people[who], channels.general, '/recourse', 'label'),
      )
      const seen = () => slack.ephemerals(people[who]).at(-1)
      await slack.click(people[who], channels.general, seen()?.ts ?? '', `recourse_label_${label}`)
      await slack.until(() => JSON.stringify(seen()?.blocks) !== first)
      return [first, JSON.stringify(seen()?.blocks)]
    },
    pictures: (who) => slack.ephemerals(people[who]).flatMap(({ blocks }) => picturesIn(blocks)),
    async announce(channel, announcement) {
      await platform.announce?.(channel === 'general' ? channels.general : 'C0NOWHERE', announcement)
    },
    announced: () =>
      slack
        .messages(channels.general)
        .filter(({ by, deleted }) => by === slack.botUserId && !deleted)
        .map(({ blocks }) => ({
          text: blocks.map((block) => String(block['text'] ?? '')).join(''),
          pictures: picturesIn(blocks),
        })),
    refuseFiles() {
      slack.fault({ method: 'files.getUploadURLExternal', error: 'missing_scope' })
    },
    newest: () => newestIn(bot, 'slack', slack.teamId, channels.general),
    visibleHistory: () => slack.visibleHistory(),
    inPublic: () => slack.messages(channels.general).map(({ text }) => text),
    notified: () => slack.notified(),
    until: (condition) => slack.until(condition),
    close,
  }
}

async function openDiscordChat(models: readonly ChatModel[], impatient?: 'impatient'): Promise<Chat> {
  const quick = { platform: { wait: atOnce }, fake: { rateScale: 0 } }
  const opened = await openDiscord({ models, ...(impatient && quick) })
  const { discord, bot, platform, close } = opened
  const { people, channels } = discord
  const { ourNo } = discord.emojis
  const named = (emoji: Reacted) => (emoji === 'own' ? `${ourNo.name}:${ourNo.id}` : emoji)
  const lastOf = ({ channel, message }: Asked) => answersTo(discord, channel, message).at(-1)?.id ?? ''
  const appealOf = ({ channel, message }: Asked) =>
    answersTo(discord, channel, message).find(({ content }) => content.includes(APPEALED))?.id ?? ''
  const picturesIn = (attachments: readonly Readonly<Record<string, unknown>>[]): readonly ShownPicture[] =>
    attachments.map(({ filename, content_type, size, description }) => ({
      begins: content_type === 'image/png' && String(filename).endsWith('.png') ? 'PNG' : '',
      bytes: Number(size),
      alt: String(description),
    }))
  const seenBy = async (who: Somebody, act: () => Promise<unknown>) => {
    const seen = () => discord.ephemerals(people[who]).filter(({ loading }) => !loading)
    const before = seen().length
    await act()
    await discord.until(() => seen().length > before)
    return seen().at(-1)?.content ?? ''
  }
  return {
    ...discordComparisons(opened),
    bot,
    async mention(who, text) {
      const { id } = discord.say(people[who], channels.general, `<@${discord.botUserId}> ${text}`)
      return { channel: channels.general, message: id }
    },
    async writeDirectly(who, text) {
      const channel = discord.dm(people[who])
      return { channel, message: discord.say(people[who], channel, text).id }
    },
    async goOn(who, asked, text) {
      const { id } = discord.reply(people[who], asked.channel, lastOf(asked), text)
      return { channel: asked.channel, message: id }
    },
    async rewrite(who, { channel, message }, text) {
      discord.edit(people[who], channel, message, `<@${discord.botUserId}> ${text}`)
    },
    async remove(who, { channel, message }) {
      discord.remove(people[who], channel, message)
    },
    async answer({ channel, message }) {
      return (await answeredInDiscord(discord, channel, message)).map(({ content }) => content)
    },
    standing: ({ channel, message }) => answersTo(discord, channel, message).map(({ content }) => content),
    async react(who, asked, emoji) {
      discord.react(people[who], asked.channel, lastOf(asked), named(emoji))
    },
    async unreact(who, asked, emoji) {
      discord.unreact(people[who], asked.channel, lastOf(asked), named(emoji))
    },
    showFirstRefusal: (who, asked) =>
      seenBy(who, () => discord.click(people[who], asked.channel, lastOf(asked), /:refusal:/)),
    async chooseReading(who, asked) {
      await discord.click(people[who], asked.channel, lastOf(asked), /:reading:.*:1$/)
    },
    async pressGood(who, asked) {
      await discord.click(people[who], asked.channel, lastOf(asked), /:vote:.*:answered_well$/)
    },
    appeal: (who, asked) =>
      seenBy(who, () => discord.click(people[who], asked.channel, lastOf(asked), /:appeal:/)),
    takeSide: (who, asked, choice) =>
      seenBy(who, () =>
        discord.click(people[who], asked.channel, appealOf(asked), new RegExp(`:side:.*:${choice}$`)),
      ),
    command: (who, channel, name, given) =>
      seenBy(who, () => {
        const options =
          typeof given !== 'string' ? given : given === '' ? {} : { [freeOption(bot, name)]: given }
        return discord.command(people[who], channels[channel], `/${name}`, options)
      }),
    ownEmoji: `<:${ourNo.name}:${ourNo.id}>`,
    below: ({ channel, message }) =>
      JSON.stringify(answersTo(discord, channel, message).at(-1)?.components ?? []),
    async label(who, label) {
      const first = await seenBy(who, () => discord.command(people[who], channels.general, '/label', {}))
      const seen = () =>
        discord
          .ephemerals(people[who])
          .filter(({ loading }) => !loading)
          .at(-1)
      const choice = new RegExp(`:label:.*:${LABELS.indexOf(label)}$`)
      await discord.click(people[who], channels.general, seen()?.id ?? '', choice)
      await discord.until(() => seen()?.content !== first)
      return [first, seen()?.content ?? '']
    },
    pictures: (who) => discord.ephemerals(people[who]).flatMap(({ attachments }) => picturesIn(attachments)),
    async announce(channel, announcement) {
      await platform.announce?.(channel === 'general' ? channels.general : '404040404040404040', announcement)
    },
    announced: () =>
      discord
        .messagesIn(channels.general)
        .filter(({ by, deleted, replyTo }) => by === discord.botUserId && !deleted && replyTo === undefined)
        .map(({ content, attachments }) => ({ text: content, pictures: picturesIn(attachments) })),
    refuseFiles() {
      discord.fault({
        route: /webhooks|messages/,
        where: ({ files }) => files.length > 0,
        status: 403,
        code: 50013,
      })
    },
    newest: () => newestIn(bot, 'discord', discord.guilds.hall, channels.general),
    visibleHistory: () => discord.visibleHistory(),
    inPublic: () =>
      discord.messagesIn(channels.general).flatMap(({ deleted, content }) => (deleted ? [] : content)),
    notified: () => discord.notified(),
    until: (condition) => discord.until(condition),
    close,
  }
}

async function newestIn(
  bot: Bot,
  platform: string,
  workspace: string,
  channel: string,
): Promise<HistoryEntry> {
  const [entry] = await bot.history({ platform, workspace, channel }, 1)
  if (!entry) throw new Error('nothing was asked there')
  return entry
}

/** The option of a command that takes free text where a command is typed. */
function freeOption(bot: Bot, name: string): string {
  const command = bot.commands.find((one) => one.name === name)
  const shape = Object.entries(command?.options.shape ?? {})
  return shape.find(([, option]) => JSON.stringify(option.meta?.() ?? {}).includes('"rest":true'))?.[0] ?? ''
}
