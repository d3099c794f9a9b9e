import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { COMMANDS } from '../../../commands/index.ts'
import { discordCommands } from '../../../src/platforms/discord/command-options.ts'
import {
  compareCommands,
  describeCommand,
  registeredCommandShape,
} from '../../../src/platforms/discord/registration.ts'

const wanted = discordCommands(COMMANDS)

/** A command as Discord gives it back: with fields of its own, and without those that hold nothing. */
function kept(command: object, id: string) {
  const { options = [], ...rest } = z
    .looseObject({ options: z.array(z.record(z.string(), z.unknown())).optional() })
    .parse(command)
  return registeredCommandShape.parse({
    ...rest,
    id,
    application_id: '1',
    version: '2',
    dm_permission: true,
    name_localizations: null,
    description: '',
    ...rest,
    ...(options.length > 0 && {
      options: options.map((option) =>
        Object.fromEntries(Object.entries(option).filter(([, value]) => value !== false)),
      ),
    }),
  })
}

const registered = wanted.map((command, index) => kept(command, String(index)))
const NOTHING = { added: [], changed: [], removed: [] }

describe('the difference between what is registered and what is wanted', () => {
  it('is nothing where all is registered, whatever Discord adds, leaves out or reorders', () => {
    expect(compareCommands(registered, wanted)).toEqual(NOTHING)
    const turned = registered.toReversed().map((command) => ({ ...command, contexts: [1, 0] }))
    expect(compareCommands(turned, wanted)).toEqual(NOTHING)
  })

  it('is everything where nothing is registered', () => {
    expect(compareCommands([], wanted)).toEqual({ ...NOTHING, added: wanted })
  })

  it('names the fields that differ', () => {
    const [first, ...others] = registered
    if (!first) throw new Error('there are no commands')
    const old = { ...first, description: 'Asks', options: [], nsfw: true, contexts: null }
    expect(compareCommands([old, ...others], wanted)).toEqual({
      ...NOTHING,
      changed: [{ id: '0', command: wanted[0], fields: ['description', 'options', 'nsfw', 'contexts'] }],
    })
  })

  it('sees every change of an option', () => {
    const option = z.array(z.record(z.string(), z.unknown()))
    for (const change of [
      { required: true },
      { autocomplete: false },
      { max_length: 9 },
      { min_length: 1 },
      { description: 'Another' },
      { name: 'another' },
      { type: 4 },
      { choices: [{ name: 'a', value: 'a' }] },
    ]) {
      const changed = registered.map((command) =>
        command.name === 'help'
          ? { ...command, options: option.parse(command['options']).map((each) => ({ ...each, ...change })) }
          : command,
      )
      const fields = compareCommands(changed, wanted).changed.map(({ fields }) => fields)
      expect(fields, JSON.stringify(change)).toEqual([['options']])
    }
  })

  it('removes what is not wanted any more, but not the entry point that Discord makes itself', () => {
    const old = kept({ name: 'old', type: 1, description: 'Old' }, '90')
    const sameNameForUsers = kept({ name: 'ask', type: 2 }, '91')
    const entry = kept({ name: 'launch', type: 4, description: 'Launch' }, '92')
    const { removed, ...rest } = compareCommands([...registered, old, sameNameForUsers, entry], wanted)
    expect(rest).toEqual({ added: [], changed: [] })
    expect(removed.map(describeCommand)).toEqual(['/old', '“ask” (menu of a user)'])
  })

  it('is gone once it was made good, whatever was there', () => {
    fc.assert(
      fc.property(fc.subarray([...registered]), fc.subarray([...registered]), (there, spoilt) => {
        const before = there.map((command) =>
          spoilt.includes(command) ? { ...command, default_member_permissions: '8' } : command,
        )
        const { added, changed, removed } = compareCommands(before, wanted)
        const after = [
          ...before.filter(
            (command) => !removed.includes(command) && !changed.some(({ id }) => id === command.id),
          ),
          ...changed.map(({ id, command }) => kept(command, id)),
          ...added.map((command, index) => kept(command, `new ${index}`)),
        ]
        expect(compareCommands(after, wanted)).toEqual(NOTHING)
      }),
    )
  })

  it('knows no contexts in a single server, where Discord has none', () => {
    const inServer = discordCommands(COMMANDS, 'one server')
    const there = inServer.map((command, index) => kept(command, String(index)))
    expect(there[0]).not.toHaveProperty('contexts')
    expect(compareCommands(there, inServer)).toEqual(NOTHING)
  })
})
