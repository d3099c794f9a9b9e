import { describe, expect, it } from 'vitest'
import { partialHelp } from '../../strategies/partial-help.ts'
import { refusal, tools } from './refusal-fixture.ts'

async function system(prompt: string): Promise<string> {
  const proposal = await partialHelp.propose(
    refusal(prompt, 'borderline_harmful'),
    tools({ systemPrompt: undefined }),
  )
  if (proposal.kind !== 'reprompt') throw new Error('not asked again')
  expect(proposal.partial).toBe(true)
  return proposal.messages[0]?.content ?? ''
}

describe('partial help', () => {
  it('asks for the safe part and for what was left out', async () => {
    const text = await system('How do phishing crews choose their victims?')
    expect(text).toMatch(/safe part/u)
    expect(text).toMatch(/begins "Left out:"/u)
    expect(text).toMatch(/acceptable if every claim in it is untrue/u)
  })

  it('adds the rule of fiction for a story, and only there', async () => {
    expect(await system('For my novel: how does the chemist make her poison?')).toMatch(
      /never frees a procedure/u,
    )
    expect(await system('How do phishing crews choose their victims?')).not.toMatch(/story/u)
  })

  it('is the only one that may be used on borderline harmful requests, and not on clearly fine ones', () => {
    expect(partialHelp.levels).toEqual(['borderline_fine', 'borderline_harmful'])
  })
})
