/** A process of `bench/discord.ts`: the fake Discord, and the people who mention the bot there. */
import { startDiscord } from '../test/fakes/discord/discord-server.ts'
import type { StoredMessage } from '../test/fakes/discord/state.ts'
import { ANSWER_END } from './chat-answer.ts'
import { Crowd, PATIENCE } from './chat-crowd.ts'
import { questionText, roundOrder, tell } from './chat-messages.ts'

/** Ours is whole only with its buttons; the rival has none. */
const needsButtons = process.argv[2] === 'recourse'

const crowd = new Crowd()
let writes = 0

function seen({ id, by, content, components, replyTo }: Readonly<StoredMessage>): void {
  if (by !== discord.botUserId) {
    crowd.asks(id, content)
    return
  }
  writes += 1
  const isWhole = content.includes(ANSWER_END) && (!needsButtons || components.length > 0)
  crowd.sees(replyTo?.id ?? '', content, isWhole)
}

const discord = await startDiscord({ rateScale: 0, record: false, onShown: seen, identifyWindow: 0 })
const { ana, ben, cleo } = discord.people
const { general, random, lobby } = discord.channels
const seats = [
  [ana, general],
  [ben, random],
  [ana, lobby],
  [cleo, general],
] as const

async function round(firstQuestion: number, count: number): Promise<void> {
  crowd.begin()
  writes = 0
  for (let index = 0; index < count; index += 1) {
    const [user, channel] = seats[index % seats.length] ?? seats[0]
    discord.say(user, channel, questionText(discord.botUserId, firstQuestion + index))
  }
  await discord.until(() => crowd.isAnswered(), PATIENCE)
  tell({ ...crowd.result(), writes })
}

process.on('message', (message) => {
  const { firstQuestion, count } = roundOrder.parse(message)
  void round(firstQuestion, count)
})
process.on('disconnect', () => process.exit())

const { apiUrl, token } = discord
tell({ apiUrl, token })
