import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { KNOWN_VARIABLES, readConfig } from '../src/config.ts'
import { ConfigError } from '../src/errors.ts'
import { DEFAULT_LOAD } from '../src/load/load-settings.ts'

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('readConfig', () => {
  it('needs nothing at all', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      databaseUrl: 'recourse.sqlite',
      admins: [],
    })
  })

  it('takes an empty value for an absent one', () => {
    expect(readConfig({ MODEL: '', PORT: ' ' })).not.toHaveProperty('model')
  })

  it('reports every problem at once, each with what to do', () => {
    const problems = problemsOf({
      MODEL: 'gemma',
      PORT: 'x',
      STATE_URL: 'http://a',
      LOG_LEVEL: 'loud',
      WEB_TOKEN: 'short',
    })
    expect(problems.map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['MODEL', 'PORT', 'STATE_URL', 'LOG_LEVEL', 'WEB_TOKEN']),
    )
    for (const line of problems) expect(line).toMatch(/: (give|use) .*\.$/)
  })

  it('leaves one choice in twenty to exploration, none where operators say so, and no more than all', () => {
    expect(readConfig({}).policyExploration).toBe(0.05)
    expect(readConfig({ POLICY_EXPLORATION: '0' }).policyExploration).toBe(0)
    for (const share of ['-0.1', '1.5', 'often'])
      expect(problemsOf({ POLICY_EXPLORATION: share })).toEqual([
        expect.stringContaining('give a share from 0'),
      ])
  })

  it('never repeats a value, since it may be a secret', () => {
    expect(problemsOf({ WEB_TOKEN: 'hunter2', PSEUDONYM_KEY: 'hunter2' }).join()).not.toContain('hunter2')
  })

  it('opens the console to other machines only with a token', () => {
    expect(problemsOf({ HOST: '0.0.0.0' })).toEqual([expect.stringContaining('WEB_TOKEN')])
    expect(problemsOf({ HOST: '0.0.0.0', WEB_TOKEN: 'a-long-enough-token' })).toEqual([])
    expect(problemsOf({ HOST: 'localhost' })).toEqual([])
  })

  it('reads the admins with and without a platform', () => {
    expect(readConfig({ ADMINS: 'U1, slack:U2,,web:ana ' }).admins).toEqual(['U1', 'slack:U2', 'web:ana'])
  })
})

describe('the variables of watching models', () => {
  it('are read, with what is usual where nothing is said', () => {
    const config = readConfig({
      EVALUATE_CRON: '0 3 * * 1',
      EVALUATE_MODELS: 'groq:a, ollama:b',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      ADMIN_CHANNEL: 'slack:C0123ABCD,',
    })
    expect(config).toMatchObject({
      driftSample: { items: 120, seed: 1 },
      driftModels: ['groq:a', 'ollama:b'],
      adminChannels: [{ platform: 'slack', channel: 'C0123ABCD' }],
    })
    expect(config.driftSchedule?.text).toBe('0 3 * * 1 UTC')
    expect(readConfig({})).not.toHaveProperty('driftSchedule')
    expect(readConfig({ EVALUATE_CRON: '@daily', EVALUATE_TIMEZONE: 'Asia/Tokyo' }).driftSchedule?.text).toBe(
      '@daily Asia/Tokyo',
    )
  })

  it.each([
    [
      { EVALUATE_CRON: 'weekly' },
      'EVALUATE_CRON is not usable: give five parts, minute hour day month weekday',
    ],
    [{ EVALUATE_CRON: '* * * * * *' }, 'EVALUATE_CRON is not usable: give five parts'],
    [{ EVALUATE_CRON: '0 0 31 2 *' }, 'EVALUATE_CRON is not usable: give five parts'],
    [{ EVALUATE_TIMEZONE: 'Mars/Base' }, 'EVALUATE_TIMEZONE is not usable: give a time zone by its name'],
    [{ EVALUATE_SAMPLE: '10' }, 'EVALUATE_SAMPLE is not usable: give a number of prompts from 20 to 240'],
    [{ EVALUATE_MODELS: 'gemma' }, 'EVALUATE_MODELS is not usable: give provider:name'],
    [{ ADMIN_CHANNEL: 'C0123ABCD' }, 'ADMIN_CHANNEL is not usable: give slack: or discord: with the id'],
    [{ ADMIN_CHANNEL: 'discord:12345' }, 'ADMIN_CHANNEL is not usable: set DISCORD_TOKEN too'],
    [{ ADMIN_CHANNEL: 'discord:1/2' }, 'ADMIN_CHANNEL is not usable: give slack: or discord: with the id'],
  ])('say what is wrong with %j', (environment, problem) => {
    expect(problemsOf(environment)).toEqual([expect.stringContaining(problem)])
  })
})

