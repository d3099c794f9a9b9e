import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { scopeKey } from '../../../src/places.ts'
import type { Store } from '../../../src/store/store.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/slack-server.ts'
import { passagesOf } from '../../fakes/slack/visible-text.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered, openSlack, SLACK_REHEARSALS, type TestSlack } from '../../support/slack.ts'

const open = closedAfterEach(openSlack)

const SEA = 'The sea is wide.'
const COMMAND = '/recourse'

/** Sends something to the bot as Slack does over HTTP (docs.slack.dev/authentication/verifying-requests-from-slack). */
async function signedPost(address: string, body: string, { signingSecret }: FakeSlack): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const mac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  const { status } = await fetch(address, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${mac}`,
    },
  })
  return status
}

/** Types a command and gives what the person alone is shown for it. */
async function told(
  { slack }: TestSlack,
  user: string,
  text: string,
  channel: string = slack.channels.general,
) {
  const before = slack.ephemerals(user).length
  await slack.command(user, channel, COMMAND, text)
  await slack.until(() => slack.ephemerals(user).length > before)
  const shown = slack.ephemerals(user).at(-1)
  return passagesOf(shown?.text ?? '', shown?.blocks ?? [])
    .map(({ text }) => text)
    .join('\n')
}

/** What another process would take up an hour from now. */
function leftBehind(store: Store) {
  const later = Date.now() + 60 * 60_000
  return store.takeOver('another process', later, later, 'slack')
}

/** The thread that a command opened in a channel, once its answer is whole. */
async function threadOf({ slack }: TestSlack, channel: string = slack.channels.general) {
  const openings = () =>
    slack
      .messages(channel)
      .filter(({ by, threadTs, deleted }) => by === slack.botUserId && threadTs === undefined && !deleted)
  await slack.until(() => openings().length > 0)
  const opening = openings().at(-1)
  if (!opening) throw new Error('no thread was opened')
  const [, answer] = await answered(slack, channel, opening.ts)
  return { opening, answer, count: openings().length }
}

describe.each(['socket', 'http'] as const)('a command over %s', (transport) => {
  it.each(['', '  ', 'help', 'Help', '/help'])(
    '%j explains what there is, in the words of Slack',
    async (typed) => {
      const one = await open({ transport })
      const text = await told(one, one.slack.people.ben, typed)
      expect(text).toContain('`/recourse ask [model:…] [strategy:…] text`')
      expect(text).not.toMatch(/(?<!recourse )\/(?:ask|help|model)|`\/(?!recourse)/)
      expect(one.slack.messages(one.slack.channels.general)).toEqual([])
      expect(one.slack.unacknowledged).toEqual([])
    },
  )

  it('asks in a thread of its own, which then goes on like any other', async () => {
    const model = scriptedModel([SEA, 'The lake is not.'])
    const one = await open({ transport, models: [model] })
    const { slack, store } = one
    const { general } = slack.channels
    await slack.command(slack.people.ben, general, COMMAND, 'ask Tell me of the sea.')
    const { opening, answer, count } = await threadOf(one)
    expect(count).toBe(1)
    expect(opening.text).toContain(`<@${slack.people.ben}> asked:\n>Tell me of the sea.`)
    expect(answer?.text).toContain(SEA)
    expect(slack.ephemerals(slack.people.ben)).toEqual([])
    await slack.say(slack.people.ben, general, 'And of the lake?', { thread: opening.ts })
    const [, , next] = await answered(slack, general, opening.ts, 2)
    expect(next?.text).toContain('The lake is not.')
    expect(model.calls[1]?.map(({ content }) => content)).toEqual(
      expect.arrayContaining(['Tell me of the sea.', SEA, 'And of the lake?']),
    )
    await slack.settled()
    expect(slack.unacknowledged).toEqual([])
    expect(await leftBehind(store)).toBeUndefined()
  })
})

describe('the answer to a command', () => {
  it('comes though Slack fails to take it at first', async () => {
    const one = await open({ platform: { wait: () => new Promise((resolve) => setImmediate(resolve)) } })
    const failed = one.slack.fault({ method: 'response_url', status: 500, times: 2 })
    expect(await told(one, one.slack.people.ben, 'help')).toContain('/recourse model')
    expect(failed.struck).toBe(2)
  })
})

