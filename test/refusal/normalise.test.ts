import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../../src/refusal/normalise.ts'

const folded = (text: string): string => fold(text, 0, text.length).text

describe('fold', () => {
  it.each([
    ['capitals', 'I CANNOT', 'i cannot'],
    ['typographic quotes and dashes', 'I’m — well — able', "i'm - well - able"],
    ['emphasis', '**can**not _help_', 'cannot help'],
    ['headings and blank lines', '# Sorry\n\n\n> No', 'sorry no'],
    ['zero-width and direction marks', 'can\u200bn\u2060ot\u202e', 'cannot'],
    ['non-breaking and wide spaces', 'I\u00a0can\u3000not', 'i can not'],
    ['accents', 'NÃO É', 'não é'],
    ['accents sent apart from their letters', 'NA\u0303O pote\u0328ga', 'não potęga'],
    ['accents that no letter has', 'ca\u0301nno\u0301\u0301\u0301t\u0301', 'cánnót'],
    ['every kind of apostrophe', 'can´t canʼt can`t can′t', "can't can't can't can't"],
    ['full-width letters and marks', 'Ｉ ｃａｎ＇ｔ！', "i can't!"],
    ['letters of mathematical alphabets', '𝐈 𝒄𝒂𝒏𝓃𝑜𝓉', 'i cannot'],
  ])('evens out %s', (_what, text, expected) => {
    expect(folded(text).replaceAll(/ +/g, ' ').trim()).toBe(expected)
  })

  it('takes out quoted speech and code, but not a completion quoted as a whole', () => {
    expect(folded('He said "I cannot" and left')).not.toContain('cannot')
    expect(folded('Run `cannot` now')).not.toContain('cannot')
    expect(folded('"I cannot help."')).toContain('cannot')
    expect(folded('Er sagte: „Ich kann nicht.“ Und ging.')).not.toContain('kann')
    expect(folded('彼は「できません」と言った')).not.toContain('できません')
  })

  it('takes a mark of inches or an apostrophe for no quotation', () => {
    expect(folded('A 6" pipe. I cannot fit it.')).toContain('cannot')
    expect(folded("the dogs' bowl, I can't see it")).toContain("can't")
  })

  it('keeps the way back to the original, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { text: result, at } = fold(text, 0, text.length)
        expect(at.length).toBe(result.length + 1)
        expect(at.at(-1)).toBe(text.length)
        for (let i = 1; i < at.length; i += 1) expect(at[i]).toBeGreaterThan(at[i - 1] ?? -1)
      }),
    )
  })
})
