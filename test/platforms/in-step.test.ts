import { describe, expect, it } from 'vitest'
import { InStep } from '../../src/platforms/in-step.ts'

/** Something whose turns come when the test says so. */
function stage() {
  const turns: PromiseWithResolvers<void>[] = []
  const shows: PromiseWithResolvers<boolean>[] = []
  const inStep = new InStep({
    pause(hurried) {
      const turn = Promise.withResolvers<void>()
      turns.push(turn)
      return Promise.race([turn.promise, hurried])
    },
    show() {
      const show = Promise.withResolvers<boolean>()
      shows.push(show)
      return show.promise
    },
  })
  const shown = (count: number) => expect.poll(() => shows.length).toBe(count)
  return { inStep, turns, shows, shown }
}

describe('what is kept in step', () => {
  it('is shown once for all that changes before its turn', async () => {
    const { inStep, turns, shows, shown } = stage()
    const all = Promise.all([inStep.changed(false), inStep.changed(false), inStep.changed(false)])
    turns[0]?.resolve()
    await shown(1)
    shows[0]?.resolve(false)
    await all
    expect(shows).toHaveLength(1)
  })

  it('is shown again for what changes while it is being shown, and never twice at once', async () => {
    const { inStep, turns, shows, shown } = stage()
    const first = inStep.changed(false)
    turns[0]?.resolve()
    await shown(1)
    const second = inStep.changed(false)
    expect(shows).toHaveLength(1)
    shows[0]?.resolve(false)
    await expect.poll(() => turns.length).toBe(2)
    turns[1]?.resolve()
    await shown(2)
    shows[1]?.resolve(false)
    await Promise.all([first, second])
    expect(shows).toHaveLength(2)
  })

  it('does not wait for its turn where that is asked for', async () => {
    const { inStep, shows, shown } = stage()
    void inStep.changed(false)
    const now = inStep.changed(true)
    await shown(1)
    shows[0]?.resolve(false)
    await now
  })

  it('is shown again where showing it finds that it has changed', async () => {
    const { inStep, shows, shown } = stage()
    const done = inStep.changed(true)
    await shown(1)
    const again = inStep.changed(true)
    shows[0]?.resolve(true)
    await shown(2)
    shows[1]?.resolve(false)
    await Promise.all([done, again])
  })

  it('goes on after a failure', async () => {
    const { inStep, shows, shown } = stage()
    const failing = inStep.changed(true)
    await shown(1)
    shows[0]?.reject(new Error('down'))
    await expect(failing).rejects.toThrow('down')
    const next = inStep.changed(true)
    await shown(2)
    shows[1]?.resolve(false)
    await next
  })
})