describe('the variables of privacy', () => {
  it('keep text until somebody wants to be forgotten, and know one key, where nothing is set', () => {
    expect(readConfig({})).not.toHaveProperty('retentionDays')
    expect(readConfig({}).pseudonymKeysBefore).toEqual([])
  })

  it('take whole days, and several former keys', () => {
    expect(readConfig({ RETENTION_DAYS: '30' }).retentionDays).toBe(30)
    const [one, other] = ['a'.repeat(16), 'b'.repeat(32)]
    const { pseudonymKeysBefore } = readConfig({ PSEUDONYM_KEY_BEFORE: `${one}, ${other}` })
    expect(pseudonymKeysBefore).toEqual([one, other])
    const odd = ['a key, with a comma', 'another key in it']
    expect(readConfig({ PSEUDONYM_KEY_BEFORE: JSON.stringify(odd) }).pseudonymKeysBefore).toEqual(odd)
  })

  it.each(['0', '-1', '1.5', 'a week', '1e9'])('know that %s is no number of days', (days) => {
    expect(problemsOf({ RETENTION_DAYS: days })).toEqual([
      expect.stringMatching(/^RETENTION_DAYS is not usable: give a whole number of days/),
    ])
  })

  it.each([`${'a'.repeat(16)},short`, '[]', '["half', '[1]', ','])('refuse %s as former keys', (keys) => {
    expect(problemsOf({ PSEUDONYM_KEY_BEFORE: keys })).toEqual([
      expect.stringMatching(/^PSEUDONYM_KEY_BEFORE is not usable/),
    ])
  })
})

describe('the variables of a Slack app that workspaces install', () => {
  const app = {
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: '0'.repeat(32),
    SLACK_SIGNING_SECRET: '1'.repeat(32),
    ENCRYPTION_KEY: 'k'.repeat(32),
  }

  it('are read, with earlier keys and the address from outside', () => {
    const config = readConfig({
      ...app,
      ENCRYPTION_KEY_BEFORE: `${'a'.repeat(32)}, ${'b'.repeat(32)}`,
      PUBLIC_URL: 'https://bot.example.org/',
      ADMIN_CHANNEL: 'slack:T0123ABCD/C0123ABCD',
    })
    expect(config).toMatchObject({
      slackClientId: '1.2',
      encryptionKeyBefore: ['a'.repeat(32), 'b'.repeat(32)],
      publicUrl: 'https://bot.example.org',
      adminChannels: [{ platform: 'slack', channel: 'T0123ABCD/C0123ABCD' }],
    })
    expect(readConfig({}).encryptionKeyBefore).toEqual([])
  })

  it.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set'],
    [{ SLACK_CLIENT_ID: '' }, 'SLACK_CLIENT_ID is not set'],
    [{ SLACK_CLIENT_ID: 'A123' }, 'SLACK_CLIENT_ID is not two numbers with a dot between'],
    [{ SLACK_CLIENT_SECRET: '' }, 'SLACK_CLIENT_SECRET is not set'],
    [{ SLACK_CLIENT_SECRET: 'xoxb-1' }, 'SLACK_CLIENT_SECRET holds a bot token'],
    [{ SLACK_SIGNING_SECRET: '' }, 'No way is set for Slack’s events to come in'],
    [{ ENCRYPTION_KEY: '' }, 'ENCRYPTION_KEY is not set, without which no workspace’s token is stored'],
    [{ ENCRYPTION_KEY_BEFORE: 'short' }, 'ENCRYPTION_KEY_BEFORE is not usable'],
    [{ PUBLIC_URL: 'bot.example.org' }, 'PUBLIC_URL is not usable: give the whole https URL'],
    [{ PUBLIC_URL: 'http://bot.example.org' }, 'PUBLIC_URL is not usable: give the whole https URL'],
  ])('say what is wrong with %j', (environment, problem) => {
    expect(problemsOf({ ...app, ...environment })).toEqual([expect.stringContaining(problem)])
  })
})

