/** Votes by reactions on Slack, watched as they are stored. What is opened ends with the test. */
import { expect, onTestFinished } from 'vitest'
import type { CurrentVote, Store } from '../../../src/store/store.ts'
import type { FakeSlack } from '../../fakes/slack/slack-server.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered, openSlack, type TestSlack, type TestSlackOptions } from '../../support/slack.ts'

export async function open(options: TestSlackOptions = {}): Promise<TestSlack> {
  const one = await openSlack({ models: [scriptedModel(['The sea is wide.'])], ...options })
  onTestFinished(one.close)
  return one
}

/** Ana asks in #general. Gives the `ts` of the last message of the answer. */
export async function answerTo({ slack }: TestSlack, text = 'Tell me of the sea.'): Promise<string> {
  const { general } = slack.channels
  const ts = await slack.say(slack.people.ana, general, `<@${slack.botUserId}> ${text}`)
  const messages = await answered(slack, general, ts)
  await slack.settled()
  return messages.at(-1)?.ts ?? ''
}

export const keyOf = (slack: FakeSlack, message: string) => ({
  platform: 'slack',
  workspace: slack.teamId,
  channel: slack.channels.general,
  message,
})

/** The votes that stand on what a message shows. */
export async function votesOn(store: Store, slack: FakeSlack, ts: string): Promise<readonly CurrentVote[]> {
  const link = await store.linkOf(keyOf(slack, ts))
  return link ? store.currentVotes(link.exchangeId) : []
}

const labels = (votes: readonly CurrentVote[]) => votes.map(({ label }) => label).toSorted()

/** Waits until the votes on a message have these labels. */
export async function untilLabelled({ store, slack }: TestSlack, ts: string, wanted: readonly string[]) {
  for (const deadline = performance.now() + 40_000; performance.now() < deadline; ) {
    const votes = await votesOn(store, slack, ts)
    if (JSON.stringify(labels(votes)) === JSON.stringify(wanted.toSorted())) return votes
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const votes = await votesOn(store, slack, ts)
  expect(labels(votes)).toEqual(wanted.toSorted())
  return votes
}