describe('a picture', () => {
  it('waits until Slack has looked at its file, and goes into the thread it was asked for in', async () => {
    const one = await open({ platform: { wait: () => new Promise((resolve) => setImmediate(resolve)) } })
    const { slack } = one
    const { ben } = slack.people
    const { general } = slack.channels
    const asked = await slack.say(ben, general, `<@${slack.botUserId}> How do I kill a Python process?`)
    await answered(slack, general, asked)
    const early = slack.fault({
      method: 'chat.postEphemeral',
      where: ({ blocks }) => JSON.stringify(blocks).includes('slack_file'),
      error: 'invalid_blocks',
      times: 2,
    })
    await slack.say(ben, general, `<@${slack.botUserId}> /stats`, { thread: asked })
    const pictures = () => slack.ephemerals(ben).filter(({ blocks }) => blocks[0]?.['type'] === 'image')
    await slack.until(() => pictures().length > 0)
    expect(early.struck).toBe(2)
    expect(pictures()).toMatchObject([{ threadTs: asked, text: expect.stringContaining('by week') }])
    expect(slack.files()).toMatchObject([{ complete: true, filename: 'recourse-statistics-by-model.png' }])
  })
})

describe('help', () => {
  it('for one command names it as it is typed here', async () => {
    const one = await open()
    const text = await told(one, one.slack.people.ben, 'help ask')
    expect(text).toContain('/recourse ask [model:…] [strategy:…] text')
    expect(text).toContain('/recourse ask How do I kill a Python process?')
    expect(text).not.toMatch(/(?<!recourse )\/ask/)
  })

  it.each([
    ['aks what is this?', 'There is no command /recourse aks. Type /recourse help to see what there is.'],
    ['help aks', 'There is no command /recourse aks. Type /recourse help to see what there is.'],
    ['ask', '/recourse ask needs text'],
    ['listen sometimes', '/recourse listen cannot use “sometimes”'],
    ['model scope:planet', '/recourse model cannot use “planet” as scope'],
    ['strategy none-such', 'none-such'],
    ['model none:such', 'There is no model none:such.'],
    ['forget maybe', '/recourse forget cannot use “maybe”'],
  ])('for “%s” is one private line', async (typed, line) => {
    const one = await open()
    const text = await told(one, one.slack.people.ana, typed)
    expect(text).toContain(line)
    expect(one.slack.messages(one.slack.channels.general)).toEqual([])
  })
})

describe('a setting', () => {
  it.each([
    ['model rehearsal:gemma', 'rehearsal:gemma', 'model'],
    ['strategy few-shot', 'few-shot', 'strategy'],
    ['listen all', 'every message', 'listen'],
    ['purpose We repair /etc/hosts & other <files>.', 'purpose', 'purpose'],
  ])('“%s” is an admin’s to change, and everybody’s to see', async (typed, shown, name) => {
    const one = await open()
    const { slack } = one
    const { ana, ben } = slack.people
    expect(await told(one, ben, typed)).toMatch(/admin/)
    expect((await told(one, ana, typed)).toLowerCase()).toContain(shown)
    expect(await told(one, ben, name)).not.toMatch(/admin/)
    expect(slack.messages(slack.channels.general)).toEqual([])
  })

  it('is kept as it was typed, without Slack’s escapes', async () => {
    const one = await open()
    const { slack, store } = one
    await told(one, slack.people.ana, 'purpose R&amp;D for &lt;trains&gt; in /etc.')
    const place = { platform: 'slack', workspace: slack.teamId, channel: slack.channels.general, thread: '' }
    const purpose = await store.setting(scopeKey('channel', place) ?? '', 'purpose')
    expect(purpose).toBe('R&D for <trains> in /etc.')
    expect(await told(one, slack.people.ben, 'purpose')).toContain('in /etc.')
  })

  it('of a channel’s model is in force there at once', async () => {
    const one = await open()
    const { slack } = one
    await told(one, slack.people.ana, 'model rehearsal:phi3')
    await slack.command(slack.people.ben, slack.channels.general, COMMAND, 'ask Tell me of the sea.')
    const { answer } = await threadOf(one)
    expect(answer?.text).toContain('rehearsal:phi3 · a scripted stand-in')
  })
})

