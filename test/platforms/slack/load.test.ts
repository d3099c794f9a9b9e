import { describe, expect, it } from 'vitest'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { heldModel } from '../../support/held-model.ts'
import { narrowLoad, ONE_A_MINUTE } from '../../support/load.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered, answersIn, openSlack } from '../../support/slack.ts'

const open = closedAfterEach(openSlack)

describe('a request in Slack that waits for the model', () => {
  it('shows its place in the queue as the status of its thread, and its answer in the end', async () => {
    const held = heldModel()
    const { slack } = await open({ models: [held.model], bot: { load: narrowLoad() } })
    const { general } = slack.channels
    const say = (text: string) => slack.say(slack.people.ana, general, `<@${slack.botUserId}> ${text}`)
    const first = await say('What is a process?')
    await expect.poll(() => held.asked.length).toBe(1)
    const second = await say('How do I end it?')
    await slack.until(() => slack.statusOf(general, second).includes('waiting'))
    expect(slack.statusOf(general, second)).toBe('is waiting for the model: you are next …')
    held.answerOne()
    await answered(slack, general, first)
    await expect.poll(() => held.asked.length).toBe(2)
    held.answerOne()
    const [answer] = await answered(slack, general, second)
    expect(answer?.text).toContain('Use the task manager for it.')
  })
})

describe('a person who asks too often in Slack', () => {
  it('is told so alone, in a message of theirs and in a command', async () => {
    const model = scriptedModel(['Use the task manager for it.'])
    const { slack, store } = await open({ models: [model], bot: { load: narrowLoad(ONE_A_MINUTE) } })
    const { general } = slack.channels
    const { ana } = slack.people
    const first = await slack.say(ana, general, `<@${slack.botUserId}> What is a process?`)
    await answered(slack, general, first)
    const second = await slack.say(ana, general, `<@${slack.botUserId}> How do I end it?`)
    await slack.until(() => slack.ephemerals(ana).length === 1)
    expect(slack.ephemerals(ana)[0]?.text).toMatch(/^You have asked 1 time within a minute/)
    await slack.command(ana, general, '/recourse', 'ask How do I end it?')
    await slack.until(() => slack.ephemerals(ana).length === 2)
    await slack.settled()
    expect(answersIn(slack, general, second)).toEqual([])
    expect(model.calls).toHaveLength(1)
    // Nothing is left for another process to tell.
    expect(await store.takeOver('another', Date.now() + 120_000, 0, 'slack')).toBeUndefined()
  })
})
