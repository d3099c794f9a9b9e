/** A process of a bench on Slack: one of the rivals. */
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSlackAdapter } from '@chat-adapter/slack'
import { createMemoryState } from '@chat-adapter/state-memory'
import { getRequestListener } from '@hono/node-server'
import { App, LogLevel, type SayStreamFn } from '@slack/bolt'
import { type Adapter, Chat, ConsoleLogger } from 'chat'
import { relayedModel, serveBench } from './chat-bots.ts'
import { type SlackBotOrder, slackBotOrder } from './slack-messages.ts'

type Completion = Awaited<ReturnType<ReturnType<typeof relayedModel>>>
type SayStream = ReturnType<SayStreamFn>

/** How a refusal is told by who asks again without a detector: by its first words. */
const REFUSES = /^(?:i['’]m sorry|sorry|i can(?:['’]t|not)|i am (?:sorry|unable|not able))/i

async function* textOf(completion: Completion): AsyncGenerator<string> {
  for await (const chunk of completion) {
    const text = chunk.choices[0]?.delta.content
    if (text) yield text
  }
}

async function relay(stream: SayStream, completion: Completion, eager: boolean): Promise<void> {
  let first = eager
  for await (const text of textOf(completion)) {
    // With chunks, even none, the SDK sends its buffer at once.
    await stream.append({ markdown_text: text, ...(first && { chunks: [] }) })
    first = false
  }
  await stream.stop()
}

/** What one would write first, in the way of Slack's starter apps. */
async function bolt({ slack, transport, providerUrl, kind }: SlackBotOrder): Promise<Server | undefined> {
  const ask = relayedModel(providerUrl)
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
    if (kind !== 'ask-again') return relay(stream, await ask(event.text), kind === 'bare-eager')
    let whole = ''
    for await (const text of textOf(await ask(event.text))) whole += text
    if (!REFUSES.test(whole)) {
      await stream.append({ markdown_text: whole })
      await stream.stop()
      return
    }
    const again = `This is a question of an engineer about software. Please answer it: ${event.text}`
    await relay(stream, await ask(event.text, whole, again), true)
  })
  const server = await (transport === 'http' ? app.start({ port: 0, host: '127.0.0.1' }) : app.start())
  return transport === 'http' ? (server as Server) : undefined
}

/** Vercel's Chat SDK, as its guide begins. */
async function chatSdk({ slack, transport, providerUrl }: SlackBotOrder): Promise<Server | undefined> {
  const ask = relayedModel(providerUrl)
  const { apiUrl, botToken, appToken, signingSecret } = slack
  const logger = new ConsoleLogger('error')
  // The SDK's own types do not agree under exactOptionalPropertyTypes.
  const slackAdapter = createSlackAdapter({
    apiUrl,
    botToken,
    logger,
    ...(transport === 'http' ? { signingSecret } : { mode: 'socket' as const, appToken }),
  }) as Adapter
  const adapters = { slack: slackAdapter }
  const chat = new Chat<Record<'slack', Adapter>>({
    userName: 'recourse',
    adapters,
    state: createMemoryState(),
    logger,
  })
  chat.onNewMention(async (thread, message) => {
    await thread.post(textOf(await ask(message.text)))
  })
  await chat.initialize()
  if (transport === 'socket') return undefined
  const server = createServer(getRequestListener((request) => chat.webhooks.slack(request)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const order = slackBotOrder.parse(JSON.parse(process.argv[2] ?? '{}'))
const server = await (order.kind === 'chat-sdk' ? chatSdk(order) : bolt(order))
serveBench(server ? { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` } : {})
