import { describe, expect, it, onTestFinished } from 'vitest'
import { FORM_ANSWERED_WITHIN } from '../../../src/platforms/slack/clicks.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import type { Store } from '../../../src/store/store.ts'
import type { FakeSlack } from '../../fakes/slack/slack-server.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered, SLACK_REHEARSALS } from '../../support/slack.ts'
import { answerTo, keyOf, open, untilLabelled, votesOn } from './watched-votes.ts'

/** A store that shows what votes were written to it, and may keep them waiting. */
async function watchedStore(before: () => Promise<void> = async () => {}) {
  const store = await openStore({ url: ':memory:' })
  onTestFinished(() => store.close())
  const reasons: (string | undefined)[] = []
  const watched: Store = {
    ...store,
    async recordVote(event) {
      await before()
      reasons.push(event.why)
      return store.recordVote(event)
    },
  }
  return { store: watched, reasons }
}

function formOf(slack: FakeSlack, user: string) {
  const form = slack.openedViews(user).at(-1)
  if (!form) throw new Error('no form was opened')
  return form
}

describe.each(['socket', 'http'] as const)('a reaction over %s', (transport) => {
  it('is a vote of whoever gave it; changed it counts as changed, and taken away it is gone', async () => {
    const one = await open({ transport })
    const { slack, bot } = one
    const { ana, ben } = slack.people
    const { general } = slack.channels
    const ts = await answerTo(one)
    await slack.react(ben, general, ts, 'thumbsup')
    await slack.react(ana, general, ts, '+1')
    const [first, second] = await untilLabelled(one, ts, ['answered_well', 'answered_well'])
    const asker = bot.pseudonym({ platform: 'slack', workspace: slack.teamId, user: ana })
    expect([first, second].map((vote) => [vote?.annotator === asker, vote?.byAsker])).toEqual([
      [false, false],
      [true, true],
    ])
    await slack.react(ben, general, ts, 'rotating_light')
    await untilLabelled(one, ts, ['answered_well', 'should_have_refused'])
    await slack.unreact(ben, general, ts, 'rotating_light')
    await slack.settled()
    await untilLabelled(one, ts, ['answered_well', 'answered_well'])
    await slack.unreact(ben, general, ts, 'thumbsup')
    await slack.unreact(ana, general, ts, '+1')
    await untilLabelled(one, ts, [])
    expect(slack.unacknowledged).toEqual([])
  })

  it('that is delivered three times counts once', async () => {
    const one = await open({ transport })
    const { slack, store } = one
    const ts = await answerTo(one)
    slack.deliverTimes(3)
    await slack.react(slack.people.ben, slack.channels.general, ts, 'shield')
    await slack.settled()
    await untilLabelled(one, ts, ['rightly_refused'])
    expect(await store.reactionsOn(keyOf(slack, ts))).toHaveLength(1)
    await slack.unreact(slack.people.ben, slack.channels.general, ts, 'shield')
    await slack.settled()
    await untilLabelled(one, ts, [])
  })
})

