import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineCommand } from '../../commands/define-command.ts'
import { COMMANDS, checked } from '../../commands/index.ts'
import { optionFields, usage } from '../../commands/option-fields.ts'
import { parseOptions } from '../../commands/parse-options.ts'

describe.each(COMMANDS.map((command) => [command.name, command] as const))('/%s', (_, command) => {
  it('has a description and options that fit Discord’s limits', () => {
    expect(command.description).toMatch(/^.{1,100}$/)
    for (const field of optionFields(command)) expect(field.description).toMatch(/^.{1,100}$/)
  })

  it('can be typed as its examples say', () => {
    for (const example of command.examples) {
      const [name, ...words] = example.split(' ')
      expect(name).toBe(command.name)
      expect(() => parseOptions(command, words.join(' '))).not.toThrow()
    }
  })

  it('says how it is typed when an option is not known', () => {
    const typed = optionFields(command).some((field) => field.rest) ? undefined : 'nonsense'
    if (typed === undefined) return
    expect(() => parseOptions(command, typed)).toThrow(usage(command))
  })
})

describe('the registry', () => {
  const good = defineCommand({
    name: 'good',
    description: 'Does good',
    options: z.object({}),
    examples: ['good'],
    access: 'everyone',
    visibility: 'private',
    async *run() {},
  })

  it.each([
    ['a name that is taken', [good, good], 'taken'],
    ['a name Discord would not take', [{ ...good, name: 'Not Good' }], 'lower-case'],
    ['no description', [{ ...good, description: '' }], 'describe'],
    ['no example', [{ ...good, examples: [] }], 'example'],
    ['an example of another command', [{ ...good, examples: ['bad'] }], 'another command'],
  ])('stops the start over %s', (_, commands, message) => {
    expect(() => checked(commands)).toThrow(message)
  })
})
