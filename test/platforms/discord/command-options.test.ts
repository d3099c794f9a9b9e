import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineCommand } from '../../../commands/define-command.ts'
import { COMMANDS } from '../../../commands/index.ts'
import { optionFields } from '../../../commands/option-fields.ts'
import { checkOptions } from '../../../commands/parse-options.ts'
import { commandUse, discordCommands } from '../../../src/platforms/discord/command-options.ts'

const registered = discordCommands(COMMANDS)

function named(name: string, from = registered) {
  const found = from.find((command) => command.name === name)
  if (!found) throw new Error(`no command ${name}`)
  return found
}

function optionsOf(command: RESTPostAPIApplicationCommandsJSONBody) {
  const options = 'options' in command ? (command.options ?? []) : []
  return options.flatMap((option) => (option.type === ApplicationCommandOptionType.String ? [option] : []))
}

describe('Discord’s commands', () => {
  it('are those of the registry in its order, and two in the menu of a message', () => {
    const menu = ['Rate this answer', 'Compare strategies']
    expect(registered.map(({ name }) => name)).toEqual([...COMMANDS.map(({ name }) => name), ...menu])
    for (const name of menu) {
      expect(named(name)).toMatchObject({ type: ApplicationCommandType.Message })
      expect(named(name)).not.toHaveProperty('description')
    }
  })

  it('take every option of the registry', () => {
    for (const command of COMMANDS) {
      const names = optionFields(command).map(({ name }) => name)
      expect(
        optionsOf(named(command.name))
          .map(({ name }) => name)
          .toSorted(),
      ).toEqual(names.toSorted())
    }
  })

  it('ask for what is required first, then for what the command is about', () => {
    expect(optionsOf(named('ask')).map(({ name, required }) => [name, required])).toEqual([
      ['text', true],
      ['model', false],
      ['strategy', false],
    ])
    expect(optionsOf(named('model')).map(({ name }) => name)).toEqual(['model', 'scope'])
  })

  it('offer the few values of an option as choices, and call a workspace a server', () => {
    const [, scope] = optionsOf(named('model'))
    expect(scope).toMatchObject({
      description: 'Where it holds: thread, channel, category (a group of channels in Discord) or server',
      choices: [
        { name: 'thread', value: 'thread' },
        { name: 'channel', value: 'channel' },
        { name: 'category', value: 'category' },
        { name: 'server', value: 'workspace' },
      ],
    })
    expect(optionsOf(named('forget'))).toMatchObject([{ choices: [{ name: 'yes', value: 'yes' }] }])
    const texts = registered.flatMap((command) => [command, ...optionsOf(command)])
    for (const text of texts) expect('description' in text ? text.description : '').not.toContain('workspace')
  })

  it('complete models, strategies and commands while they are typed', () => {
    const completed = registered.flatMap((command) =>
      optionsOf(command).flatMap(({ name, autocomplete }) =>
        autocomplete ? [`${command.name} ${name}`] : [],
      ),
    )
    expect(completed).toEqual([
      'ask model',
      'ask strategy',
      'compare strategies',
      'compare models',
      'model model',
      'strategy strategy',
      'stats model',
      'help command',
    ])
  })

  it('bound what the registry bounds', () => {
    const bounded = registered.flatMap((command) =>
      optionsOf(command).flatMap((option) =>
        'max_length' in option ? [[command.name, option.name, option.max_length]] : [],
      ),
    )
    expect(bounded).toEqual([
      ['purpose', 'purpose', 300],
      ['codebook', 'emoji', 100],
    ])
  })

  it('can be used in servers and in direct messages with the bot', () => {
    for (const { contexts } of registered) {
      expect(contexts).toEqual([InteractionContextType.Guild, InteractionContextType.BotDM])
    }
  })

  it('complete an option that has more than 25 choices, which Discord would not register', () => {
    const values = Array.from({ length: 26 }, (_, index) => `value-${index}`)
    const command = defineCommand({
      name: 'many',
      description: 'Has many choices',
      options: z.object({
        one: z.enum(values).optional().meta({ description: 'One of many' }),
        text: z.string().max(9_999).optional().meta({ description: 'A long text' }),
      }),
      examples: ['many'],
      access: 'everyone',
      visibility: 'private',
      async *run() {},
    })
    const [one, text] = optionsOf(named('many', discordCommands([command])))
    expect(one).toMatchObject({ autocomplete: true })
    expect(one).not.toHaveProperty('choices')
    expect(text).toMatchObject({ max_length: 6000 })
  })
})

describe('what was filled in', () => {
  it('reaches the command as it stands, whatever it looks like', () => {
    const text = fc
      .oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string().map((end) => `scope:thread "model:${end}`),
      )
      .filter((text) => text.trim() !== '')
    const ask = COMMANDS.find(({ name }) => name === 'ask')
    if (!ask) throw new Error('no command ask')
    fc.assert(
      fc.property(text, text, (text, model) => {
        const { name, options } = commandUse('ask', [
          { name: 'text', value: text },
          { name: 'model', value: model },
        ])
        expect(name).toBe('ask')
        expect(checkOptions(ask, options)).toEqual({ text: text.trim(), model: model.trim() })
      }),
    )
  })

  it('counts as left out where it is blank', () => {
    expect(commandUse('model', [{ name: 'model', value: '  ' }, { name: 'scope' }])).toEqual({
      name: 'model',
      options: {},
    })
  })
})
