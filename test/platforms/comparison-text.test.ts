import { describe, expect, it } from 'vitest'
import {
  choiceLabel,
  choicesOf,
  comparisonText,
  votedLine,
  wholeText,
} from '../../src/platforms/comparison-text.ts'
import { comparisonOf } from '../support/comparison-views.ts'

const two = comparisonOf('The sea.', { answers: 2 })
const three = comparisonOf('The sea.', { answers: 3 })

describe('what can be chosen', () => {
  it('is every answer, a tie, and that all are bad', () => {
    const labels = (view: typeof two) => choicesOf(view).map((choice) => choiceLabel(choice, view))
    expect(labels(two)).toEqual(['A', 'B', 'Tie', 'Both bad'])
    expect(labels(three)).toEqual(['A', 'B', 'C', 'Tie', 'All bad'])
  })
})

describe('whoever votes', () => {
  it.each([
    ['counted', 'B', 'You chose: B. You can change it until it is revealed.'],
    ['counted', 'both_bad', 'You chose: all bad. You can change it until it is revealed.'],
    ['unchanged', 'tie', 'You had said so already: a tie. You can change it until it is revealed.'],
    ['removed', 'B', 'Your vote is taken back.'],
    ['late', 'B', 'It has been revealed already, so this vote does not count any more.'],
  ] as const)('is told that it is %s', (counted, choice, line) => {
    expect(votedLine({ counted, view: three }, choice)).toBe(line)
  })
})

describe('the channel', () => {
  const state = (...given: Parameters<typeof comparisonOf>) =>
    comparisonText(comparisonOf(...given)).state.join('\n')

  it('is told how far it is, and how many voted, but not how', () => {
    expect(state('x', { status: 'running', progress: { done: 1, of: 3 } })).toContain(
      '1 of 3 answers are there.',
    )
    expect(state('x', { voters: 0 })).toContain('Nobody has voted yet.')
    expect(state('x', { voters: 1 })).toContain('1 person has voted.')
    expect(state('x', { without: 2 })).toContain('2 more gave nothing to vote on')
    expect(state('x', { answers: 2 })).toContain('Reactions count as well: 🇦 🇧, 🤝 tie, 👎 both bad.')
  })

  it('is told why there was no answer once that sways nobody', () => {
    const without = [{ model: 'm', strategy: 'direct', why: 'the model did not answer' }]
    const line = 'asked directly · m: the model did not answer'
    for (const status of ['revealed', 'failed'] as const)
      expect(state('x', { status, without })).toContain(line)
  })

  it('is told once that there are stand-ins: where each is marked, no more', () => {
    expect(state('x')).toContain('scripted stand-ins')
    expect(state('x', { status: 'revealed' })).not.toContain('scripted stand-ins')
    expect(state('x', { scripted: false })).not.toContain('scripted stand-ins')
  })
})

describe('a text as a whole', () => {
  it('is that of an answer that is there, or what was asked', () => {
    expect(wholeText(two, 'B')).toBe('**Answer B:**\n\nThe sea.')
    expect(wholeText(two, 'prompt')).toBe('**What was asked:**\n\nThe sea.')
    expect(wholeText(two, 'C')).toBeUndefined()
  })
})
