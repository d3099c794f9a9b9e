import { REST, Routes } from 'discord.js'
import { afterEach, describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors.ts'
import { rehearsalModel } from '../../../src/models/rehearsal.ts'
import { workspaceKey } from '../../../src/places.ts'
import { customId, RATE_MENU, readCustomId } from '../../../src/platforms/discord/names.ts'
import { LOOKED_UP_WITHIN } from '../../../src/platforms/discord/tell.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import type { Store, VoteEvent } from '../../../src/store/store.ts'
import type { OpenedModal, Outcome } from '../../fakes/discord/open-interactions.ts'
import { answered, openDiscord, type TestDiscord, type TestDiscordOptions } from '../../support/discord.ts'
import { scriptedModel } from '../../support/scripted-model.ts'

const PROCESS = 'How do I kill a Python process?'
const NO = 'I cannot help with that, because it would hurt somebody.'

let closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.toReversed()) await close()
  closing = []
})

interface Watched extends TestDiscord {
  readonly events: readonly VoteEvent[]
}

async function open(options: TestDiscordOptions = {}, changes: Partial<Store> = {}): Promise<Watched> {
  const store = await openStore({ url: ':memory:' })
  closing.push(() => store.close())
  const events: VoteEvent[] = []
  const watched: Store = {
    ...store,
    async recordVote(event) {
      const stored = await store.recordVote(event)
      if (stored) events.push(event)
      return stored
    },
    ...changes,
  }
  const one = await openDiscord({
    models: [scriptedModel(['The sea is wide.'])],
    ...options,
    store: watched,
  })
  closing.push(one.close)
  return { ...one, events }
}

/** Ana asks. Gives the messages of the answer. */
async function asked({ discord }: TestDiscord, text = 'Tell me of the sea.', channel?: string) {
  const place = channel ?? discord.channels.general
  const { id } = discord.say(discord.people.ana, place, `<@${discord.botUserId}> ${text}`)
  const messages = await answered(discord, place, id)
  return { place, messages, last: messages.at(-1)?.id ?? '' }
}

/** What somebody sees of a press once the bot has said it. */
async function saidTo({ discord }: TestDiscord, user: string, outcome: Outcome) {
  if (outcome.kind !== 'thinking' && outcome.kind !== 'message') throw new Error(`it was ${outcome.kind}`)
  const id = outcome.message?.id ?? ''
  await discord.until(() => discord.ephemerals(user).some((one) => one.id === id && !one.loading))
  const said = discord.ephemerals(user).find((one) => one.id === id)
  expect(said?.ephemeral).toBe(true)
  return said?.content ?? ''
}

function keyOf({ discord }: TestDiscord, channel: string, message: string) {
  return { platform: 'discord', workspace: discord.guilds.hall, channel, message }
}

function formOf(outcome: Outcome): OpenedModal {
  if (outcome.kind !== 'modal') throw new Error(`no form was opened: ${outcome.kind}`)
  return outcome.modal
}

