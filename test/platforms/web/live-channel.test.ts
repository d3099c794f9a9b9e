import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LiveChannel } from '../../../src/platforms/web/live-channel.ts'

/** A page that remembers what it was told. */
function page(viewer = 'ana') {
  const told: { type: string; id: string; data: string }[] = []
  return { viewer, told, push: (event: (typeof told)[number]) => void told.push(event) }
}

function say(channel: LiveChannel, subject: string, text: string) {
  channel.publish({ type: 'text', subject, dataFor: (viewer) => ({ text, viewer }) })
}

describe('the live events of a channel', () => {
  it('reach every open page in order, each in its reader’s own form', () => {
    const channel = new LiveChannel('run')
    const [ana, ben] = [page('ana'), page('ben')]
    channel.listen(ana, channel.cursor)
    channel.listen(ben, channel.cursor)
    say(channel, 'a', 'one')
    say(channel, 'b', 'two')
    expect(ana.told.map(({ data }) => JSON.parse(data))).toEqual([
      { text: 'one', viewer: 'ana' },
      { text: 'two', viewer: 'ana' },
    ])
    expect(JSON.parse(ben.told[0]?.data ?? '')).toEqual({ text: 'one', viewer: 'ben' })
  })

  it('are let go of where they are of an exchange that is dropped', () => {
    const channel = new LiveChannel('run')
    const start = channel.cursor
    say(channel, 'a', 'erased')
    say(channel, 'b', 'kept')
    channel.drop('a')
    const ana = page()
    channel.listen(ana, start)
    expect(ana.told.map(({ data }) => JSON.parse(data).text)).toEqual(['kept'])
  })

  it('end when the page closes', () => {
    const channel = new LiveChannel('run')
    const ana = page()
    channel.listen(ana, channel.cursor)()
    say(channel, 'a', 'one')
    expect(ana.told).toEqual([])
  })

  it('tell a page that knows nothing of this run to load itself afresh', () => {
    const channel = new LiveChannel('run')
    say(channel, 'a', 'one')
    for (const cursor of [undefined, '', 'other.1', 'run.x', 'run.99']) {
      const ana = page()
      channel.listen(ana, cursor)
      expect(ana.told.map(({ type }) => type)).toEqual(['resync'])
    }
  })

  it('tell a page afresh when what it missed is not remembered any more', () => {
    const channel = new LiveChannel('run')
    const start = channel.cursor
    for (let index = 0; index < 1500; index += 1) say(channel, `s${index}`, 'x')
    const ana = page()
    channel.listen(ana, start)
    expect(ana.told.map(({ type }) => type)).toEqual(['resync'])
  })

  it('bring a page that was away to the same state as one that stayed', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.string()), { maxLength: 30 })
    fc.assert(
      fc.property(steps, fc.nat(30), (published, away) => {
        const channel = new LiveChannel('run')
        const stayed = page()
        channel.listen(stayed, channel.cursor)
        let cursor = channel.cursor
        published.forEach(([subject, text], index) => {
          say(channel, subject, text)
          if (index < away) cursor = channel.cursor
        })
        const returned = page()
        channel.listen(returned, cursor)
        const before = stayed.told.slice(0, Math.min(away, published.length))
        expect(lastOfEach(published, [...before, ...returned.told])).toEqual(
          lastOfEach(published, stayed.told),
        )
      }),
    )
  })

  it('are forgotten with the exchange they are about', () => {
    const channel = new LiveChannel('run')
    const start = channel.cursor
    say(channel, 'kept', 'one')
    say(channel, 'erased', 'two')
    channel.keepOnly(new Set(['kept']))
    const ana = page()
    channel.listen(ana, start)
    expect(ana.told.map(({ data }) => JSON.parse(data).text)).toEqual(['one'])
  })
})

/** What each subject shows in the end; the event's sequence number says which step it was. */
function lastOfEach(
  published: readonly (readonly [string, string])[],
  told: readonly { id: string; data: string }[],
) {
  const state: Record<string, unknown> = {}
  for (const { id, data } of told) {
    const subject = published[Number(id.split('.')[1]) - 1]?.[0] ?? '?'
    state[subject] = data
  }
  return state
}
