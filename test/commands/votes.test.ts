import { expect, it } from 'vitest'
import { votes } from '../../commands/votes.ts'
import type { Caller, CommandServices, PersonsVote } from '../../src/bot-types.ts'
import { CODEBOOK } from '../../src/crowd/codebook.ts'

const caller: Caller = {
  person: { platform: 'web', workspace: 'w', user: 'ana' },
  place: { platform: 'web', workspace: 'w', channel: 'c', thread: 't' },
  isAdmin: false,
  key: { platform: 'web', workspace: 'w', channel: 'c', message: 'm' },
}

async function shown(mine: readonly PersonsVote[]): Promise<string> {
  const services = { codebook: CODEBOOK, votesOf: async () => mine } as unknown as CommandServices
  for await (const event of votes.run({}, { caller, services }))
    if (event.type === 'text') return event.markdown
  return ''
}

it('every reaction of the codebook is explained', async () => {
  const markdown = await shown([])
  for (const { emoji, meaning } of CODEBOOK.entries) expect(markdown).toContain(`${emoji} ${meaning}`)
  expect(markdown).toContain('no votes here yet')
})

it('the caller’s own votes are listed with their time', async () => {
  const markdown = await shown([{ emoji: '🛡️', label: 'rightly_refused', at: Date.UTC(2026, 10, 21, 8, 5) }])
  expect(markdown).toContain('🛡️ on 2026-11-21 at 08:05 UTC')
})
