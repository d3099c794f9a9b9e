import { describe, expect, it } from 'vitest'
import { CODEBOOK } from '../../../src/crowd/codebook.ts'
import { SUGGESTED_PROMPTS } from '../../../src/platforms/slack/manifest.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered, openSlack, SLACK_REHEARSALS, type TestSlack } from '../../support/slack.ts'

const open = closedAfterEach(openSlack)

/** Opens somebody's Home tab and gives all that it says. */
async function homeOf({ slack }: TestSlack, user: string): Promise<string> {
  const published = () => slack.calls.filter(({ method }) => method === 'views.publish').length
  const before = published()
  slack.openHome(user, 'home')
  await slack.until(() => published() > before && slack.homeOf(user) !== undefined)
  await slack.settled()
  return JSON.stringify(slack.homeOf(user))
}

describe.each(['socket', 'http'] as const)('the Home tab over %s', (transport) => {
  it('names the model, says that it is scripted, and explains every reaction', async () => {
    const one = await open({ transport, models: SLACK_REHEARSALS })
    const home = await homeOf(one, one.slack.people.ana)
    expect(home).toContain('`rehearsal:command-r-plus` answers you')
    expect(home).toContain('scripted stand-in')
    for (const { names } of CODEBOOK.entries) expect(home).toContain(`:${names[0]}:`)
    expect(home).toContain('None yet.')
    expect(home).toContain('/recourse ask')
    expect(one.slack.unacknowledged).toEqual([])
  })
})

describe('the Home tab', () => {
  it('does not call a real model scripted', async () => {
    const one = await open({ models: [scriptedModel(['The sea.'])] })
    const home = await homeOf(one, one.slack.people.ana)
    expect(home).toContain('openai:scripted-unknown')
    expect(home).not.toContain('scripted stand-in')
  })

  it('shows the person’s own votes, newest first, each time it is opened', async () => {
    const one = await open({ models: [scriptedModel(['The sea.'])] })
    const { slack } = one
    const { ana, ben } = slack.people
    const { general } = slack.channels
    const vote = async (user: string, text: string, reaction: string) => {
      const ts = await slack.say(ana, general, `<@${slack.botUserId}> ${text}`)
      const [answer] = await answered(slack, general, ts)
      await slack.settled()
      await slack.react(user, general, answer?.ts ?? '', reaction)
      await slack.settled()
    }
    await vote(ben, 'Tell me of the sea.', '+1')
    expect(await homeOf(one, ben)).not.toContain('None yet.')
    await vote(ben, 'Tell me of the lake.', 'shield')
    await vote(ana, 'Tell me of the pond.', 'rotating_light')
    const home = await homeOf(one, ben)
    const votes = home.slice(home.indexOf('Your votes'), home.indexOf('What the reactions mean'))
    expect(votes.indexOf('🛡️')).toBeGreaterThan(0)
    expect(votes.indexOf('🛡️')).toBeLessThan(votes.indexOf('👍'))
    expect(votes).not.toContain('🚨')
  })
})

describe('the Messages tab', () => {
  it('is opened with suggestions', async () => {
    const { slack } = await open({ models: SLACK_REHEARSALS })
    slack.openHome(slack.people.ana, 'messages')
    await slack.until(() => slack.suggestedPrompts.length === 1)
    expect(slack.suggestedPrompts[0]).toMatchObject({
      channel_id: slack.dm(slack.people.ana),
    })
    expect(JSON.stringify(slack.suggestedPrompts[0])).toContain(SUGGESTED_PROMPTS[0].title)
    await slack.settled()
    expect(slack.homeOf(slack.people.ana)).toBeUndefined()
    expect(slack.unacknowledged).toEqual([])
  })

  it('is opened all the same where Slack takes no suggestions', async () => {
    const one = await open({ models: SLACK_REHEARSALS })
    const { slack } = one
    const refused = slack.fault({ method: 'assistant.threads.setSuggestedPrompts', error: 'missing_scope' })
    slack.openHome(slack.people.ana, 'messages')
    await slack.until(() => refused.struck === 1)
    await slack.settled()
    expect(slack.unacknowledged).toEqual([])
    expect(await homeOf(one, slack.people.ana)).toContain('Who answers')
  })
})
