import { describe, expect, it } from 'vitest'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { openConsole } from '../../support/console.ts'
import { ConsoleClient } from '../../support/console-client.ts'
import { heldModel } from '../../support/held-model.ts'
import { narrowLoad, ONE_A_MINUTE } from '../../support/load.ts'
import { scriptedModel } from '../../support/scripted-model.ts'

const open = closedAfterEach(openConsole)

describe('a request in the web console', () => {
  it('shows its place in the queue while it waits', async () => {
    const held = heldModel()
    const { url } = await open({ models: [held.model], bot: { load: narrowLoad() } })
    const [ana, ben] = [new ConsoleClient(url), new ConsoleClient(url, 'ben')]
    await ana.say('What is a process?')
    await expect.poll(() => held.asked.length).toBe(1)
    const told = await ben.during(
      () => ben.say('How do I end it?'),
      ({ data }) => JSON.stringify(data).includes('you are next'),
    )
    expect(JSON.stringify(told)).toContain('Waiting for the model: you are next …')
    for (const asked of [1, 2]) {
      await expect.poll(() => held.asked.length).toBe(asked)
      held.answerOne()
    }
  })

  it('that is one too many is refused to whoever sent it, and nobody else sees it', async () => {
    const model = scriptedModel(['Use the task manager for it.'])
    const { url } = await open({ models: [model], bot: { load: narrowLoad(ONE_A_MINUTE) } })
    const ana = new ConsoleClient(url)
    await ana.during(() => ana.say('What is a process?'))
    const refused = await ana.say('How do I end it?')
    expect(refused.status).toBeGreaterThanOrEqual(400)
    expect(await refused.text()).toContain('You have asked 1 time within a minute')
    expect(await (await ana.get('/c/general')).text()).not.toContain('How do I end it?')
    expect(model.calls).toHaveLength(1)
  })
})