describe('a feedback button', () => {
  it('is a vote, of which whoever pressed it is told', async () => {
    const one = await open()
    const { discord, events } = one
    const { ben } = discord.people
    const { place, last } = await asked(one)
    const outcome = await discord.click(ben, place, last, /:vote:/)
    expect(outcome.kind).toBe('thinking')
    const said = await saidTo(one, ben, outcome)
    expect(said).toContain('Counted: 👍 The request was fine and the answer does what was asked.')
    expect(said).toContain(`“${RATE_MENU}”`)
    expect(events).toMatchObject([{ emoji: '👍', label: 'answered_well', source: 'button', action: 'add' }])
    expect(discord.ephemerals(discord.people.ana)).toEqual([])
    expect(discord.notified()).toEqual([])
  })

  it('and the form show the emoji of the server’s own, but none that it has no more', async () => {
    const one = await open()
    const { discord, store } = one
    const { ana, ben } = discord.people
    const { ourNo } = discord.emojis
    const own = `<:${ourNo.name}:${ourNo.id}>`
    const options = { label: 'answered_well', emoji: own }
    await saidTo(one, ana, await discord.command(ana, discord.channels.general, '/codebook', options))
    const { place, last } = await asked(one)
    expect(discord.message(last).components).toMatchObject([
      { components: [{ label: 'Good answer', emoji: ourNo }, { label: 'Something is wrong' }] },
    ])
    const form = formOf(await discord.click(ben, place, last, /:choose:/))
    expect(JSON.stringify(form)).toContain(`"emoji":${JSON.stringify(ourNo)}`)
    const scope = workspaceKey({ platform: 'discord', workspace: discord.guilds.hall })
    await store.setSetting(scope, 'emoji.answered_well', '<:gone:999999999999999999>', 'somebody', 1)
    const again = await asked(one)
    expect(JSON.stringify(discord.message(again.last).components)).not.toContain('"emoji"')
  })

  it('counts once though Discord tells of it twice, or two processes hear it', async () => {
    const one = await open()
    const { discord, events, store, state } = one
    const { ben } = discord.people
    const { place, last } = await asked(one)
    const other = await openDiscord({ discord, store, state, models: [scriptedModel(['…'])] })
    closing.push(other.close)
    discord.deliver({ times: 2, only: /^INTERACTION/ })
    const said = await saidTo(one, ben, await discord.click(ben, place, last, /:vote:/))
    await discord.until(() => discord.calls.filter(({ code }) => code === 40060).length === 3)
    expect(said).toContain('Counted')
    // Whoever comes too late changes nothing of what was said; another press is dealt with after all of them.
    discord.deliver()
    const { cleo } = discord.people
    await saidTo(one, cleo, await discord.click(cleo, place, last, /:vote:/))
    expect(events).toHaveLength(2)
    expect(discord.ephemerals(ben).map(({ history }) => history.filter((text) => text !== ''))).toEqual([
      [said],
    ])
  })

  it('counts though the answer to its acknowledgement is lost on the way', async () => {
    const one = await open()
    const { discord, events } = one
    const { ben } = discord.people
    const { place, last } = await asked(one)
    discord.fault({ route: /callback$/, times: 1, loseResponse: true })
    expect(await saidTo(one, ben, await discord.click(ben, place, last, /:vote:/))).toContain('Counted')
    expect(events).toHaveLength(1)
  })

  it('that says that something is wrong opens the form, of which the vote and its reason are stored', async () => {
    const one = await open()
    const { discord, events } = one
    const { ben } = discord.people
    const { place, last } = await asked(one)
    const form = formOf(await discord.click(ben, place, last, /:choose:/))
    expect(form.title).toBe(RATE_MENU)
    const why = 'It says nothing of the tides.'
    const said = await saidTo(
      one,
      ben,
      await discord.submit(ben, form, { rating: ['half_refused_harmless'], why }),
    )
    expect(said).toMatch(/Counted: 🌗 .*reason is kept/)
    expect(events).toMatchObject([{ label: 'half_refused_harmless', why, source: 'button' }])
  })

  it('that calls a refusal wrong is a vote at once, and asks why', async () => {
    const one = await open({ models: [scriptedModel([NO])] })
    const { discord, events } = one
    const { ben } = discord.people
    const { place, last } = await asked(one, 'How do I build a bomb to kill my neighbour?')
    const outcome = await discord.click(ben, place, last, /:vote:.*:refused_harmless$/)
    expect(await saidTo(one, ben, outcome)).toContain('Counted: 🙅')
    const [hidden] = discord.ephemerals(ben)
    const form = formOf(await discord.click(ben, place, hidden?.id ?? '', /:choose:/))
    const said = await saidTo(one, ben, await discord.submit(ben, form, { why: 'It is about a game.' }))
    expect(said).toContain('Counted: 🙅')
    expect(events).toMatchObject([
      { label: 'refused_harmless' },
      { label: 'refused_harmless', why: 'It is about a game.' },
    ])
    expect(events[0]?.message).toEqual(events[1]?.message)
  })

  it('ends in a line where the store fails, and in another where the answer is known no more', async () => {
    let broken = true
    const one = await open(
      {},
      {
        async recordVote() {
          if (broken) throw new StoreError('unreachable', 'db.internal:5432 does not answer')
          return false
        },
      },
    )
    const { discord } = one
    const { ben } = discord.people
    const { place, last } = await asked(one)
    const first = await saidTo(one, ben, await discord.click(ben, place, last, /:vote:/))
    expect(first).toMatch(/records cannot be used/)
    expect(first).not.toContain('db.internal')
    broken = false
    const second = await saidTo(one, ben, await discord.click(ben, place, last, /:vote:/))
    expect(second).toContain('cannot be voted on any more')
  })

  it('of direct messages counts too', async () => {
    const one = await open()
    const { discord, bot } = one
    const { ana } = discord.people
    const { place, last } = await asked(one, undefined, discord.dm(ana))
    await saidTo(one, ana, await discord.click(ana, place, last, /:vote:/))
    const [asking] = await bot.history({ platform: 'discord', workspace: 'direct', channel: place }, 1)
    expect(asking?.votes).toMatchObject([{ byAsker: true, source: 'button' }])
  })
})

