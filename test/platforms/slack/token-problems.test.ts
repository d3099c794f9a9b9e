import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { ConfigError } from '../../../src/errors.ts'

const BOT = 'xoxb-1-NEVERSHOWN'
const APP = 'xapp-1-NEVERSHOWN'
const SECRET = 'ab12'.repeat(8)

/** Reading the configuration is what every command begins with, the doctor too. */
function problemsOf(botToken?: string, appToken?: string, secret?: string): readonly string[] {
  try {
    readConfig({ SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: secret })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    expect(error.message).not.toContain('NEVERSHOWN')
    return error.problems
  }
  return []
}

describe('Slack’s variables', () => {
  it.each([
    ['none of them', undefined, undefined, undefined],
    ['a socket', BOT, APP, undefined],
    ['HTTP', BOT, undefined, SECRET],
    ['both ways', BOT, APP, SECRET],
  ])('are well for %s', (_, botToken, appToken, secret) => {
    expect(problemsOf(botToken, appToken, secret)).toEqual([])
  })

  it.each([
    ['each other’s token', APP, BOT, undefined, 'swap them'],
    ['no bot token', undefined, APP, undefined, 'SLACK_BOT_TOKEN is not set: copy the Bot User OAuth Token'],
    ['a user token', 'xoxp-1-NEVERSHOWN', APP, undefined, 'SLACK_BOT_TOKEN holds a user token'],
    ['a token that expires', 'xoxe.xoxb-1-NEVERSHOWN', APP, undefined, 'switch token rotation off'],
    ['an app-level token twice', APP, APP, undefined, 'SLACK_BOT_TOKEN holds an app-level token'],
    ['a bot token twice', BOT, BOT, undefined, 'SLACK_APP_TOKEN holds a bot token'],
    ['two tokens in one', `${BOT} ${APP}`, APP, undefined, 'SLACK_BOT_TOKEN holds no whole token'],
    ['no way for events', BOT, undefined, undefined, 'SLACK_APP_TOKEN for Socket Mode'],
    ['a secret cut short', BOT, undefined, 'NEVERSHOWN', 'something else than 32 digits and letters a to f'],
    ['a token as the secret', BOT, undefined, APP, 'SLACK_SIGNING_SECRET holds an app-level token'],
  ])('with %s are told apart, in one line that says what to do', (_, botToken, appToken, secret, problem) => {
    expect(problemsOf(botToken, appToken, secret)).toEqual([expect.stringContaining(problem)])
  })
})
