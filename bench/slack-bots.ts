/** A process of `bench/slack.ts`: one bot, ours or the rival. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { App, LogLevel } from '@slack/bolt'
import OpenAI from 'openai'
import pino from 'pino'
import { createLogger } from '../src/logger.ts'
import type { ChatModel } from '../src/models/chat-model.ts'
import { createModels } from '../src/models/providers.ts'
import { createSlackPlatform, SLACK_PATH } from '../src/platforms/slack/slack-platform.ts'
import { openStore } from '../src/store/sql-store.ts'
import { openState } from '../src/store/state.ts'
import { botOver } from '../test/support/bot.ts'
import { type BotOrder, botOrder, questionNumber, tell } from './slack-messages.ts'

const MODEL = 'bench'

/** Question → milliseconds for which our bot held its opening back. */
const held: [number, number][] = []

/** Our bot as `serve` builds it: files in a folder, the log at its usual level. */
async function recourse(order: BotOrder): Promise<Server | undefined> {
  const { slack, transport, folder } = order
  const url = join(folder, 'recourse.sqlite')
  const logger = createLogger('info', pino.destination(join(folder, 'log')))
  const models = createModels({ openaiApiKey: 'unused', openaiBaseUrl: `${order.providerUrl}/v1` })
  const model = timed(models.get(`openai:${MODEL}`), order.releasedAt)
  const bot = botOver(await openStore({ url }), [model], { newId: () => crypto.randomUUID(), logger })
  const platform = createSlackPlatform({
    botToken: slack.botToken,
    transport: transport === 'http' ? { signingSecret: slack.signingSecret } : { appToken: slack.appToken },
    apiUrl: slack.apiUrl,
    logger,
    state: await openState({ url }),
  })
  await platform.start(bot)
  const { requestListener } = platform
  if (!requestListener) return undefined
  const server = createServer(requestListener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
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

/** The rival: what one would write first, in the way of Slack's starter apps. */
async function bare({ slack, transport, providerUrl, kind }: BotOrder): Promise<Server | undefined> {
  const openai = new OpenAI({ apiKey: 'unused', baseURL: `${providerUrl}/v1` })
  const common = {
    token: slack.botToken,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl },
  }
  const app = new App(
    transport === 'http'
      ? { ...common, signingSecret: slack.signingSecret }
      : { ...common, socketMode: true, appToken: slack.appToken },
  )
  app.event('app_mention', async ({ event, sayStream }) => {
    const stream = sayStream()
    const completion = await openai.chat.completions.create({
      model: MODEL,
      messages: [{ role: 'user', content: event.text }],
      stream: true,
    })
    let first = kind === 'bare-eager'
    for await (const chunk of completion) {
      const text = chunk.choices[0]?.delta.content
      if (!text) continue
      // With chunks, even none, the SDK sends its buffer at once.
      await stream.append({ markdown_text: text, ...(first && { chunks: [] }) })
      first = false
    }
    await stream.stop()
  })
  const server = await (transport === 'http' ? app.start({ port: 0, host: '127.0.0.1' }) : app.start())
  return transport === 'http' ? (server as Server) : undefined
}

const order = botOrder.parse(JSON.parse(process.argv[2] ?? '{}'))
const server = await (order.kind === 'recourse' ? recourse(order) : bare(order))
process.on('message', () => tell({ holds: held.splice(0) }))
process.on('disconnect', () => process.exit())
tell(server ? { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${SLACK_PATH}` } : {})
