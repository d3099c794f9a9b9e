import { expect, it } from 'vitest'
import { botUserId, channels, defaultScopes, startWorkspace } from './workspace.ts'

it('serves more calls than the emulator does of one token in an hour', async () => {
  const workspace = await startWorkspace('xoxb-many', defaultScopes)
  try {
    const look = () =>
      workspace.call('conversations.history', { channel: channels.general }, workspace.tokenOf(botUserId))
    const refused: unknown[] = []
    for (let batch = 0; batch < 105; batch += 1) {
      const answers = await Promise.all(Array.from({ length: 48 }, look))
      refused.push(...answers.filter(({ ok }) => ok !== true))
    }
    expect(refused).toEqual([])
  } finally {
    await workspace.close()
  }
})