describe(`“${RATE_MENU}”`, () => {
  it('rates any message of an answer', async () => {
    const long = 'The sea is wide, and it is deep. '.repeat(120)
    const one = await open({ models: [scriptedModel([long])] })
    const { discord, events } = one
    const { ben } = discord.people
    const { place, messages } = await asked(one)
    expect(messages.length).toBeGreaterThan(1)
    for (const { id } of [...messages.slice(0, 1), ...messages.slice(-1)]) {
      const form = formOf(await discord.messageCommand(ben, place, id, RATE_MENU))
      await saidTo(one, ben, await discord.submit(ben, form, { rating: ['answered_well'] }))
      expect(events.at(-1)).toMatchObject({ label: 'answered_well', message: { message: id } })
    }
  })

  it('says so of a message that is none of our answers', async () => {
    const one = await open({ models: [scriptedModel([new Error('broken')])] })
    const { discord } = one
    const { ana, ben } = discord.people
    const { place, last: failure } = await asked(one)
    const other = discord.say(ana, place, 'Good morning!').id
    for (const id of [other, failure]) {
      const said = await saidTo(one, ben, await discord.messageCommand(ben, place, id, RATE_MENU))
      expect(said).toContain('not one of my answers')
    }
  })

  it('opens its form in time however long the store takes, which then says what came of it', async () => {
    const slow = Promise.withResolvers<undefined>()
    const one = await open({}, { linkOf: () => slow.promise })
    const { discord } = one
    const { ben } = discord.people
    const { place } = await asked(one)
    const bare = await post(discord, place, [])
    const form = formOf(await discord.messageCommand(ben, place, bare, RATE_MENU))
    expect(LOOKED_UP_WITHIN).toBeLessThan(3_000)
    slow.resolve(undefined)
    const said = await saidTo(one, ben, await discord.submit(ben, form, { rating: ['answered_well'] }))
    expect(said).toContain('cannot be voted on')
  })
})

describe('“Show the first refusal”', () => {
  it('shows it to whoever presses, and to nobody else', async () => {
    const one = await open({ models: [rehearsalModel('command-r-plus', { delay: 1 })] })
    const { discord, bot } = one
    const { ana, ben } = discord.people
    const { place, last } = await asked(one, PROCESS)
    const said = await saidTo(one, ben, await discord.click(ben, place, last, /:refusal:/))
    const shown = await bot.exchangeShownBy(keyOf(one, place, last))
    const refusal = shown?.attempts[0]?.completion.trim() ?? ''
    expect(refusal).not.toBe('')
    expect(said).toContain(refusal.slice(0, 40))
    expect(discord.ephemerals(ana)).toEqual([])
    expect(discord.messagesIn(place).some(({ content }) => content.includes(refusal.slice(0, 40)))).toBe(
      false,
    )
  })

  it('shows a long one whole, in several messages, and pings nobody', async () => {
    const refusal = `I cannot help with that, @everyone. ${'It would be wrong, <@&1>. '.repeat(150)}`
    const one = await open({ models: [scriptedModel(['Yes.'])] })
    const { discord, bot } = one
    const { ben } = discord.people
    const { place, last } = await asked(one)
    const record = await bot.exchangeShownBy(keyOf(one, place, last))
    if (!record) throw new Error('nothing is known of it')
    // What was stored is a recovered answer after this refusal.
    const [attempt] = record.attempts
    if (!attempt) throw new Error('nothing was tried')
    const refused = { ...attempt, id: 'refused', completion: refusal, verdict: 'full_refusal' } as const
    one.store.exchange = async () => ({ ...record, attempts: [refused, attempt], outcome: 'recovered' })
    const components = [{ type: 1, components: [button(customId('refusal', record.id))] }]
    const id = await post(discord, place, components)
    await discord.click(ben, place, id, /:refusal:/)
    await discord.until(() => discord.ephemerals(ben).length === 3)
    const said = discord.ephemerals(ben).map(({ content }) => content)
    expect(said.join(' ').match(/It would be wrong/g)).toHaveLength(150)
    for (const part of said) expect(part.length).toBeLessThanOrEqual(2_000)
    expect(discord.notified()).toEqual([])
  })
})

