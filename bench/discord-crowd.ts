/** A process of a bench on Discord: the fake Discord, and the people who mention the bot there. */
import { startDiscord } from '../test/fakes/discord/discord-server.ts'
import type { StoredMessage } from '../test/fakes/discord/state.ts'
import { ANSWER_END } from './chat-answer.ts'
import { Crowd } from './chat-crowd.ts'
import { moment, questionText, type RoundOrder, tell } from './chat-messages.ts'
import { discordCrowdOrder } from './discord-messages.ts'

/** Ours is whole only with its buttons; the rival has none. */
const needsButtons = process.argv[2] === 'recourse'

const crowd = new Crowd()
/** Whole answers: what people react to. */
const answered = new Map<string, string>()
let writes = 0

function seen({ id, by, channel, content, components, replyTo }: Readonly<StoredMessage>): void {
  if (by !== discord.botUserId) {
    crowd.asks(id, content)
    return
  }
  writes += 1
  const isWhole = content.includes(ANSWER_END) && (!needsButtons || components.length > 0)
  if (isWhole) answered.set(id, channel)
  crowd.sees(replyTo?.id ?? '', content, isWhole)
}

/** As many channels as a large server has in use at once: edits are limited in each. */
const ROOMS = 64

const discord = await startDiscord({
  rateScale: process.argv[3] === 'limited' ? 1 : 0,
  record: false,
  onShown: seen,
  identifyWindow: 0,
  rooms: ROOMS,
})
const { ana, ben, cleo } = discord.people
const channels = [discord.channels.general, discord.channels.random, discord.channels.lobby, ...discord.rooms]
const askers = [ana, ben, cleo]

async function round(order: RoundOrder): Promise<void> {
  const called = discord.callCount
  writes = 0
  const answers = await crowd.play(order, (question) => {
    const asker = askers[question % askers.length] ?? ana
    const channel = channels[question % channels.length] ?? discord.channels.general
    discord.say(asker, channel, questionText(discord.botUserId, question))
  })
  tell({ answers, apiCalls: discord.callCount - called, writes })
}

/** Everybody likes every answer, as fast as the events can be sent. */
function storm(): void {
  const startedAt = moment()
  for (const person of askers) {
    for (const [id, channel] of answered) discord.react(person, channel, id, '👍')
  }
  tell({ startedAt, reactions: answered.size * askers.length })
}

process.on('message', (message) => {
  const order = discordCrowdOrder.parse(message)
  if ('storm' in order) storm()
  else void round(order)
})
process.on('disconnect', () => process.exit())

const { apiUrl, token } = discord
tell({ apiUrl, token })
