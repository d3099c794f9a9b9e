import { afterEach, describe, expect, it } from 'vitest'
import { silentLogger } from '../../../src/logger.ts'
import { createBotCheck } from '../../../src/platforms/slack/known-bots.ts'
import { SlackApi } from '../../../src/platforms/slack/slack-api.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/slack-server.ts'

let opened: FakeSlack[] = []
afterEach(async () => {
  await Promise.all(opened.map((slack) => slack.close()))
  opened = []
})

async function open() {
  const slack = await startFakeSlack()
  opened.push(slack)
  const api = new SlackApi({
    token: slack.botToken,
    url: slack.apiUrl,
    logger: silentLogger,
    wait: async () => {},
  })
  return { slack, isBot: createBotCheck(api) }
}

describe('the check for bots', () => {
  it('tells them from people, and asks Slack about each once', async () => {
    const { slack, isBot } = await open()
    const asked = [slack.botUserId, slack.people.ana, slack.botUserId, slack.people.ana]
    expect(await Promise.all(asked.map(isBot))).toEqual([true, false, true, false])
    expect(slack.calls.map(({ method }) => method)).toEqual(['users.info', 'users.info'])
  })

  it('takes somebody Slack does not know for a person', async () => {
    const { isBot } = await open()
    expect(await isBot('U0000000Z9')).toBe(false)
  })

  it('asks again about somebody of whom Slack could not be asked', async () => {
    const { slack, isBot } = await open()
    const fault = slack.fault({ method: 'users.info', status: 500 })
    await expect(isBot(slack.botUserId)).rejects.toThrow()
    fault.remove()
    expect(await isBot(slack.botUserId)).toBe(true)
  })
})
