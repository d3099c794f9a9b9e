import { describe, expect, it } from 'vitest'
import type { CommandEvent } from '../../commands/command.ts'
import { repliesFrom, repliesOnly } from '../../src/platforms/replies-from.ts'
import type { ReplyEvent } from '../../src/reply-events.ts'

const DELTA: ReplyEvent = { type: 'delta', attempt: '1', text: 'a' }

/** A command that has begun, and says when it is let go of. */
async function begun() {
  const command = { isLetGo: false }
  async function* events(): AsyncGenerator<CommandEvent> {
    try {
      for (;;) yield DELTA
    } finally {
      command.isLetGo = true
    }
  }
  const rest = events()
  await rest.next()
  return Object.assign(command, { rest })
}

describe('the replies of a command', () => {
  it('let go of it when nobody wants more, however much was taken', async () => {
    const unasked = await begun()
    await repliesOnly(unasked.rest).return?.()
    const first = await begun()
    for await (const _ of repliesFrom(DELTA, first.rest)) break
    const later = await begun()
    let taken = 0
    for await (const _ of repliesFrom(DELTA, later.rest)) {
      taken += 1
      if (taken === 3) break
    }
    expect([unasked.isLetGo, first.isLetGo, later.isLetGo]).toEqual([true, true, true])
  })
})
