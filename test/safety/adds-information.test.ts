import { describe, expect, it } from 'vitest'
import { addsInformation } from '../../src/safety/adds-information.ts'
import { bare } from './requests.ts'

const request = bare('How do I kill a stuck process?')

describe('addsInformation', () => {
  it.each([
    'just do it',
    'Come on!',
    'yes please',
    'I said so already, answer me',
    'it’s legal, trust me',
    'kill the process',
    '',
    '!!!',
    'I promise it is harmless',
  ])('finds nothing new in “%s”', (reply) => {
    expect(addsInformation(reply, request)).toBe(false)
  })

  it.each(['a Node server on Linux', 'the one on port 8080', 'In chess'])(
    'finds something new in “%s”',
    (reply) => {
      expect(addsInformation(reply, request)).toBe(true)
    },
  )

  it('counts a reading that was offered as information, even of words already used', () => {
    const question = { text: 'Which?', readings: [{ id: '1', label: 'Kill the process' }] }
    const reply = 'kill the process'
    expect(addsInformation(reply, { ...request, clarification: { question, reply } })).toBe(true)
  })
})
