import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { COMMANDS } from '../../commands/index.ts'
import { optionFields } from '../../commands/option-fields.ts'
import { createAdminCheck } from '../../src/admins.ts'
import type { Person } from '../../src/bot-types.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { ANA, BEN, botOver, messageOf } from '../support/bot.ts'
import { CHATS } from '../support/chat-driver.ts'
import { closedAfterEach } from '../support/close-after-each.ts'
import { openConsole } from '../support/console.ts'
import { ConsoleClient } from '../support/console-client.ts'
import { scriptedModel } from '../support/scripted-model.ts'

const PHI = 'openai:scripted-phi-3'
const GEMMA = 'openai:scripted-gemma'

/** What only an admin may do: the command, its options, and how one is called who may not. */
const ADMINS_ONLY: readonly (readonly [name: string, options: Readonly<Record<string, string>>])[] = [
  ['model', { model: PHI }],
  ['model', { model: PHI, scope: 'workspace' }],
  ['model', { model: 'default' }],
  ['strategy', { strategy: 'few-shot' }],
  ['strategy', { strategy: 'none', scope: 'workspace' }],
  ['strategy', { strategy: 'default' }],
  ['strategy', { version: 'paper' }],
  ['purpose', { purpose: 'All is allowed here' }],
  ['purpose', { purpose: 'All is allowed here', scope: 'workspace' }],
  ['purpose', { purpose: 'none' }],
  ['listen', { what: 'all' }],
  ['listen', { what: 'default', scope: 'workspace' }],
  ['appeals', { what: 'off' }],
  ['appeals', { quorum: '1' }],
  ['appeals', { what: 'default', scope: 'workspace' }],
  ['codebook', { label: 'answered_well', emoji: '🦄' }],
  ['codebook', { label: 'answered_well', emoji: 'default' }],
  ['limits', { person: '10' }],
  ['limits', { workspace: 'none', tokens: 'default' }],
  ['export', {}],
  ['export', { rows: 'items', format: 'jsonl' }],
  ['export', { rows: 'card' }],
  ['export', { share: 'on' }],
  ['export', { share: 'off', scope: 'workspace' }],
]

/** Every surface hands commands on alike; one of each command tells that it says who is asking. */
const ONE_OF_EACH = ADMINS_ONLY.filter(([name], at, all) => all.findIndex(([other]) => other === name) === at)

/** What everybody may do, with every option there is. */
const EVERYBODY: readonly (readonly [name: string, options: Readonly<Record<string, string>>])[] = [
  ['ask', { text: 'How deep is the sea?', model: PHI, strategy: 'none' }],
  [
    'compare',
    { prompt: 'How deep is the sea?', models: `${GEMMA},${PHI}`, strategies: 'direct', cached: 'yes' },
  ],
  ['model', {}],
  ['strategy', {}],
  ['strategy', { strategy: 'why' }],
  ['purpose', {}],
  ['listen', {}],
  ['appeals', {}],
  ['codebook', {}],
  ['label', {}],
  ['limits', {}],
  ['privacy', { what: 'download' }],
  ['votes', {}],
  ['stats', { by: 'model', model: PHI, days: '7', scope: 'workspace' }],
  ['forget', { confirm: 'yes' }],
  ['help', { command: 'model' }],
]

/** What changes a setting, or reads what is handed out. */
const GUARDED = ['setSetting', 'usePolicy', 'exportItems', 'exportVotes', 'freezePolicy']

let memory: Store
let called: string[]
beforeEach(async () => {
  memory = await openStore({ url: ':memory:' })
  called = []
})
afterEach(() => memory.close())

/** The options as they are typed: all that have a name first. */
function typed(name: string, options: Readonly<Record<string, string>>): string {
  const fields = optionFields(COMMANDS.find((command) => command.name === name) ?? { options: z.object({}) })
  const rest = fields.find((field) => field.rest)?.name ?? ''
  const named = Object.entries(options).filter(([option]) => option !== rest)
  return [...named.map((pair) => pair.join(':')), options[rest] ?? ''].join(' ').trim()
}

/** The store, telling what of it is used. */
function told(store: Store): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const part: unknown = Reflect.get(target, name, receiver)
      if (typeof part === 'function') called.push(String(name))
      return part
    },
  })
}

/** What comes of a command. */
async function run(name: string, options: Readonly<Record<string, string>>, person: Person, form: boolean) {
  const models = [scriptedModel(['It is.'], 'gemma'), scriptedModel(['It is.'], 'phi-3')]
  const bot = botOver(told(memory), models)
  const { key, place } = messageOf('', crypto.randomUUID())
  const caller = { person, place, key, isAdmin: bot.isAdmin(person) }
  called = []
  const given = form ? { name, options } : `/${name} ${typed(name, options)}`
  const events = await Array.fromAsync(bot.handleCommand(given, caller))
  for (const event of events) if (event.type === 'file') for await (const _ of event.content());
  return events
}

