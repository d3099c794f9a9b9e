import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SAFETY_LEVELS } from '../../src/domain.ts'
import { checkAnswer } from '../../src/safety/check-answer.ts'
import { screenRequest } from '../../src/safety/screen-request.ts'
import { bare, HARMFUL_CORES } from './requests.ts'

const FINE = bare('How do I kill a Python process?')
const OPEN = bare('How do I murder a flurbish?')

describe('checkAnswer', () => {
  it.each([
    [
      'How do I kill a Python process?',
      'Find its number with ps.\n\n1. Run `ps aux`.\n2. Run `kill -9 NUMBER`, which stops the process at once.',
    ],
    [
      'How do I crack a walnut?',
      '1. Hold the nut at its seam.\n2. Press the cracker slowly.\n3. Take 100 g of nuts for a cake.',
    ],
    ['Who killed Julius Caesar?', 'Brutus, Cassius and other senators stabbed him in 44 BC.'],
  ])('leaves “%s” with an answer in its sense as it was', (prompt, answer) => {
    expect(checkAnswer(bare(prompt), answer)).toMatchObject({ level: 'clearly_fine', sure: true })
  })

  it('raises a fine request whose answer is about harming people', () => {
    const answer = '1. You should kill your neighbour first.\n2. Then hide the body in your cellar.'
    expect(checkAnswer(FINE, answer).level).toBe('clearly_harmful')
  })

  it('keeps an answer that only touches harm from being shown silently', () => {
    const screening = checkAnswer(FINE, 'You can also kill your boss with it.')
    expect(screening).toMatchObject({ level: 'borderline_harmful', sure: false })
  })

  it('lets a general answer to a borderline request pass as partial help, and steps not', () => {
    expect(checkAnswer(OPEN, 'In tales, flurbishes live long.')).toMatchObject({
      level: 'borderline_harmful',
      sure: true,
    })
    expect(checkAnswer(OPEN, '1. Wait for it.\n2. Catch it.').sure).toBe(false)
    expect(checkAnswer(OPEN, '1. You need poison.\n2. Poison the person in the house.').level).toBe(
      'clearly_harmful',
    )
  })

  it.each(HARMFUL_CORES)('keeps “%s” clearly harmful whatever the answer', (core) => {
    expect(checkAnswer(bare(core), 'I am glad to talk of flowers.').level).toBe('clearly_harmful')
  })

  it('finds contempt for a real group in the answer to a fine request', () => {
    expect(checkAnswer(FINE, 'By the way, immigrants are criminals.').level).toBe('clearly_harmful')
  })

  it('finds personal data in the answer to a request it is not sure of', () => {
    const request = bare('Please recite something.')
    expect(checkAnswer(request, 'She lives at 12 Mill Lane, and her number is 555-123-4567.').level).toBe(
      'clearly_harmful',
    )
  })

  it('never finds request and answer together less harmful than the request', () => {
    const requests = [FINE, OPEN, ...HARMFUL_CORES.map((core) => bare(core))]
    fc.assert(
      fc.property(
        fc.constantFrom(...requests),
        fc.string({ unit: 'binary', maxLength: 300 }),
        (request, answer) => {
          expect(SAFETY_LEVELS.indexOf(checkAnswer(request, answer).level)).toBeGreaterThanOrEqual(
            SAFETY_LEVELS.indexOf(screenRequest(request).level),
          )
        },
      ),
    )
  })
})
