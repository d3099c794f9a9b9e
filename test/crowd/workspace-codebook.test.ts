import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODEBOOK, entryOf, LABELS, type Label } from '../../src/crowd/codebook.ts'
import { foldEmoji } from '../../src/crowd/fold-emoji.ts'
import { changedEmoji, codebookWith, emojiChoices, emojiSetting } from '../../src/crowd/workspace-codebook.ts'
import { InputError } from '../../src/errors.ts'

const slackEmoji = fc.stringMatching(/^[a-z0-9]{1,20}$/).map((name) => `:own_${name}:`)
const discordEmoji = fc
  .tuple(fc.stringMatching(/^\w{2,32}$/), fc.bigInt({ min: 10n ** 16n, max: 10n ** 19n }))
  .map(([name, id]) => `<:${name}:${id}>`)

/** Emoji for some labels, no two of which are one. */
const choices = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...LABELS)),
    fc.uniqueArray(fc.oneof(slackEmoji, discordEmoji), { minLength: 6, maxLength: 6, selector: foldEmoji }),
  )
  .map(([labels, emoji]) => labels.map((label, index) => [label, emoji[index] ?? ''] as const))

describe('the codebook of a workspace', () => {
  it('is the codebook itself where nothing was chosen', () => {
    expect(codebookWith(CODEBOOK, new Map())).toBe(CODEBOOK)
  })

  it('reads each chosen emoji as its label, and every other label as before', () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        const own = codebookWith(CODEBOOK, new Map(chosen))
        expect(own.entries.map(({ label }) => label)).toEqual(LABELS)
        for (const [label, emoji] of chosen) expect(entryOf(emoji, own)?.label).toBe(label)
        for (const { label, emoji } of CODEBOOK.entries) {
          const isChosen = chosen.some(([one]) => one === label)
          expect(entryOf(emoji, own)?.label).toBe(isChosen ? undefined : label)
        }
      }),
    )
  })

  it('comes out of the settings as it went in, whatever else is set there', () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        const settings = new Map<string, string>([
          ['model', 'x'],
          ['emoji.unheard_of', '🍕'],
          ...chosen.map(([label, emoji]) => [emojiSetting(label), emoji] as const),
        ])
        expect(emojiChoices(settings)).toEqual(new Map(chosen))
      }),
    )
    expect(emojiChoices(undefined).size).toBe(0)
  })

  it('has a version that tells choices apart and does not depend on their order', () => {
    const version = (chosen: readonly (readonly [Label, string])[]) =>
      codebookWith(CODEBOOK, new Map(chosen)).version
    fc.assert(
      fc.property(choices, (chosen) => {
        const shown = version(chosen)
        expect(shown).toMatch(chosen.length === 0 ? /^1$/ : /^1-[0-9a-f]{8}$/)
        expect(version(chosen.toReversed())).toBe(shown)
        expect(version(chosen.slice(1)) === shown).toBe(chosen.length === 0)
      }),
    )
  })

  it('knows an emoji of the codebook that says something else by all its names', () => {
    const own = codebookWith(
      CODEBOOK,
      new Map<Label, string>([
        ['refused_harmless', ':our_no:'],
        ['not_sure', '🙅'],
      ]),
    )
    expect(entryOf('man-gesturing-no', own)?.label).toBe('not_sure')
    expect(entryOf('our_no', own)?.label).toBe('refused_harmless')
  })
})

describe('what is stored for an emoji that is changed', () => {
  const change = (
    label: Label,
    typed: string | undefined,
    chosen: readonly (readonly [Label, string])[] = [],
  ) => changedEmoji(label, typed, { codebook: CODEBOOK, choices: new Map(chosen), platform: 'discord' })

  it('is the emoji, or nothing where it is the one that the label has from the beginning', () => {
    expect(change('refused_harmless', '🎉')).toBe('🎉')
    expect(change('refused_harmless', '🙅🏽')).toBeUndefined()
    expect(change('refused_harmless', undefined, [['refused_harmless', '🎉']])).toBeUndefined()
  })

  it('stays as it is where only the name of the same emoji is another', () => {
    const was = '<:our_no:123456789012345678>'
    expect(change('not_sure', '<a:no:123456789012345678>', [['not_sure', was]])).toBe(was)
  })

  it.each([
    ['another label’s from the beginning', '👍🏽', [], 'answered well'],
    [
      'another label’s by choice',
      '<:new:123456789012345678>',
      [['not_sure', '<:old:123456789012345678>']],
      'not sure',
    ],
    [
      'another label’s that has taken this one’s',
      undefined,
      [
        ['refused_harmless', '🎉'],
        ['not_sure', '🙅'],
      ],
      'not sure',
    ],
  ] as const)('cannot be %s', (_, typed, chosen, name) => {
    expect(() => change('refused_harmless', typed, chosen)).toThrow(InputError)
    expect(() => change('refused_harmless', typed, chosen)).toThrow(`stands for “${name}” already`)
  })

  it('can be one that another label has given up', () => {
    expect(change('not_sure', '🙅', [['refused_harmless', '🎉']])).toBe('🙅')
  })
})
