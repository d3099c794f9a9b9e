import { describe, expect, it } from 'vitest'
import type { SlackWorkspace } from '../../../src/platforms/slack/slack-workspace.ts'
import { SlackWorkspaces } from '../../../src/platforms/slack/slack-workspaces.ts'
import type { WorkspaceAccess } from '../../../src/platforms/slack/workspace-source.ts'

const MINUTE = 60_000

/** Workspaces whose names begin with T, on a clock of the test's. */
function opened(kept = 3) {
  let time = 1_000_000
  const made: string[] = []
  const same = new Set<string>()
  const calledAt = new Map<string, number>()
  const workspaces = new SlackWorkspaces({
    source: {
      named: async (body) => String((body as { team: string }).team),
      async open(name) {
        await Promise.resolve()
        if (!name.startsWith('T')) return undefined
        same.add(name)
        return { identity: { team: name, botUser: 'U', botId: 'B' }, token: 'xoxb' }
      },
      isSame: ({ identity }) => same.has(identity.team),
    },
    create({ identity: { team } }: WorkspaceAccess) {
      made.push(team)
      const api = {
        get calledAt() {
          return calledAt.get(team) ?? 0
        },
      }
      return { identity: { team }, services: { api } } as unknown as SlackWorkspace
    },
    now: () => time,
    wait: async () => {},
    kept,
  })
  return {
    workspaces,
    made,
    same,
    calls: (name: string) => calledAt.set(name, time),
    pass: (milliseconds: number) => {
      time += milliseconds
    },
  }
}

describe('workspaces in use', () => {
  it('are opened once, however much happens in them at the same time', async () => {
    const { workspaces, made } = opened()
    const bodies = [{ team: 'T1' }, { team: 'T1' }, { team: 'T2' }, { team: 'X' }]
    const found = await Promise.all(bodies.map((body) => workspaces.of(body)))
    expect(found.map((one) => one?.identity.team)).toEqual(['T1', 'T1', 'T2', undefined])
    expect(found[0]).toBe(found[1])
    expect(made).toEqual(['T1', 'T2'])
    const [body] = bodies
    expect(await workspaces.of(body ?? {})).toBe(found[0])
  })

  it('are let go of when nothing has happened there for a while, and no call was made', async () => {
    const { workspaces, made, pass, calls } = opened()
    for (const name of ['T1', 'T2']) await workspaces.get(name)
    pass(10 * MINUTE)
    calls('T2')
    pass(10 * MINUTE)
    workspaces.letGo()
    expect(workspaces.size).toBe(1)
    await workspaces.get('T2')
    await workspaces.get('T1')
    expect(made).toEqual(['T1', 'T2', 'T1'])
  })

  it('are kept up to a number; the one idle for longest makes room, unless something is under way in it', async () => {
    const { workspaces, made, pass, calls } = opened(2)
    for (const name of ['T1', 'T2']) await workspaces.get(name)
    pass(5 * MINUTE)
    await workspaces.get('T1')
    pass(5 * MINUTE)
    calls('T2')
    await workspaces.get('T3')
    expect(workspaces.size).toBe(2)
    for (const name of ['T2', 'T3']) await workspaces.get(name)
    expect(made).toEqual(['T1', 'T2', 'T3'])
    // All are busy: none is cut off.
    await workspaces.get('T4')
    expect(workspaces.size).toBe(3)
  })

  it('are opened anew where something has changed', async () => {
    const { workspaces, made, same } = opened()
    await workspaces.get('T1')
    same.delete('T1')
    await workspaces.get('T1')
    workspaces.forget('T1')
    await workspaces.get('T1')
    expect(made).toEqual(['T1', 'T1', 'T1'])
  })
})