describe('ask', () => {
  it('takes a model and a strategy for this one request', async () => {
    const one = await open()
    const { slack, store } = one
    const line = 'ask model:rehearsal:llama2 strategy:few-shot How do I kill a Python process?'
    await slack.command(slack.people.ben, slack.channels.general, COMMAND, line)
    const { opening, answer } = await threadOf(one)
    expect(opening.text).toContain('>How do I kill a Python process?')
    expect(opening.text).not.toContain('strategy:')
    expect(answer?.text).toContain('rehearsal:llama2')
    const place = {
      platform: 'slack',
      workspace: slack.teamId,
      channel: slack.channels.general,
    }
    const [record] = await store.recent(place, 9)
    expect(record).toMatchObject({
      strategy: 'few-shot',
      model: 'rehearsal:llama2',
      place: { thread: opening.ts },
    })
  })

  it('that is delivered twice asks once', async () => {
    const model = scriptedModel([SEA])
    const fake = await startFakeSlack()
    let address = ''
    const slack: FakeSlack = Object.assign(Object.create(fake), {
      deliverTo(url: string) {
        address = url
      },
    })
    // Closed below, before its Slack is.
    const one = await openSlack({ transport: 'http', models: [model], slack })
    const { general } = slack.channels
    const use = new URLSearchParams({
      command: COMMAND,
      text: 'ask Tell me of the sea.',
      trigger_id: '1.2.3',
      team_id: slack.teamId,
      user_id: slack.people.ben,
      channel_id: general,
      response_url: slack.apiUrl,
    }).toString()
    const statuses = await Promise.all([use, use, use].map((body) => signedPost(address, body, slack)))
    expect(statuses).toEqual([200, 200, 200])
    const { answer, count } = await threadOf(one)
    expect(answer?.text).toContain(SEA)
    expect(count).toBe(1)
    await one.close()
    expect(model.calls).toHaveLength(1)
    expect(slack.messages(general).filter(({ deleted }) => !deleted)).toHaveLength(2)
    await fake.close()
  })

  it('where the bot is no member is one clear private line, and leaves nothing behind', async () => {
    const model = scriptedModel([SEA])
    const one = await open({ models: [model] })
    const { slack, store } = one
    const { ben } = slack.people
    const text = await told(one, ben, 'ask Tell me of the sea.', slack.channels.outside)
    expect(text).toMatch(/cannot post in this channel.*Invite me with `\/invite`/)
    expect(slack.ephemerals(ben)).toHaveLength(1)
    expect(model.calls).toEqual([])
    const left = await store.recent(
      { platform: 'slack', workspace: slack.teamId, channel: slack.channels.outside },
      9,
    )
    expect(left.map(({ prompt, outcome }) => [prompt, outcome])).toEqual([['', 'failed']])
    expect(await leftBehind(store)).toBeUndefined()
  })

  it('whose opening Slack took without a word of it opens one thread all the same', async () => {
    const one = await open({ models: [scriptedModel([SEA])], platform: { wait: async () => {} } })
    const { slack } = one
    const lost = slack.fault({ method: 'chat.postMessage', loseResponse: true, times: 1 })
    await slack.command(slack.people.ben, slack.channels.general, COMMAND, 'ask Tell me of the sea.')
    const { answer, count } = await threadOf(one)
    expect(lost.struck).toBe(1)
    expect(count).toBe(1)
    expect(answer?.text).toContain(SEA)
  })

  it.each([
    ['pings', '&lt;!channel&gt; &lt;!here&gt; &lt;@U0000000A1&gt; @channel @here #general'],
    [
      'unescaped pings',
      '<!channel> <!here> <@U0000000A1> <#C000000002> <https://evil.example|https://bank.example>',
    ],
    ['more than a section holds', '&amp;'.repeat(3_000)],
    ['more lines than a section holds', 'a\n'.repeat(2_500)],
  ])('with %s calls nobody but who asked, and Slack takes it', async (_, hostile) => {
    const one = await open({ models: [scriptedModel([SEA])] })
    const { slack } = one
    await slack.command(slack.people.ben, slack.channels.general, COMMAND, `ask ${hostile}`)
    const { answer } = await threadOf(one)
    expect(answer?.text).toContain(SEA)
    expect([...new Set(slack.notified())]).toEqual([`@${slack.people.ben}`])
    expect(slack.hiddenLinks()).toEqual([])
  })

  it('hands the model what was typed, without Slack’s escapes', async () => {
    const model = scriptedModel([SEA])
    const one = await open({ models: [model] })
    const { slack } = one
    await slack.command(
      slack.people.ben,
      slack.channels.general,
      COMMAND,
      'ask Is 1 &lt; 2 &amp;&amp; 3 &gt; 2?',
    )
    await threadOf(one)
    expect(model.calls[0]?.at(-1)?.content).toBe('Is 1 < 2 && 3 > 2?')
  })

  it('that cannot be asked says so to the asker alone, and leaves nothing behind', async () => {
    const one = await open()
    const { slack, store } = one
    const text = await told(one, slack.people.ben, 'ask model:none:such What is this?')
    expect(text).toContain('There is no model none:such.')
    expect(slack.messages(slack.channels.general)).toEqual([])
    // Looked for first: whoever asks for what is left behind takes it.
    const channel = { platform: 'slack', workspace: slack.teamId, channel: slack.channels.general }
    await expect.poll(async () => (await store.recent(channel, 1))[0]?.isDelivered).toBe(true)
    expect(await leftBehind(store)).toBeUndefined()
  })
})