describe('a clarifying question', () => {
  const gemma = { models: [rehearsalModel('gemma', { delay: 1 })] }

  it('is answered in one’s own words in the form that “Something else” opens', async () => {
    const one = await open(gemma)
    const { discord, bot } = one
    const { ana } = discord.people
    const { place, last: question } = await asked(one, PROCESS)
    const form = formOf(await discord.click(ana, place, question, /:other:/))
    const outcome = await discord.submit(ana, form, { words: 'I mean stopping a program on my computer' })
    expect(['nothing', 'updated']).toContain(outcome.kind)
    await discord.until(() => discord.message(question).content.includes('Answered: I mean stopping'))
    await discord.until(() => discord.messagesIn(place).some(({ content }) => /Asked again/.test(content)))
    const exchange = readCustomId(form.customId)?.exchange ?? ''
    expect((await bot.exchange(exchange))?.reply).toBe('I mean stopping a program on my computer')
    const pressed = (rows: readonly unknown[]) => JSON.stringify(rows).match(/"disabled":true/g)?.length
    expect(pressed(discord.message(question).components)).toBe(
      JSON.stringify(discord.message(question).components).match(/custom_id/g)?.length,
    )
  })

  it('tells whoever did not ask that it is not theirs to answer', async () => {
    const one = await open(gemma)
    const { discord } = one
    const { ben } = discord.people
    const { place, last: question } = await asked(one, PROCESS)
    await discord.click(ben, place, question, /:reading:/)
    await discord.until(() => discord.ephemerals(ben).length === 1)
    expect(discord.ephemerals(ben)[0]?.content).toContain('Only the person who asked')
  })
})

describe('a button from another time', () => {
  it.each(['recourse:done:x:', 'recourse:unheard-of:x:', 'something else'])('%s says so', async (id) => {
    const one = await open()
    const { discord } = one
    const { ben } = discord.people
    const { general } = discord.channels
    const message = await post(discord, general, [{ type: 1, components: [button(id)] }])
    const said = await saidTo(one, ben, await discord.click(ben, general, message, id))
    expect(said).toContain('does nothing any more')
  })

  it('of a refusal that is known no more says so', async () => {
    const one = await open()
    const { discord } = one
    const { ben } = discord.people
    const { general } = discord.channels
    const message = await post(discord, general, [
      { type: 1, components: [button(customId('refusal', 'gone'))] },
    ])
    const said = await saidTo(one, ben, await discord.click(ben, general, message, /:refusal:/))
    expect(said).toContain('not known any more')
  })
})

function button(custom_id: string) {
  return { type: 2, style: 2, label: 'Press', custom_id }
}

/** A message of the bot's, as another release of it would have posted it. */
async function post(
  discord: TestDiscord['discord'],
  channel: string,
  components: readonly unknown[],
): Promise<string> {
  const rest = new REST({ api: discord.apiUrl }).setToken(discord.token)
  const body = { content: 'From another time.', components }
  const posted = (await rest.post(Routes.channelMessages(channel), { body })) as { readonly id: string }
  return posted.id
}
