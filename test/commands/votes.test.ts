import { describe, expect, it } from 'vitest'
import { codebook } from '../../commands/codebook.ts'
import type { Command } from '../../commands/command.ts'
import { votes } from '../../commands/votes.ts'
import type { Caller, CommandServices, PersonsVote } from '../../src/bot-types.ts'
import { CODEBOOK } from '../../src/crowd/codebook.ts'

const caller: Caller = {
  person: { platform: 'web', workspace: 'w', user: 'ana' },
  place: { platform: 'web', workspace: 'w', channel: 'c', thread: 't' },
  isAdmin: false,
  key: { platform: 'web', workspace: 'w', channel: 'c', message: 'm' },
}

async function shown(command: Pick<Command, 'run'>, mine: readonly PersonsVote[] = []): Promise<string> {
  const services = {
    codebookAt: async () => CODEBOOK,
    votesOf: async () => mine,
  } as unknown as CommandServices
  for await (const event of command.run({}, { caller, services })) {
    if (event.type === 'text') return event.markdown
  }
  return ''
}

it('/codebook explains every reaction with an example, and says which one counts', async () => {
  const markdown = await shown(codebook)
  for (const { emoji, meaning, example } of CODEBOOK.entries) {
    expect(markdown).toContain(`${emoji} ${meaning}`)
    expect(markdown).toContain(example)
  }
  expect(markdown).toContain('the latest counts')
  expect(markdown).toContain(`version ${CODEBOOK.version}`)
})

describe('/votes', () => {
  it('lists the caller’s own votes with their time and meaning', async () => {
    const at = Date.UTC(2026, 10, 21, 8, 5)
    const markdown = await shown(votes, [{ emoji: '🛡️', label: 'rightly_refused', at }])
    expect(markdown).toContain('🛡️ on 2026-11-21 at 08:05 UTC. The request was harmful')
  })

  it('says how to give one where there is none', async () => {
    expect(await shown(votes)).toContain('/codebook')
  })
})
