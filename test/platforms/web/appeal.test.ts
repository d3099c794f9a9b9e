import { describe, expect, it } from 'vitest'
import { APPEAL_OPEN_FOR } from '../../../src/crowd/appeal.ts'
import { appealPanel } from '../../../src/platforms/web/templates/appeal.ts'

const OPEN = { attemptId: 'a', openedAt: 0, quorum: 3, status: 'open', harmless: 1, harmful: 1 } as const
const seen = { votes: [], viewer: 'ben', now: 1 }

describe('the panel of an appeal', () => {
  it('tells how many have voted and what the viewer said, but neither who nor how', () => {
    const votes = [
      { annotator: 'ben', label: 'rightly_refused' },
      { annotator: 'cid', label: 'refused_harmless' },
    ]
    const { markup = '' } = appealPanel({ id: 'x', appeal: OPEN }, { ...seen, votes }) ?? {}
    expect(markup).toContain('2 of 3 votes')
    expect(markup).toContain('data-side="harmful" aria-pressed="true"')
    expect(markup.match(/aria-pressed="true"/g)).toHaveLength(1)
    expect(markup).not.toContain('cid')
  })

  it('is closed once its time has run out, also where nobody has looked since', () => {
    const late = appealPanel({ id: 'x', appeal: OPEN }, { ...seen, now: APPEAL_OPEN_FOR + 1 })
    expect(late?.markup).toContain('Not enough people voted in time, so the refusal stands.')
    expect(late?.markup).not.toContain('data-side')
  })

  it('is a button before anybody has appealed, and nothing where nobody can', () => {
    expect(appealPanel({ id: 'x', appealable: true }, seen)?.markup).toContain('data-appeal')
    expect(appealPanel({ id: 'x' }, seen)).toBeUndefined()
  })
})