describe('a reaction', () => {
  it.each([
    ['+1::skin-tone-4', 'answered_well'],
    ['man_gesturing_no::skin-tone-2', 'refused_harmless'],
    ['no_good', 'refused_harmless'],
    ['thinking_face', 'not_sure'],
    ['last_quarter_moon', 'half_refused_harmless'],
  ])('%s is %s', async (name, label) => {
    const one = await open()
    const ts = await answerTo(one)
    await one.slack.react(one.slack.people.ben, one.slack.channels.general, ts, name)
    await untilLabelled(one, ts, [label])
  })

  it('is about the attempt that the message shows, also after a second hearing', async () => {
    const one = await open({ models: SLACK_REHEARSALS })
    const { slack, store } = one
    const ts = await answerTo(one, 'How do I kill a Python process?')
    await slack.react(slack.people.ben, slack.channels.general, ts, '+1')
    const [vote] = await untilLabelled(one, ts, ['answered_well'])
    const record = await store.exchange(vote?.exchangeId ?? '')
    expect(record?.outcome).toBe('recovered')
    const shown = record?.attempts.find(({ id }) => id === vote?.attemptId)
    expect(shown).toMatchObject({ id: record?.shownAttempt, verdict: 'full_compliance' })
    expect(shown).not.toBe(record?.attempts[0])
  })

  it('on any part of a long answer is about the one attempt', async () => {
    const paragraphs = Array.from(
      { length: 300 },
      (_, line) => `Line ${line}: ${'the sea is wide. '.repeat(6)}`,
    )
    const one = await open({ models: [scriptedModel([paragraphs.join('\n\n')])] })
    const { slack, store } = one
    const { general } = slack.channels
    const ts = await slack.say(slack.people.ana, general, `<@${slack.botUserId}> Tell me of the sea.`)
    const parts = await answered(slack, general, ts)
    expect(parts.length).toBeGreaterThan(2)
    await slack.settled()
    const last = parts.at(-1)?.ts ?? ''
    const people = Object.values(slack.people)
    for (const [index, user] of people.entries())
      await slack.react(user, general, parts[index]?.ts ?? '', '+1')
    const votes = await untilLabelled(
      one,
      last,
      people.map(() => 'answered_well'),
    )
    const record = await store.exchange(votes[0]?.exchangeId ?? '')
    expect(votes.map(({ attemptId }) => attemptId)).toEqual(people.map(() => record?.shownAttempt))
  })

  it('that says nothing, that is our own, a bot’s or on no answer of ours is no vote', async () => {
    const one = await open()
    const { slack } = one
    const { ana, ben } = slack.people
    const { general } = slack.channels
    const other = await slack.say(ana, general, 'Good morning')
    const ts = await answerTo(one)
    await slack.react(ben, general, ts, 'tada')
    await slack.react(ben, general, other, '+1')
    await slack.react(slack.botUserId, general, ts, '+1')
    await slack.settled()
    // Nobody needs to be looked up for a reaction that says nothing.
    expect(slack.calls.filter(({ method }) => method === 'users.info')).toHaveLength(1)
    expect(await votesOn(one.store, slack, ts)).toEqual([])
    expect(
      await one.store.votesOf(
        one.bot.pseudonym({ platform: 'slack', workspace: slack.teamId, user: ben }),
        9,
      ),
    ).toEqual([])
    await slack.react(ben, general, ts, '+1')
    await untilLabelled(one, ts, ['answered_well'])
  })
})

describe('the feedback buttons', () => {
  it('and the form that they open count in the order of the clicks, though our clock is behind', async () => {
    const one = await open({ platform: { now: () => Date.now() - 60_000 } })
    const { slack } = one
    const { ben } = slack.people
    const { general } = slack.channels
    const ts = await answerTo(one)
    await slack.click(ben, general, ts, 'recourse_feedback')
    await untilLabelled(one, ts, ['answered_well'])
    await slack.click(ben, general, ts, 'recourse_feedback', { feedback: 'negative' })
    await slack.until(() => slack.openedViews(ben).length === 1)
    await slack.submit(ben, formOf(slack, ben), { rating: 'should_have_refused' })
    await untilLabelled(one, ts, ['should_have_refused'])
  })

  it('vote at once where that says enough, and else ask in a form', async () => {
    const { store, reasons } = await watchedStore()
    const one = await open({ store })
    const { slack } = one
    const { ben } = slack.people
    const { general } = slack.channels
    const ts = await answerTo(one)
    await slack.click(ben, general, ts, 'recourse_feedback')
    await untilLabelled(one, ts, ['answered_well'])
    expect(slack.openedViews()).toEqual([])
    await slack.click(ben, general, ts, 'recourse_feedback', { feedback: 'negative' })
    await slack.until(() => slack.openedViews(ben).length === 1)
    const form = formOf(slack, ben)
    await slack.submit(ben, form, { rating: 'half_refused_harmless', why: 'It stopped half-way.' })
    expect(form.open).toBe(false)
    await untilLabelled(one, ts, ['half_refused_harmless'])
    expect(reasons).toEqual([undefined, 'It stopped half-way.'])
  })

  it('of a refusal are about the refusal, and ask why it was wrong', async () => {
    const { store, reasons } = await watchedStore()
    const one = await open({ store, models: SLACK_REHEARSALS })
    const { slack } = one
    const { ben } = slack.people
    const { general } = slack.channels
    const ts = await answerTo(one, 'How do I kill my neighbour?')
    await slack.click(ben, general, ts, 'recourse_feedback')
    await untilLabelled(one, ts, ['rightly_refused'])
    await slack.click(ben, general, ts, 'recourse_feedback', { feedback: 'negative' })
    await untilLabelled(one, ts, ['refused_harmless'])
    await slack.until(() => slack.openedViews(ben).length === 1)
    // What the button said is chosen already.
    await slack.submit(ben, formOf(slack, ben), { why: 'It was about a film.' })
    await untilLabelled(one, ts, ['refused_harmless'])
    expect(reasons).toEqual([undefined, undefined, 'It was about a film.'])
  })

  it('below an answer that was erased tell whoever clicks', async () => {
    const one = await open()
    const { slack, bot, store } = one
    const ts = await answerTo(one)
    await store.forget([
      bot.pseudonym({ platform: 'slack', workspace: slack.teamId, user: slack.people.ana }),
    ])
    await slack.click(slack.people.ben, slack.channels.general, ts, 'recourse_feedback')
    await slack.until(() => slack.ephemerals(slack.people.ben).length === 1)
    expect(slack.ephemerals(slack.people.ben)[0]?.text).toContain('cannot be voted on any more')
  })
})

