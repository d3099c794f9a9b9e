/** A process of `bench/slack.ts`: one bot, ours or the rival. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App, LogLevel } from '@slack/bolt'
import { createSlackPlatform, SLACK_PATH } from '../src/platforms/slack/slack-platform.ts'
import { openRecourse, relayedModel, serveBench } from './chat-bots.ts'
import { type SlackBotOrder, slackBotOrder } from './slack-messages.ts'

async function recourse(order: SlackBotOrder): Promise<Server | undefined> {
  const { slack, transport } = order
  const { bot, state, logger } = await openRecourse(order)
  const platform = createSlackPlatform({
    botToken: slack.botToken,
    transport: transport === 'http' ? { signingSecret: slack.signingSecret } : { appToken: slack.appToken },
    apiUrl: slack.apiUrl,
    logger,
    state,
  })
  await platform.start(bot)
  const { requestListener } = platform
  if (!requestListener) return undefined
  const server = createServer(requestListener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

/** The rival: what one would write first, in the way of Slack's starter apps. */
async function bare({ slack, transport, providerUrl, kind }: SlackBotOrder): Promise<Server | undefined> {
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
    const completion = await ask(event.text)
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

const order = slackBotOrder.parse(JSON.parse(process.argv[2] ?? '{}'))
const server = await (order.kind === 'recourse' ? recourse(order) : bare(order))
serveBench(server ? { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${SLACK_PATH}` } : {})
