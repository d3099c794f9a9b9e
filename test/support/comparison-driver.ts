import type { Json } from '../fakes/shared/json.ts'
import { objectOf, stringOf } from '../fakes/shared/json.ts'
import type { Asked, Somebody } from './chat-driver.ts'
import { answersTo, type TestDiscord } from './discord.ts'
import { answersIn, type TestSlack } from './slack.ts'

/** What a reaction on the message of a comparison says. */
export type ReactedChoice = 'A' | 'B' | 'tie' | 'both_bad'

/** What people do with comparisons on a chat platform. A message that shows one is known by what was asked where. */
export interface ComparisonDriver {
  /** Types the command, in the channel or directly to the bot. Gives the message that shows the comparison. */
  compare(who: Somebody, given: Readonly<Record<string, string>>, directly?: true): Promise<Asked>
  /** Types the command where nothing comes of it. Gives what only they are told. */
  compareInVain(who: Somebody, given: Readonly<Record<string, string>>): Promise<string>
  /** Uses the entry in the menu of a message. Gives what is to be asked, as it stands in the form, and the form. */
  compareFrom(who: Somebody, message: Asked): Promise<ComparisonFormSeen>
  /** All that is to be read in a message that shows a comparison; empty once it is gone. */
  read(board: Asked): string
  /** How often it was shown anew, and how. */
  readings(board: Asked): readonly string[]
  /** Presses the button with this label. */
  press(who: Somebody, board: Asked, label: string): Promise<void>
  /** The same where they are told something in private; gives that. */
  pressAndSee(who: Somebody, board: Asked, label: string): Promise<string>
  /** Presses one of several buttons with the same label: the one of this answer, or of the request. */
  pressNear(who: Somebody, board: Asked, label: string, of: string): Promise<void>
  /** Every text that only they were told, as it stands. */
  privately(who: Somebody): readonly string[]
  hiddenLinks(): readonly unknown[]
  /** Says something that is not for the bot. */
  say(who: Somebody, text: string): Promise<Asked>
  rewriteSaid(who: Somebody, said: Asked, text: string): Promise<void>
  /** The last message of an answer. */
  answerTo(asked: Asked): Asked
  reactTo(who: Somebody, board: Asked, choice: ReactedChoice): Promise<void>
  unreactTo(who: Somebody, board: Asked, choice: ReactedChoice): Promise<void>
}

export interface ComparisonFormSeen {
  readonly prompt: string
  /** Hands it in, with what is left to choose. Gives the message that shows the comparison. */
  submit(chosen: {
    readonly strategies?: readonly string[]
    readonly models?: readonly string[]
  }): Promise<Asked>
}

const BOARD = /Comparing answers|Which answer is best\?|Compared answers|This comparison/

const SLACK_EMOJI = { A: 'one', B: 'two', tie: 'handshake', both_bad: '-1' } as const
const DISCORD_EMOJI = { A: '🇦', B: '🇧', tie: '🤝', both_bad: '👎' } as const

const labelled = (label: string) => (element: Json) =>
  (stringOf(element['label']) || stringOf(objectOf(element['text'])['text'])) === label

const textOfBlocks = (blocks: readonly Json[]) => blocks.map((block) => stringOf(block['text'])).join('\n')

export function slackComparisons({ slack }: TestSlack): ComparisonDriver {
  const { people, channels } = slack
  const boards = (channel: string) =>
    slack.messages(channel).filter(({ by, text }) => by === slack.botUserId && BOARD.test(text))
  const newBoard = async (channel: string, act: () => Promise<unknown>) => {
    const before = boards(channel).length
    await act()
    await slack.until(() => boards(channel).length > before)
    return { channel, message: boards(channel).at(-1)?.ts ?? '' }
  }
  const found = ({ channel, message }: Asked) => slack.messages(channel).find(({ ts }) => ts === message)
  const typed = (given: Readonly<Record<string, string>>) => {
    const { prompt = '', ...options } = given
    return ['compare', ...Object.entries(options).map((one) => one.join(':')), prompt].join(' ')
  }
  const seenBy = async (who: Somebody, act: () => Promise<unknown>) => {
    const before = slack.ephemerals(people[who]).length
    await act()
    await slack.until(() => slack.ephemerals(people[who]).length > before)
    await slack.settled()
    return slack
      .ephemerals(people[who])
      .slice(before)
      .map(({ blocks }) => textOfBlocks(blocks))
      .join('\n')
  }
  const press = (who: Somebody, { channel, message }: Asked, label: string) =>
    slack.click(people[who], channel, message, labelled(label))
  return {
    compare(who, given, directly) {
      const channel = directly ? slack.dm(people[who]) : channels.general
      return newBoard(channel, () => slack.command(people[who], channel, '/recourse', typed(given)))
    },
    compareInVain: (who, given) =>
      seenBy(who, () => slack.command(people[who], channels.general, '/recourse', typed(given))),
    async compareFrom(who, { channel, message }) {
      const before = slack.openedViews(people[who]).length
      await slack.shortcut(people[who], channel, message, 'recourse_compare')
      await slack.until(() => slack.openedViews(people[who]).length > before)
      const opened = slack.openedViews(people[who]).at(-1)
      if (!opened) throw new Error('no form')
      const text = /"initial_value":("(?:[^"\\]|\\.)*")/.exec(JSON.stringify(opened.view))?.[1]
      return {
        prompt: text === undefined ? '' : String(JSON.parse(text)),
        submit: (chosen) => newBoard(channel, () => slack.submit(people[who], opened, { ...chosen })),
      }
    },
    read: (board) => (found(board)?.deleted ? '' : (found(board)?.text ?? '')),
    readings: (board) => found(board)?.history ?? [],
    async press(who, board, label) {
      await press(who, board, label)
    },
    pressAndSee: (who, board, label) => seenBy(who, () => press(who, board, label)),
    async pressNear(who, { channel, message }, label, of) {
      const isIt = (element: Json) => labelled(label)(element) && stringOf(element['action_id']).endsWith(of)
      await slack.click(people[who], channel, message, isIt)
    },
    privately: (who) => slack.ephemerals(people[who]).map(({ blocks }) => textOfBlocks(blocks)),
    hiddenLinks: () => slack.hiddenLinks(),
    async say(who, text) {
      return { channel: channels.general, message: await slack.say(people[who], channels.general, text) }
    },
    async rewriteSaid(who, { channel, message }, text) {
      await slack.edit(people[who], channel, message, text)
    },
    answerTo: ({ channel, message }) => ({
      channel,
      message: answersIn(slack, channel, message).at(-1)?.ts ?? '',
    }),
    async reactTo(who, { channel, message }, choice) {
      await slack.react(people[who], channel, message, SLACK_EMOJI[choice])
    },
    async unreactTo(who, { channel, message }, choice) {
      await slack.unreact(people[who], channel, message, SLACK_EMOJI[choice])
    },
  }
}