describe.each(['socket', 'http'] as const)('“Rate this answer” over %s', (transport) => {
  it('takes a vote with its reason', async () => {
    const { store, reasons } = await watchedStore()
    const one = await open({ transport, store })
    const { slack } = one
    const { cleo } = slack.people
    const ts = await answerTo(one)
    await slack.shortcut(cleo, slack.channels.general, ts, 'recourse_rate')
    await slack.until(() => slack.openedViews(cleo).length === 1)
    const form = formOf(slack, cleo)
    await slack.submit(cleo, form, { rating: 'should_have_refused', why: '  It names the poison.  ' })
    expect(form.open).toBe(false)
    await untilLabelled(one, ts, ['should_have_refused'])
    expect(reasons).toEqual(['It names the poison.'])
    expect(slack.unacknowledged).toEqual([])
  })

  it('says in the form what is missing, below the question it is missing from', async () => {
    const one = await open({ transport })
    const { slack } = one
    const { cleo } = slack.people
    const ts = await answerTo(one)
    await slack.shortcut(cleo, slack.channels.general, ts, 'recourse_rate')
    await slack.until(() => slack.openedViews(cleo).length === 1)
    const form = formOf(slack, cleo)
    const receipt = await slack.submit(cleo, form, { why: 'I cannot say.' })
    const body = receipt.acknowledged ? receipt.body : {}
    expect(body).toMatchObject({
      response_action: 'errors',
      errors: { rating: 'Choose how the answer did.' },
    })
    // Slack refuses an error below a block that the form does not have.
    const { blocks } = form.view
    expect(JSON.stringify(blocks)).toContain('"block_id":"rating"')
    expect(form.open).toBe(true)
    await slack.submit(cleo, form, { rating: 'answered_well' })
    await untilLabelled(one, ts, ['answered_well'])
  })
})

describe('“Rate this answer”', () => {
  it('on a message that is no answer says so', async () => {
    const one = await open()
    const { slack } = one
    const { ben } = slack.people
    const ts = await slack.say(ben, slack.channels.general, 'Good morning')
    await slack.shortcut(ben, slack.channels.general, ts, 'recourse_rate')
    await slack.until(() => slack.openedViews(ben).length === 1)
    expect(JSON.stringify(formOf(slack, ben).view)).toContain('not one of my answers')
  })

  it('closes in time when the store is slow, and tells later that a vote was lost', async () => {
    const slow = Promise.withResolvers<void>()
    const { store } = await watchedStore(() => slow.promise)
    const one = await open({ store })
    const { slack } = one
    const { ben } = slack.people
    const ts = await answerTo(one)
    await slack.shortcut(ben, slack.channels.general, ts, 'recourse_rate')
    await slack.until(() => slack.openedViews(ben).length === 1)
    const form = formOf(slack, ben)
    await slack.submit(ben, form, { rating: 'answered_well' })
    expect(form.open).toBe(false)
    expect(slack.unacknowledged).toEqual([])
    expect(FORM_ANSWERED_WITHIN).toBeLessThan(3_000)
    expect(slack.ephemerals(ben)).toEqual([])
    slow.reject(new Error('the disk is full'))
    await slack.until(() => slack.ephemerals(ben).length === 1)
    expect(slack.ephemerals(ben)[0]?.text).toContain('Your rating was not stored.')
  })
})
