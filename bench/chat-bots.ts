/** What the bots of a bench on a chat platform share, ours and the rivals. */
import { join } from 'node:path'
import OpenAI from 'openai'
import pino from 'pino'
import type { Bot } from '../src/bot-types.ts'
import { createLogger, type Logger } from '../src/logger.ts'
import type { ChatModel } from '../src/models/chat-model.ts'
import { createModels } from '../src/models/providers.ts'
import { openStore } from '../src/store/sql-store.ts'
import { openState, type State } from '../src/store/state.ts'
import { botOver } from '../test/support/bot.ts'
import { type BotOrder, questionNumber, tell } from './chat-messages.ts'

const MODEL = 'bench'

/** Question → milliseconds for which our bot held its opening back. */
const held: [number, number][] = []

/** Our bot as `serve` builds it: files in a folder, the log at its usual level. */
export async function openRecourse({ providerUrl, folder, releasedAt }: BotOrder): Promise<{
  readonly bot: Bot
  readonly state: State
  readonly logger: Logger
}> {
  const url = join(folder, 'recourse.sqlite')
  const logger = createLogger('info', pino.destination(join(folder, 'log')))
  const models = createModels({ openaiApiKey: 'unused', openaiBaseUrl: `${providerUrl}/v1` })
  const model = timed(models.get(`openai:${MODEL}`), releasedAt)
  const bot = botOver(await openStore({ url }), [model], { newId: () => crypto.randomUUID(), logger })
  return { bot, state: await openState({ url }), logger }
}

/** The model, with the time noted between its first text and the one that lets the opening through. */
function timed(model: ChatModel, releasedAt: number): ChatModel {
  return {
    id: model.id,
    family: model.family,
    kind: model.kind,
    async *stream(messages, options) {
      const question = questionNumber(messages.at(-1)?.content ?? '')
      let characters = 0
      let firstAt = Number.NaN
      for await (const event of model.stream(messages, options)) {
        if (event.type === 'text' && event.text !== '' && characters < releasedAt) {
          const now = performance.now()
          if (characters === 0) firstAt = now
          characters += event.text.length
          if (characters >= releasedAt) held.push([question, now - firstAt])
        }
        yield event
      }
    },
  }
}

/** How a rival asks the model: with nothing but the SDK. */
export function relayedModel(providerUrl: string) {
  const openai = new OpenAI({ apiKey: 'unused', baseURL: `${providerUrl}/v1` })
  return (content: string) =>
    openai.chat.completions.create({ model: MODEL, messages: [{ role: 'user', content }], stream: true })
}

/** Tells the parent that the bot is ready, and from then on, when asked, how long openings were held back. */
export function serveBench(ready: object): void {
  process.on('message', () => tell({ holds: held.splice(0) }))
  process.on('disconnect', () => process.exit())
  tell(ready)
}
