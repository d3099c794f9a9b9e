import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { brokenSomewhere } from '../../src/command-line/serve.ts'
import { RecourseError } from '../../src/errors.ts'

describe.each(['unhandledRejection', 'uncaughtException'])('what nobody waits for (%s)', (event) => {
  const messageAfter = async (...causes: readonly unknown[]) => {
    const events = new EventEmitter()
    const broken = brokenSomewhere(events as NodeJS.Process)
    for (const cause of causes) expect(events.emit(event, cause)).toBe(true)
    return broken.then(
      () => 'nothing',
      (error: Error) => error.message,
    )
  }

  it('stops the bot in one line that names the error and its place, and quotes nobody', async () => {
    let parsing: unknown
    try {
      JSON.parse('planted words')
    } catch (error) {
      parsing = error
    }
    const said = await messageAfter(parsing)
    expect(said).toMatch(
      /^Recourse stopped because a part of it broke: SyntaxError, in .*\.ts:\d+\. Start it again\.$/,
    )
    expect(said).not.toContain('planted')
    for (const thrown of ['planted', { message: 'planted' }, undefined])
      expect(await messageAfter(thrown)).not.toContain('planted')
    const reset = Object.assign(new Error('planted'), { code: 'ECONNRESET' })
    expect(await messageAfter(reset)).toContain('Error (ECONNRESET)')
  })

  it('says our own words as they are', async () => {
    expect(await messageAfter(new RecourseError('x', 'The sea is gone. Wait.'))).toContain(
      'The sea is gone. Wait.',
    )
  })

  it('is heard however often it comes, so that the runtime prints none of it', async () => {
    await messageAfter(new Error('one'), new Error('two'), new Error('three'))
  })
})