describe('Discord’s variables', () => {
  it.each([
    ['auto', 'auto'],
    ['3', { from: 0, to: 2, total: 3 }],
    ['0-3/16', { from: 0, to: 3, total: 16 }],
    ['15-15/16', { from: 15, to: 15, total: 16 }],
  ])('read the shards %s', (text, shards) => {
    expect(readConfig({ DISCORD_SHARDS: text }).discordShards).toEqual(shards)
  })

  it.each(['0', '-1', '3-1/8', '0-8/8', '1/8', 'all', '0-3', '99999', '1.5'])(
    'know that %s are no shards',
    (text) => {
      expect(problemsOf({ DISCORD_SHARDS: text })).toEqual([
        'DISCORD_SHARDS is not usable: give auto, a number of shards, or from-to/total counted from 0, such as 0-3/16.',
      ])
    },
  )

  it('leave the shards to Discord where nothing is set', () => {
    expect(readConfig({})).toMatchObject({ discordShards: 'auto' })
    expect(readConfig({})).not.toHaveProperty('discordToken')
  })

  it.each(['Bot a.b.c', 'f'.repeat(64), 'a.b'])('know that %s is no token', (token) => {
    expect(problemsOf({ DISCORD_TOKEN: token })).toEqual([expect.stringMatching(/^DISCORD_TOKEN .*dots/)])
  })

  it('take the address without its last slash, and refuse one with a version', () => {
    const read = (url: string) => readConfig({ DISCORD_API_URL: url }).discordApiUrl
    expect(read('http://127.0.0.1:8080/api/')).toBe('http://127.0.0.1:8080/api')
    expect(problemsOf({ DISCORD_API_URL: 'https://discord.com/api/v10' })).toEqual([
      expect.stringContaining('without the version'),
    ])
  })
})

describe('the variables of load', () => {
  it('are read, with what is usual where nothing is said', () => {
    expect(readConfig({}).load).toEqual(DEFAULT_LOAD)
    const { load } = readConfig({
      CALLS_AT_ONCE: 'groq:30, ollama:8',
      QUEUE_PER_CHANNEL: '5',
      REQUESTS_PER_PERSON: 'none',
      TOKENS_PER_WORKSPACE: '1000000',
    })
    expect(load).toEqual({
      callsAtOnce: { otherwise: 256, of: { groq: 30, ollama: 8 } },
      queue: { ...DEFAULT_LOAD.queue, channel: 5 },
      limits: { ...DEFAULT_LOAD.limits, person: undefined, tokens: 1_000_000 },
    })
    expect(readConfig({ CALLS_AT_ONCE: '12' }).load.callsAtOnce).toEqual({ otherwise: 12, of: {} })
  })

  it.each([
    ['CALLS_AT_ONCE', 'groq'],
    ['CALLS_AT_ONCE', 'groq:0'],
    ['CALLS_AT_ONCE', '20000'],
    ['QUEUE_PER_PROCESS', '0'],
    ['REQUESTS_PER_PERSON', 'few'],
    ['TOKENS_PER_WORKSPACE', '-1'],
  ])('take no %s of %s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} .*: give a`))])
  })
})

describe('.env.example', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')

  it('explains every variable that is read, and no other', () => {
    const explained = [...text.matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map((match) => match[1])
    expect([...explained].sort()).toEqual([...KNOWN_VARIABLES].sort())
  })
})
