import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, startDiscord } from '../fakes/discord/discord-server.ts'
import { type ProviderServer, startProviderServer } from '../fakes/provider-server.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/slack-server.ts'
import { answered as answeredInDiscord } from '../support/discord.ts'
import { startServe } from '../support/serve-process.ts'
import { answered as answeredInSlack } from '../support/slack.ts'

/** In every text that anybody says, asks, answers or names here, and in every secret that we choose. */
const PLANTED = 'zanzibarquince'

let cwd: string
let slack: FakeSlack
let discord: FakeDiscord
let provider: ProviderServer
const running: ChildProcess[] = []
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-planted-'))
  ;[slack, discord, provider] = await Promise.all([
    startFakeSlack({ ackTimeout: 20_000 }),
    startDiscord({ identifyWindow: 0, acknowledgeWithin: 20_000 }),
    startProviderServer(),
  ])
})
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  await Promise.all([slack.close(), discord.close(), provider.close()])
  await rm(cwd, { recursive: true })
})

const environment = () => ({
  PORT: '0',
  MODEL: 'openai:test',
  JUDGE_MODEL: 'groq:judge',
  GUARD_MODEL: 'cohere:guard',
  OPENAI_API_KEY: `sk-${PLANTED}-openai`,
  OPENAI_BASE_URL: `${provider.url}/v1`,
  GROQ_API_KEY: `gsk_${PLANTED}_groq`,
  GROQ_BASE_URL: provider.url,
  COHERE_API_KEY: `${PLANTED}-cohere-key`,
  COHERE_BASE_URL: provider.url,
  WEB_TOKEN: `${PLANTED}-web-token`,
  PSEUDONYM_KEY: `${PLANTED}-pseudonym-key`,
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
  DISCORD_API_URL: discord.apiUrl,
  DISCORD_TOKEN: discord.token,
  LOG_LEVEL: 'trace',
  // What the SDKs and the runtime would say more by.
  OPENAI_LOG: 'debug',
  GROQ_LOG: 'debug',
  CO_LOG: 'debug',
  DEBUG: '*',
  NODE_DEBUG: 'http,https,http2,net,tls,undici,fetch',
})

describe('everything that the bot writes, at its finest level', () => {
  it('holds no secret and no word of anybody, whatever happens', async () => {
    const { url, output, child } = await startServe(cwd, environment(), running)
    const { general } = slack.channels

    // An answer, in both chats.
    provider.answer({ text: `The ${PLANTED} grows by the sea.` })
    const said = `<@${slack.botUserId}> Where does the ${PLANTED} grow?`
    await answeredInSlack(slack, general, await slack.say(slack.people.ana, general, said))
    const asked = `<@${discord.botUserId}> Where does the ${PLANTED} grow?`
    const { id } = discord.say(discord.people.ana, discord.channels.general, asked)
    await answeredInDiscord(discord, discord.channels.general, id)

    // A refusal, on which guard and judge are asked, and strategies ask the model.
    provider.answer({ text: `I am sorry, but I cannot help with killing a ${PLANTED} process.` })
    const refused = `<@${slack.botUserId}> How do I kill the ${PLANTED} process?`
    await answeredInSlack(slack, general, await slack.say(slack.people.ana, general, refused))

    // Failures that quote what was sent.
    for (const [status, body] of [
      [400, { error: { message: `bad: ${PLANTED}`, code: 'bad_request' } }],
      [401, { error: { message: `key ${environment().OPENAI_API_KEY} is wrong` } }],
      [500, `<html>${PLANTED}</html>`],
    ] as const) {
      provider.answer({ status, body })
      await answeredInSlack(slack, general, await slack.say(slack.people.ben, general, said))
    }
    provider.answer({ text: `Half of the ${PLANTED} was`, dropAfter: 12 })
    await answeredInSlack(slack, general, await slack.say(slack.people.ben, general, said))

    // Names that people make up, and platforms that refuse what we send with its words.
    for (const line of [`model:openai:${PLANTED} ask?`, `strategy:${PLANTED} what?`])
      await slack.command(slack.people.ben, general, '/recourse', `ask ${line}`)
    await slack.command(slack.people.ben, general, '/recourse', `${PLANTED} ${PLANTED}`)
    slack.fault({ method: 'chat.postEphemeral', error: `invalid_${PLANTED}` })
    await slack.command(slack.people.ben, general, '/recourse', `model ${PLANTED}`)
    await slack.settled()
    discord.fault({ route: /messages/, status: 400, code: 50035 })
    discord.say(discord.people.ana, discord.channels.general, asked)

    // The console: wrong tokens, paths and bodies.
    for (const path of [`/${PLANTED}`, `/c/${PLANTED}`, `/files/${PLANTED}`, `/stats?model=${PLANTED}`])
      await (await fetch(url + path, { headers: { cookie: `recourse_session=${PLANTED}` } })).text()
    const form = new URLSearchParams({ token: PLANTED })
    await (await fetch(`${url}/login`, { method: 'POST', headers: { origin: url }, body: form })).text()

    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
    const written = output.stdout + output.stderr
    // It has said what happened…
    expect(written).toContain('exchange finished')
    expect(written).toContain('"level":20')
    expect(written).toMatch(/UNDICI|NET /)
    // …and nothing else.
    expect(written.split('\n').filter((line) => line.includes(PLANTED))).toEqual([])
    for (const secret of [slack.botToken, slack.appToken, discord.token])
      expect(written).not.toContain(secret)
  })
})