/** One line that says who may, and whom to ask. */
const REFUSAL =
  /^[^\n]*\b(?:admins?\b[^\n]*\bAsk whoever runs Recourse here|whoever runs Recourse can [^\n]*\bAsk them to, or) to add you to ADMINS\.$/

const cases = (table: typeof ADMINS_ONLY) =>
  table.map(([name, options]) => ({ name, options, line: `/${name} ${JSON.stringify(options)}` }))

describe('what only admins may do', () => {
  it('is decided for every option of every command there is', () => {
    const decided = [...ADMINS_ONLY, ...EVERYBODY].flatMap(([name, options]) =>
      Object.keys(options).map((option) => `${name} ${option}`),
    )
    const known = COMMANDS.flatMap((command) =>
      optionFields(command).map((field) => `${command.name} ${field.name}`),
    )
    expect([...new Set(decided)].sort()).toEqual(known.sort())
    const named = new Set([...ADMINS_ONLY, ...EVERYBODY].map(([name]) => name))
    expect(COMMANDS.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([])
  })

  it.each(cases(ADMINS_ONLY))(
    'is refused everybody else in one clear line: $line',
    async ({ name, options }) => {
      for (const form of [true, false]) {
        const events = await run(name, options, BEN, form)
        expect(events).toEqual([{ type: 'text', mistake: true, markdown: expect.stringMatching(REFUSAL) }])
        expect(called.filter((method) => GUARDED.includes(method))).toEqual([])
      }
    },
  )

  it.each(cases(ADMINS_ONLY))('is done for an admin: $line', async ({ name, options }) => {
    for (const form of [true, false]) {
      const [event] = await run(name, options, ANA, form)
      if (event?.type === 'text') expect(event).not.toHaveProperty('mistake')
      else expect(event?.type).toBe('file')
    }
  })

  it.each(cases(EVERYBODY))('does not hold for what everybody may do: $line', async ({ name, options }) => {
    const events = await run(name, options, BEN, true)
    expect(events.filter((event) => event.type === 'text' && event.mistake)).toEqual([])
    expect(called.filter((method) => GUARDED.includes(method))).toEqual([])
  })
})

describe.each(Object.keys(CHATS))('over %s', (platform) => {
  const open = closedAfterEach(async () => {
    const chat = await CHATS[platform]?.([scriptedModel(['It is.'], 'phi-3')], 'impatient')
    if (!chat) throw new Error(`no platform ${platform}`)
    return chat
  })

  it('whoever is no admin changes nothing and is given nothing, and is alone told so', async () => {
    const chat = await open()
    const before = chat.inPublic()
    const given =
      platform === 'slack' ? typed : (_: string, options: Readonly<Record<string, string>>) => options
    for (const [name, options] of ONE_OF_EACH)
      expect([name, options, await chat.command('ben', 'general', name, given(name, options))]).toEqual([
        name,
        options,
        expect.stringContaining('Ask whoever runs Recourse here to add you to ADMINS.'),
      ])
    expect(chat.inPublic()).toEqual(before)
    expect(await chat.command('ana', 'general', 'model', PHI)).not.toContain('ADMINS')
  })
})

describe('in the console', () => {
  const open = closedAfterEach(openConsole)

  it('whoever is no admin changes nothing and is given nothing', async () => {
    const models = [scriptedModel(['It is.'], 'phi-3')]
    const { url } = await open({ models, bot: { isAdmin: createAdminCheck(['web:ana']) } })
    const [ana, ben] = [new ConsoleClient(url), new ConsoleClient(url, 'ben')]
    for (const [name, options] of ONE_OF_EACH) {
      const line = `/${name} ${typed(name, options)}`
      expect(await ben.told(ben.say(line)), line).toContain('to add you to ADMINS.')
    }
    expect(await ana.told(ana.say(`/model ${PHI}`))).not.toContain('ADMINS')
  })
})

describe('who is an admin', () => {
  const person = (platform: string, user: string): Person => ({ platform, workspace: 'w', user })

  it('is whoever is listed, on that platform or on all of them, and nobody whose id is only like it', () => {
    const isAdmin = createAdminCheck(['slack:U1', '42'])
    expect([isAdmin(person('slack', 'U1')), isAdmin(person('discord', '42'))]).toEqual([true, true])
    for (const other of [
      person('discord', 'U1'),
      person('slack', 'u1'),
      person('slack', 'U1 '),
      person('web', 'slack:U1'),
      person('slack', 'slack:U1'),
      person('slack', ''),
      person('cli', 'root'),
    ])
      expect([other, isAdmin(other)]).toEqual([other, false])
  })

  it('is nobody on Slack and Discord where nobody is listed', () => {
    const isAdmin = createAdminCheck([])
    expect([isAdmin(person('slack', 'U1')), isAdmin(person('discord', '1'))]).toEqual([false, false])
    expect([isAdmin(person('web', 'ana')), isAdmin(person('cli', 'root'))]).toEqual([true, true])
  })
})