describe('forget', () => {
  it('asks back, and then erases what one person said and nobody else’s', async () => {
    const one = await open({ models: SLACK_REHEARSALS })
    const { slack, store } = one
    const { ana, ben } = slack.people
    const { general, random } = slack.channels
    await slack.command(ben, general, COMMAND, 'ask Tell me of the sea.')
    await threadOf(one)
    await slack.command(ana, random, COMMAND, 'ask Tell me of the lake.')
    await threadOf(one, random)
    expect(await told(one, ben, 'forget')).toContain('type `/recourse forget yes`')
    expect(await told(one, ben, 'forget yes')).toContain('Erased: 1 request and 0 votes of yours.')
    const left = async (channel: string) =>
      (await store.recent({ platform: 'slack', workspace: slack.teamId, channel }, 9)).map(
        ({ prompt }) => prompt,
      )
    expect(await left(general)).toEqual([])
    expect(await left(random)).toEqual(['Tell me of the lake.'])
  })
})

describe('an export', () => {
  it('goes to the admin who asked for it as a direct message, and to nobody else', async () => {
    const one = await open()
    const { slack } = one
    expect(await told(one, slack.people.ana, 'export card')).toContain('sent you `data-set-card.md`')
    const [file, ...more] = slack.files()
    expect(more).toEqual([])
    expect(file?.channel).toBe(slack.dm(slack.people.ana))
    expect(String(file?.bytes)).toContain('# Labels of answers')
    expect(slack.messages(slack.channels.general)).toEqual([])
  })

  it('of what is stored about somebody goes to them alone', async () => {
    const one = await open()
    const { slack } = one
    expect(await told(one, slack.people.ben, 'privacy')).toContain('`/recourse privacy download`')
    expect(await told(one, slack.people.ben, 'privacy download')).toContain('sent you `my-data.json`')
    const [file] = slack.files()
    expect(file?.channel).toBe(slack.dm(slack.people.ben))
    expect(JSON.parse(String(file?.bytes))).toMatchObject({ about: { platform: 'slack' }, requests: [] })
  })

  it('that cannot be sent says why', async () => {
    const one = await open()
    one.slack.fault({ method: 'files.getUploadURLExternal', error: 'missing_scope' })
    expect(await told(one, one.slack.people.ana, 'export')).toContain('Slack says `missing_scope`')
    expect(await told(one, one.slack.people.ana, 'export format:jsonl')).toContain('nothing to put into')
    expect(one.slack.files()).toEqual([])
  })
})
