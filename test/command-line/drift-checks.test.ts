import { afterEach, describe, expect, it } from 'vitest'
import { driftChecks } from '../../src/command-line/drift-checks.ts'
import { readConfig } from '../../src/config.ts'
import { describeError } from '../../src/errors.ts'
import { createModels } from '../../src/models/providers.ts'
import { startDiscord } from '../fakes/discord/discord-server.ts'
import { startFakeSlack } from '../fakes/slack/slack-server.ts'
import { SATURDAY } from '../support/drift.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** Name of each check → what it says; what is not well begins with `bad` or `warn`. */
async function examine(environment: Record<string, string>): Promise<Record<string, string>> {
  const config = readConfig(environment)
  const catalog = createModels({ groqApiKey: 'key' })
  const options = {
    models: async () => config.driftModels ?? ['groq:a', 'ollama:b'],
    open: (id: string) => catalog.get(id),
    now: () => SATURDAY,
  }
  const said: Record<string, string> = {}
  for (const { name, look } of driftChecks(config, options)) {
    const found = await look().catch((error: unknown) => `bad ${describeError(error)}`)
    said[name] = typeof found === 'string' ? found : `warn ${found.warning}`
  }
  return said
}

describe('the doctor, of watching models', () => {
  it('says nothing where nothing is watched', async () => {
    expect(await examine({})).toEqual({})
  })

  it('tells what is asked of whom and when, and warns where nobody would be told', async () => {
    const said = await examine({ EVALUATE_CRON: '0 3 * * 1', EVALUATE_SAMPLE: '60' })
    expect(said).toEqual({
      'watching models':
        'warn 60 prompts to groq:a, ollama:b; next at 2026-11-23 03:00 UTC (0 3 * * 1 UTC). Changes are only shown on the statistics page: set ADMIN_CHANNEL to be told of them.',
    })
  })

  it('says which model cannot be asked, before it is due', async () => {
    const said = await examine({ EVALUATE_CRON: '@weekly', EVALUATE_MODELS: 'groq:a,cohere:b' })
    expect(said['watching models']).toMatch(/^bad .*"cohere:b" cannot be used yet: set COHERE_API_KEY/)
  })

  it('warns where it would cost calls all day', async () => {
    const said = await examine({ EVALUATE_CRON: '*/5 * * * *' })
    expect(said['watching models']).toMatch(/^warn .* That is more than once an hour/)
  })

  it('tries whether the bot is in a channel of Slack', async () => {
    const slack = await startFakeSlack()
    closers.push(() => slack.close())
    const environment = {
      EVALUATE_CRON: '@weekly',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
    }
    const { general } = slack.channels
    expect(await examine({ ...environment, ADMIN_CHANNEL: `slack:${general},slack:C0NOWHERE` })).toEqual({
      'watching models': expect.stringMatching(/^120 prompts to /),
      [`admin channel slack:${general}`]: 'the bot is in it',
      'admin channel slack:C0NOWHERE': expect.stringMatching(/^bad .*invite the bot there with \/invite/),
    })
    expect(slack.messages(general)).toEqual([])
  })

  it('tries what the bot may do in a channel of Discord', async () => {
    const discord = await startDiscord()
    closers.push(() => discord.close())
    const { general } = discord.channels
    const name = `admin channel discord:${general}`
    const look = async () =>
      (
        await examine({
          DISCORD_TOKEN: discord.token,
          DISCORD_API_URL: discord.apiUrl,
          ADMIN_CHANNEL: `discord:${general}`,
        })
      )[name]
    expect(await look()).toBe('the bot may write there, with a chart')
    discord.revoke(general, discord.botUserId, 'attachFiles')
    expect(await look()).toMatch(/^warn .*which comes in words then: give its role “Attach Files”/)
    discord.revoke(general, discord.guilds.hall, 'sendMessages')
    expect(await look()).toBe(
      'bad The bot may not write there: give its role “Send Messages” in that channel.',
    )
    discord.grant(general, discord.botUserId, 'sendMessages')
    expect(await look()).toMatch(/^warn /)
    discord.revoke(general, discord.botUserId, 'viewChannel')
    expect(await look()).toMatch(/^bad The bot may not see it/)
  })
})
