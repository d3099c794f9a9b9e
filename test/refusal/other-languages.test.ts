import { describe, expect, it } from 'vitest'
import { createRefusalDetector } from '../../src/refusal/fitted-detector.ts'
import * as arabic from '../fixtures/languages/arabic.ts'
import * as chinese from '../fixtures/languages/chinese.ts'
import * as dutch from '../fixtures/languages/dutch.ts'
import * as french from '../fixtures/languages/french.ts'
import * as german from '../fixtures/languages/german.ts'
import * as hindi from '../fixtures/languages/hindi.ts'
import * as italian from '../fixtures/languages/italian.ts'
import * as japanese from '../fixtures/languages/japanese.ts'
import * as korean from '../fixtures/languages/korean.ts'
import * as polish from '../fixtures/languages/polish.ts'
import * as portuguese from '../fixtures/languages/portuguese.ts'
import * as spanish from '../fixtures/languages/spanish.ts'
import * as turkish from '../fixtures/languages/turkish.ts'

const LANGUAGES = {
  arabic,
  chinese,
  dutch,
  french,
  german,
  hindi,
  italian,
  japanese,
  korean,
  polish,
  portuguese,
  spanish,
  turkish,
}
const detector = createRefusalDetector()
const refuses = (text: string) => detector.classify(text).verdict !== 'full_compliance'
const aborts = (text: string) => {
  const watch = detector.watch()
  return Array.from(`${text} `, (unit) => watch.push(unit)).includes('refusal')
}

describe.each(Object.entries(LANGUAGES))('clear words in %s', (_, { REFUSALS, ANSWERS }) => {
  it('are forty', () => {
    expect(new Set([...REFUSALS, ...ANSWERS]).size).toBe(40)
  })

  it('are known for refusals', () => {
    expect(REFUSALS.filter((text) => !refuses(text))).toEqual([])
  })

  it('are known for answers', () => {
    expect(ANSWERS.filter(refuses)).toEqual([])
  })

  it('abort a stream where they refuse, and no answer', () => {
    expect(REFUSALS.filter((text) => !aborts(text))).toEqual([])
    expect(ANSWERS.filter(aborts)).toEqual([])
  })
})