export function discordComparisons({ discord }: TestDiscord): ComparisonDriver {
  const { people, channels } = discord
  const textOf = (id: string) => discord.message(id).history.at(-1) ?? ''
  const boards = (channel: string) =>
    discord.messagesIn(channel).filter(({ id, by }) => by === discord.botUserId && BOARD.test(textOf(id)))
  const newBoard = async (channel: string, act: () => Promise<unknown>) => {
    const before = boards(channel).length
    await act()
    await discord.until(() => boards(channel).length > before)
    return { channel, message: boards(channel).at(-1)?.id ?? '' }
  }
  const seenBy = async (who: Somebody, act: () => Promise<unknown>) => {
    const seen = () => discord.ephemerals(people[who]).filter(({ loading, deleted }) => !loading && !deleted)
    const before = seen().length
    await act()
    await discord.until(() => seen().length > before)
    return () =>
      seen()
        .slice(before)
        .map(({ content }) => content)
        .join('\n')
  }
  const press = (who: Somebody, { channel, message }: Asked, label: string) =>
    discord.click(people[who], channel, message, labelled(label))
  return {
    compare(who, given, directly) {
      const channel = directly ? discord.dm(people[who]) : channels.general
      return newBoard(channel, () => discord.command(people[who], channel, '/compare', given))
    },
    compareInVain: async (who, given) =>
      (await seenBy(who, () => discord.command(people[who], channels.general, '/compare', given)))(),
    async compareFrom(who, { channel, message }) {
      const outcome = await discord.messageCommand(people[who], channel, message, 'Compare strategies')
      if (outcome.kind !== 'modal') throw new Error(`no form, but ${outcome.kind}`)
      const { modal } = outcome
      const input = objectOf(objectOf(modal.components[0])['component'])
      return {
        prompt: stringOf(input['value']),
        submit: (chosen) => newBoard(channel, () => discord.submit(people[who], modal, { ...chosen })),
      }
    },
    read: ({ message }) => (discord.message(message).deleted ? '' : textOf(message)),
    readings: ({ message }) => discord.message(message).history,
    async press(who, board, label) {
      await press(who, board, label)
    },
    async pressAndSee(who, board, label) {
      return (await seenBy(who, () => press(who, board, label)))()
    },
    async pressNear(who, { channel, message }, label, of) {
      const isIt = (node: Json) => labelled(label)(node) && stringOf(node['custom_id']).endsWith(`:${of}`)
      await discord.click(people[who], channel, message, isIt)
    },
    privately: (who) => discord.ephemerals(people[who]).map(({ content }) => content),
    hiddenLinks: () => discord.hiddenLinks(),
    async say(who, text) {
      return { channel: channels.general, message: discord.say(people[who], channels.general, text).id }
    },
    async rewriteSaid(who, { channel, message }, text) {
      discord.edit(people[who], channel, message, text)
    },
    answerTo: ({ channel, message }) => ({
      channel,
      message: answersTo(discord, channel, message).at(-1)?.id ?? '',
    }),
    async reactTo(who, { channel, message }, choice) {
      discord.react(people[who], channel, message, DISCORD_EMOJI[choice])
    },
    async unreactTo(who, { channel, message }, choice) {
      discord.unreact(people[who], channel, message, DISCORD_EMOJI[choice])
    },
  }
}
